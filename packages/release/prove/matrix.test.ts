import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { InvalidContractError } from "@chatkit-contract/codegen";
import { expect, test } from "vitest";

import { checkRelease } from "../src/check.ts";
import { readContract } from "../src/contract.ts";
import { judgeDocuments } from "../src/judge-contract.ts";
import { listReleases, readRelease } from "../src/released.ts";
import { heaviest } from "../src/weight.ts";
import { placesOf } from "../src/workspace.ts";
import { buildScratchRepository } from "../test/scratch-repository.ts";
import { EDITS } from "./edits.ts";

const open = EDITS.filter(({ refusedBy }) => refusedBy === undefined);
const refused = EDITS.filter(({ refusedBy }) => refusedBy !== undefined);

test("the matrix has a hundred edits or more, each once, with its reason", () => {
  const names = EDITS.map(({ name }) => name);

  expect(names.length).toBeGreaterThanOrEqual(100);
  expect(new Set(names).size).toBe(names.length);
  expect(EDITS.filter(({ why }) => why === "")).toEqual([]);
});

test.each(open)("$name: $weight, since $why", async ({ edit, weight, overRated }) => {
  const { root } = await buildScratchRepository();
  const { document } = await readLast(root);
  // YAML takes JSON, so the check reads the edited contract as it reads any.
  await writeFile(placesOf(root).contract, JSON.stringify(edit(document)));

  const { judgement, problems } = await checkRelease(root);

  expect(judgement?.weight).toBe(overRated?.weight ?? weight);
  expect(problems.length > 0).toBe(
    weight !== "none" || document.info.version !== edit(document).info.version,
  );
});

test.each(refused)(
  "$name: refused by $refusedBy before it is judged",
  async ({ edit, weight, overRated, refusedBy }) => {
    const { root } = await buildScratchRepository();
    const release = await readLast(root);
    const document = edit(release.document);
    const file = join(root, "edited.json");
    await writeFile(file, JSON.stringify(document));

    const reading = readContract(file);

    await expect(reading).rejects.toThrow(InvalidContractError);
    await expect(reading).rejects.toThrow(refusedBy);
    const weights = judgeDocuments(release, { document }).map((change) => change.weight);
    expect(heaviest(weights)).toBe(overRated?.weight ?? weight);
  },
);

async function readLast(root: string) {
  const { released } = placesOf(root);
  return await readRelease(released, (await listReleases(released)).at(-1) ?? "");
}
