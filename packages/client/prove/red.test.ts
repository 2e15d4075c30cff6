import { afterAll, beforeAll, expect, test } from "vitest";

import { guards } from "./guards.ts";
import { buildScratchClient, type CaseResult, type ScratchClient } from "./scratch-client.ts";

// The tests of the tests: each guard against a misbehaving server is taken out in a copy of the package, and the cases
// that are there for it have to turn red. Before, on the sound copy, every case is green.

let client: ScratchClient;
let cases: CaseResult[];
const seenRed = new Set<string>();

beforeAll(async () => {
  client = await buildScratchClient();
  cases = await client.run("test/misbehaving");
}, 120_000);

afterAll(() => client?.remove());

test("on a sound copy every case is green", () => {
  expect(cases.length).toBeGreaterThan(0);
  expect(cases.filter(({ isRed }) => isRed)).toEqual([]);
});

test.for(guards)("$file: it $what, or cases turn red", async ({ file, text, replacement, red }) => {
  const files = new Set(cases.filter(({ name }) => red.includes(name)).map((each) => each.file));
  const named = cases.map(({ name }) => name);
  expect(red.filter((name) => !named.includes(name))).toEqual([]);

  const results = await client.withChange(file, text, replacement, () => client.run(...files));

  const turned = results.filter(({ isRed }) => isRed).map(({ name }) => name);
  for (const name of turned) {
    seenRed.add(name);
  }
  expect(red.filter((name) => !turned.includes(name))).toEqual([]);
});

test("no case stays green whatever is taken out", () => {
  expect(cases.map(({ name }) => name).filter((name) => !seenRed.has(name))).toEqual([]);
});
