import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

const BOOK_SHOP = join(import.meta.dirname, "fixtures/book-shop.yaml");

function codegen(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const main = join(import.meta.dirname, "../src/main.ts");
  const result = spawnSync(process.execPath, [main, ...args], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** The book shop with some of its text replaced, in a folder of its own with an empty package beside it. */
async function damaged(
  ...edits: [text: string, replacement: string][]
): Promise<{ contract: string; folder: string; lineOf: (text: string) => number }> {
  const folder = await mkdtemp(join(tmpdir(), "damaged-"));
  let source = await readFile(BOOK_SHOP, "utf8");
  for (const [text, replacement] of edits) {
    expect(source).toContain(text);
    source = source.replace(text, replacement);
  }
  const contract = join(folder, "contract.yaml");
  await writeFile(contract, source);
  await writeFile(join(folder, "package.json"), "{}");
  const lineOf = (text: string): number => source.slice(0, source.indexOf(text)).split("\n").length;
  return { contract, folder, lineOf };
}

test("a contract that cannot be generated from stops with every fault's file, line and rule", async () => {
  const { contract, folder, lineOf } = await damaged(
    ["operationId: books.open", "operationId: open"],
    ["operationId: shop.orders.place", "operationId: books.burn"],
    ["has_more: more", "has_more: moer"],
    [
      `        mapping:
          hard: "#/components/schemas/HardCover"
          soft: "#/components/schemas/SoftCover"
`,
      "",
    ],
  );

  const { code, stderr } = codegen("make", "types", "--contract", contract, "--package", folder);

  expect(code).toBe(1);
  const lines = stderr.trim().split("\n");
  const at = (text: string): string => `contract.yaml:${lineOf(text)}:`;
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(`${at("operationId: open")}\\d+ contract/operation-id-form: `),
      expect.stringMatching(`${at("has_more: moer")}\\d+ contract/pagination-envelope: .*moer`),
      expect.stringMatching(`${at("discriminator:")}\\d+ contract/discriminator-mapping: `),
      expect.stringMatching(/contract\.yaml:\d+:\d+ operation-operationId-unique: /),
    ]),
  );
  for (const line of lines) {
    expect(line).toMatch(/^\S+contract\.yaml:\d+:\d+ \S+: /);
  }
  expect(await readdir(folder)).toEqual(["contract.yaml", "package.json"]);
});

test.for<[name: string, edit: [string, string], place: string, message: string]>([
  [
    "another kind of key",
    ["- key: []\ntags:\n", "- card: []\ntags:\n"],
    "card: []",
    "contract/generable-security: The security scheme 'card' is not HTTP bearer",
  ],
  [
    "an answer that is no named schema",
    ['schema: { $ref: "#/components/schemas/Order" }', "schema: { type: object }"],
    "schema: { type: object }",
    "contract/generable-bodies: The schema of the answer '201' has no name",
  ],
  [
    "an answer that is not JSON",
    [
      "description: The order.\n          content:\n            application/json:",
      "description: The order.\n          content:\n            text/csv:",
    ],
    "text/csv:",
    "contract/generable-bodies: The answer '201' comes as 'text/csv', which would be lost",
  ],
  [
    "a path parameter that is no string",
    [
      "description: The book's number.\n        schema: { type: string }",
      "description: The book's number.\n        schema: { type: integer }",
    ],
    "- name: isbn",
    "contract/generable-parameters: The path parameter 'isbn' is not a string",
  ],
  [
    "a group with the name of a member of the client",
    ["operationId: shop.orders.place", "operationId: raw.place"],
    "operationId: raw.place",
    "contract/generable-names: The operationId 'raw.place' begins with 'raw'",
  ],
  [
    "an open union behind any name",
    [
      "note:\n",
      'covers: { type: object, additionalProperties: { $ref: "#/components/schemas/Cover" } }\n        note:\n',
    ],
    "covers:",
    "contract/generable-unions: An open union lies behind additionalProperties",
  ],
])("%s is refused with its place and what to do", async ([, edit, place, message]) => {
  const { contract, folder, lineOf } = await damaged(edit);

  const { code, stderr } = codegen("make", "client", "--contract", contract, "--package", folder);

  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`contract\\.yaml:${lineOf(place)}:\\d+ ${message}`));
  expect(stderr.trim()).not.toContain("\n");
});

test("a file that is not there, or is no contract, is one clear line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "none-"));
  await writeFile(join(folder, "package.json"), "{}");
  await writeFile(join(folder, "list.yaml"), "- a\n- b\n");
  await writeFile(join(folder, "broken.yaml"), "openapi: [3.1\n");

  for (const [file, message] of [
    ["missing.yaml", /missing\.yaml: no such file; name the root file of an OpenAPI 3\.1 contract/],
    ["list.yaml", /list\.yaml/],
    ["broken.yaml", /broken\.yaml/],
  ] as const) {
    const { code, stderr } = codegen(
      "make",
      "types",
      "--contract",
      join(folder, file),
      "--package",
      folder,
    );

    expect(code, file).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  }
});

test("a wrong call exits with 2 and says what is allowed", () => {
  const target = codegen("make", "book");
  expect(target.code).toBe(2);
  expect(target.stderr).toMatch(/'book' is invalid.*Allowed choices are types, client/);

  const option = codegen("make", "types", "--watch-it");
  expect(option.code).toBe(2);
  expect(option.stderr).toMatch(/unknown option '--watch-it'/);

  const folder = codegen("make", "types", "--package", "/nowhere");
  expect(folder.code).toBe(2);
  expect(folder.stderr).toMatch(/\/nowhere is not a package, it has no package\.json/);

  const watched = codegen("watch", "types");
  expect(watched.code).toBe(2);
  expect(watched.stderr).toMatch(/Write types=FOLDER or client=FOLDER/);

  const help = codegen("make", "--help");
  expect(help.code).toBe(0);
  expect(help.stdout).toMatch(/--contract <file>/);
});
