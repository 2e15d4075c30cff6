import { mkdtemp, mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { generatedNames, TAKEN_NAMES } from "@chatkit-contract/openapi/names";
import ts from "typescript";
import { beforeAll, expect, test } from "vitest";

import { loadContract } from "../src/contract.ts";
import type { ContractDocument } from "../src/document.ts";
import { readOperations } from "../src/model.ts";
import { generateClient, generateTypes, writeOutputs } from "../src/outputs.ts";

let bookShop: ContractDocument;
let chatkit: ContractDocument;
beforeAll(async () => {
  [bookShop, chatkit] = await Promise.all([
    loadContract(join(import.meta.dirname, "fixtures/book-shop.yaml")),
    loadContract(),
  ]);
});

// The golden files stand between us and openapi-typescript: whatever takes its place must write the same types.
test.for([
  ["types", generateTypes],
  ["client", generateClient],
] as const)("the files of %s, from a contract that is not ours", async ([target, generate]) => {
  const outputs = await generate(bookShop);

  expect(Object.keys(outputs).toSorted()).toEqual(Object.keys(outputs));
  for (const [path, content] of Object.entries(outputs).filter(([file]) => !isCompiled(file))) {
    await expect(content).toMatchFileSnapshot(
      `golden/${target}/${path.replace(".gen.", ".golden.")}.txt`,
    );
  }
});

/** The compiled validators are Ajv's; the tests of packages/types hold them to what they let through. */
function isCompiled(path: string): boolean {
  return /\/validators\/.*\//.test(path);
}

test("what the files declare, import or use, beside what the contract names, no schema can be called", async () => {
  for (const contract of [bookShop, chatkit]) {
    const outputs = { ...(await generateTypes(contract)), ...(await generateClient(contract)) };
    const sources = Object.entries(outputs).filter(
      ([path]) => path.endsWith(".ts") && !isCompiled(path),
    );

    const own = new Set([
      ...Object.keys(contract.components?.schemas ?? {}),
      ...readOperations(contract).flatMap(({ id }) => generatedNames(id)),
    ]);
    const others = sources
      .flatMap(([, source]) => namesIn(source))
      .filter((name) => !own.has(name));
    expect(others.length).toBeGreaterThan(10);
    expect([...new Set(others)].filter((name) => !TAKEN_NAMES.has(name))).toEqual([]);
  }
});

/** The types and imports that a module names, and what it exports. */
function namesIn(source: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
      names.push(node.typeName.text);
    }
    const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (isType || (ts.isImportSpecifier(node) && !/^validate\d+$/.test(node.name.text))) {
      names.push(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("file.ts", source, ts.ScriptTarget.Latest));
  return names;
}

test("is the same to the byte on two runs", async () => {
  for (const generate of [generateTypes, generateClient]) {
    expect(await generate(chatkit)).toEqual(await generate(structuredClone(chatkit)));
  }
});

test("leaves the contract as it was", async () => {
  const before = JSON.stringify(chatkit);

  await generateTypes(chatkit);
  await generateClient(chatkit);

  expect(JSON.stringify(chatkit)).toBe(before);
});

test("makes a package's generated files exactly the outputs, and touches nothing that stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), "outputs-"));
  await mkdir(join(folder, "src/old"), { recursive: true });
  await writeFile(join(folder, "src/stale.gen.ts"), "stale");
  await writeFile(join(folder, "src/old/stale.gen.js"), "stale");
  await writeFile(join(folder, "src/by-hand.ts"), "kept");
  await writeFile(join(folder, "same.gen.json"), "{}");
  const { mtimeMs } = await stat(join(folder, "same.gen.json"));

  const changed = await writeOutputs(folder, { "same.gen.json": "{}", "src/new/a.gen.ts": "new" });

  expect(changed.toSorted()).toEqual([
    "src/new/a.gen.ts",
    "src/old/stale.gen.js",
    "src/stale.gen.ts",
  ]);
  expect((await readdir(join(folder, "src"))).toSorted()).toEqual(["by-hand.ts", "new", "old"]);
  expect(await readFile(join(folder, "src/new/a.gen.ts"), "utf8")).toBe("new");
  expect((await stat(join(folder, "same.gen.json"))).mtimeMs).toBe(mtimeMs);
});
