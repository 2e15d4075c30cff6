import { join, resolve } from "node:path";

import type { ContractDocument } from "@chatkit-contract/codegen";
import { expect, test } from "vitest";

import { callerPrograms } from "../src/caller-programs.ts";
import { renderChangeset } from "../src/changeset.ts";
import { compile, type Worlds } from "../src/compiler.ts";
import { generateContractTypes, readContract, type Contract } from "../src/contract.ts";
import { judgeContract } from "../src/judge-contract.ts";
import { printProgram } from "../src/program.ts";
import { listReleases, readRelease } from "../src/released.ts";
import { editDocument, renameInDocument } from "./edit-document.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");
const BOOK_SHOP = join(HOUSE, "packages/codegen/test/fixtures/book-shop.yaml");

const released = join(HOUSE, "openapi/released");
const last = await readRelease(released, (await listReleases(released)).at(-1) ?? "");

test.each([
  ["this contract", undefined],
  ["a contract that shares no name with it", BOOK_SHOP],
])("every program of %s compiles with its own types", async (_, file) => {
  const { document, files } = await readContract(file);
  const programs = callerPrograms(document).map(printProgram);

  const faults = compile(
    { now: files },
    programs.map((text) => ({ world: "now", text })),
  );

  const failing = programs.filter((_program, index) => faults[index]?.length !== 0);
  expect(programs.length).toBeGreaterThan(50);
  expect(failing).toEqual([]);
});

test("a witness of a break compiled before and does not now", async () => {
  const schemas = "/components/schemas";
  const after = await contractOf(
    renameInDocument(
      editDocument(last.document, [
        [`${schemas}/Thread/properties/user/type`, ["string", "null"]],
        [`${schemas}/ChatSessionStatus/enum/2`],
        [`${schemas}/FileUploadParam/properties/max_files`],
        [`${schemas}/TaskType/x-open`],
        ["/paths/~1chatkit~1threads/get/operationId", "threads.search"],
      ]),
      '"ToolChoice"',
      '"ToolPick"',
    ),
    ["ToolChoice", "ToolPick"],
  );

  const witnesses = await witnessesOf(after, "major");

  const worlds = { before: last.files, after: after.files };
  expect(witnesses.length).toBeGreaterThanOrEqual(6);
  expect(faultsOf(worlds, "before", witnesses)).toEqual(witnesses.map(() => false));
  expect(faultsOf(worlds, "after", witnesses)).toEqual(witnesses.map(() => true));
});

test("a witness of what is new compiles now and did not before, and no old program fails", async () => {
  const schemas = "/components/schemas";
  const after = await contractOf(
    editDocument(last.document, [
      [`${schemas}/Thread/properties/archived`, { type: "boolean", description: "Put away." }],
      [`${schemas}/ChatSessionStatus/enum/-`, "paused"],
      [
        `${schemas}/CreateSessionRequest/properties/label`,
        { type: "string", description: "A label." },
      ],
    ]),
  );

  const witnesses = await witnessesOf(after, "minor");

  const worlds = { before: last.files, after: after.files };
  const old = callerPrograms(last.document).map(printProgram);
  expect(witnesses).toHaveLength(3);
  expect(faultsOf(worlds, "before", witnesses)).toEqual(witnesses.map(() => true));
  expect(faultsOf(worlds, "after", witnesses)).toEqual(witnesses.map(() => false));
  expect(faultsOf(worlds, "after", old)).toEqual(old.map(() => false));
});

async function contractOf(
  document: ContractDocument,
  rename?: [string, string],
): Promise<Contract> {
  const [from = "", to = ""] = rename ?? [];
  const renamed = rename
    ? renameInDocument(document, `#/components/schemas/${from}`, `#/components/schemas/${to}`)
    : document;
  return { document: renamed, files: await generateContractTypes(renamed) };
}

/** The programs as the changeset shows them. */
async function witnessesOf(after: Contract, weight: string): Promise<string[]> {
  const judgement = await judgeContract(last, after);
  expect(judgement.weight).toBe(weight);
  const text = renderChangeset(judgement, []);
  return [...text.matchAll(/^ {2}```ts\n([\s\S]*?)^ {2}```$/gm)].map(([, program = ""]) => program);
}

function faultsOf(worlds: Worlds, world: string, programs: readonly string[]): boolean[] {
  return compile(
    worlds,
    programs.map((text) => ({ world, text })),
  ).map((faults) => faults.length > 0);
}
