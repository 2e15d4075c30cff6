import { cp, mkdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import {
  generateClient,
  generateTypes,
  loadContract,
  readOperations,
  type ContractDocument,
} from "@chatkit-contract/codegen";
import { expect, test } from "vitest";

import { makeScratchFolder, readSamples, runDocs } from "./build.ts";
import { compileSamples } from "./run-samples.ts";

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));
const BOOK_SHOP = join(folderOf("@chatkit-contract/codegen"), "test/fixtures/book-shop.yaml");

test("an operation that is added to the contract alone has a sample that compiles", async () => {
  const document = await loadContract();
  document.paths["/chatkit/threads/{thread_id}/archive"] = {
    post: {
      ...structuredClone(document.paths["/chatkit/threads/{thread_id}"]!.delete!),
      operationId: "threads.archive",
      summary: "Archive a thread",
      parameters: [
        ...document.paths["/chatkit/threads/{thread_id}"]!.delete!.parameters!,
        {
          name: "keep",
          in: "query",
          required: true,
          description: "Whether to keep a copy.",
          schema: { type: "boolean" },
          examples: { copy: { value: true } },
        },
        {
          name: "X-Reason",
          in: "header",
          required: true,
          description: "Why.",
          schema: { type: "string" },
          examples: { done: { value: 'it is "done"' } },
        },
      ],
    },
  };
  const folder = await makeScratchFolder();
  const contract = join(folder, "openapi.json");
  await writeFile(contract, JSON.stringify(document));

  expect(await runDocs("--contract", contract, "--output", folder)).toMatchObject({ code: 0 });

  const samples = await readSamples(folder);
  expect(samples.get("threads.archive")).toMatch(
    /await chatkit\.threads\.archive\(\s*"cthr_abc123",\s*\{ keep: true \},\s*\{\s*xReason: 'it is "done"',?\s*\}/,
  );
  expect(samples.size).toBe(readOperations(document).length);
  expect(await compileAgainst(document, samples)).toBe("");
}, 60_000);

test("a contract that shares no name with ours has samples that compile", async () => {
  const document = await loadContract(BOOK_SHOP);
  const folder = await makeScratchFolder();

  expect(await runDocs("--contract", BOOK_SHOP, "--output", folder)).toMatchObject({ code: 0 });

  const samples = await readSamples(folder);
  expect([...samples.keys()].toSorted()).toEqual([
    "books.browse",
    "books.burn",
    "books.open",
    "shop.orders.place",
  ]);
  expect(samples.get("books.burn")).toMatch(/^await chatkit\.books\.burn\("978-1"\);$/m);
  expect(await compileAgainst(document, samples)).toBe("");
}, 60_000);

test("a contract without an example that a sample needs is refused by name", async () => {
  const folder = await makeScratchFolder();
  const contract = join(folder, "openapi.yaml");
  const text = await readFile(BOOK_SHOP, "utf8");
  await writeFile(contract, text.replace(/ +examples:\n +first: \{ value: "978-1" \}\n/, ""));

  const { code, output } = await runDocs("--contract", contract, "--output", folder);

  expect({ code, output }).toEqual({
    code: 2,
    output:
      "books.open: the path parameter isbn has no example, and the sample needs one: give it under `examples`\n",
  });
});

test.for([
  [["--contract", "no-such.yaml"], /no-such\.yaml: no such file/],
  [["--nope"], /unknown option '--nope'/],
  [["left-over"], /too many arguments/],
] as const)("a wrong call is refused: %j", async ([args, message]) => {
  const { code, output } = await runDocs(...args);

  expect(code).toBe(2);
  expect(output).toMatch(message);
});

/** Compiles samples against the client as it is generated from a contract. */
async function compileAgainst(
  document: ContractDocument,
  samples: ReadonlyMap<string, string>,
): Promise<string> {
  const home = await makeScratchFolder();
  const scope = join(home, "node_modules/@chatkit-contract");
  await mkdir(scope, { recursive: true });
  const made = { types: await generateTypes(document), client: await generateClient(document) };
  for (const [name, outputs] of Object.entries(made)) {
    const from = folderOf(`@chatkit-contract/${name}`);
    for (const part of ["package.json", "src"]) {
      await cp(join(from, part), join(home, name, part), {
        recursive: true,
        filter: (source) => !source.includes(".gen."),
      });
    }
    for (const [path, text] of Object.entries(outputs)) {
      await mkdir(dirname(join(home, name, path)), { recursive: true });
      await writeFile(join(home, name, path), text);
    }
    await symlink(join(home, name), join(scope, name));
  }
  const fetchFolder = join(folderOf("@chatkit-contract/client"), "node_modules/openapi-fetch");
  await symlink(await realpath(fetchFolder), join(home, "node_modules/openapi-fetch"));
  return await compileSamples([...samples.values()], home);
}
