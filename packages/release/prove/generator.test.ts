import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type * as Codegen from "@chatkit-contract/codegen";
import { expect, onTestFinished, test } from "vitest";

import { generateContractTypes, typedFiles, type Generator } from "../src/contract.ts";
import { judgeContract } from "../src/judge-contract.ts";
import { listReleases, readRelease } from "../src/released.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");
const CODEGEN = join(HOUSE, "packages/codegen");
const released = join(HOUSE, "openapi/released");
const release = await readRelease(released, (await listReleases(released)).at(-1) ?? "");
/** The last release as the generator writes it now: it may have changed since. */
const last = { ...release, files: await generateContractTypes(release.document) };

test.each([
  [
    "an option that makes fields required",
    "schema-types.ts",
    "defaultNonNullable: false",
    "defaultNonNullable: true",
    "major",
  ],
  [
    "an option that makes every field of answers read-only",
    "schema-types.ts",
    "silent: true",
    "silent: true, immutable: true",
    "major",
  ],
  [
    "an option that sorts what it writes",
    "schema-types.ts",
    "alphabetize: false",
    "alphabetize: true",
    "minor",
  ],
  ["methods that answer otherwise", "facade.ts", "`ApiPromise<${", "`Promise<${", "major"],
  [
    "options of a call that go by another name",
    "facade.ts",
    "${camelCase(name)}${required",
    "header${camelCase(name)}${required",
    "major",
  ],
  [
    "another header of generated files",
    "outputs.ts",
    "Edit the contract, not this file.",
    "Do not edit.",
    "patch",
  ],
])("the generator changed, %s: %s %s -> %s is %s", async (_, file, from, to, weight) => {
  const generate = await changedGenerator(file, from, to);
  const files = await generate(last.document);

  const judgement = await judgeContract(last, { document: last.document, files }, { generate });

  expect(judgement.weight).toBe(weight);
});

test("comments of the generator are not taken for a change of the contract", async () => {
  const generate = await changedGenerator("outputs.ts", "Edit the contract, not this file.", "No.");
  const files = await generate(last.document);

  const { changes } = await judgeContract(last, { document: last.document, files }, { generate });

  expect(changes.map(({ text }) => text)).toEqual([
    "The generator explains the types of the same contract in other words.",
  ]);
});

/** The generator with one text of its sources replaced. */
async function changedGenerator(file: string, from: string, to: string): Promise<Generator> {
  const folder = await mkdtemp(join(tmpdir(), "codegen-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(CODEGEN, "src"), join(folder, "src"), { recursive: true });
  await symlink(join(CODEGEN, "node_modules"), join(folder, "node_modules"));
  const path = join(folder, "src", file);
  const source = await readFile(path, "utf8");
  if (!source.includes(from)) throw new Error(`${file}: no ${from}`);
  await writeFile(path, source.replaceAll(from, to));
  const { generateTypes, generateClient } = (await import(
    join(folder, "src/outputs.ts")
  )) as typeof Codegen;
  return async (document: Codegen.ContractDocument) =>
    typedFiles(await generateTypes(document), await generateClient(document));
}
