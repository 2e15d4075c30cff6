import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { beforeEach, expect, onTestFinished, test } from "vitest";

import { renderCompatibility, writeCompatibility } from "../src/compatibility.ts";
import {
  listReleases,
  readCompatibility,
  readRelease,
  writeRelease,
  type Compatibility,
} from "../src/released.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");

let root: string;
let released: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "compatibility-"));
  released = join(root, "openapi/released");
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await cp(join(HOUSE, "README.md"), join(root, "README.md"));
  await cp(join(HOUSE, "openapi/released"), released, { recursive: true });
});

test("the README's table is what the releases say", async () => {
  const isBehind = await writeCompatibility(root);

  expect(isBehind, "run pnpm release version, or restore README.md").toBe(false);
});

test("a table that was edited is behind, and is written anew", async () => {
  const file = join(root, "README.md");
  const right = await readFile(file, "utf8");
  const [last = ""] = (await listReleases(released)).slice(-1);
  await writeFile(file, right.replace(`**${last}**`, "**9.9.9**"));

  const wasBehind = await writeCompatibility(root);
  const isBehind = await writeCompatibility(root);

  expect([wasBehind, isBehind]).toEqual([true, false]);
  expect(await readFile(file, "utf8")).not.toContain("9.9.9");
});

test("the table has the last ten releases, the newest first, each with what it ran with then", async () => {
  const last = (await listReleases(released)).at(-1) ?? "";
  const release = await readRelease(released, last);
  const facts = await readCompatibility(released, last);
  for (let minor = 1; minor <= 11; minor++) {
    const later: Compatibility = {
      ...facts,
      change: "minor",
      node: { "@chatkit-contract/types": `>=${20 + minor}` },
      published: null,
    };
    await writeRelease(released, { ...release, version: `1000.${minor}.0` }, later);
  }

  const [head = "", , ...rows] = (await renderCompatibility(released)).split("\n");

  expect(rows).toHaveLength(10);
  expect(rows[0]).toMatch(/^\| \*\*1000\.11\.0\*\* .*\| minor \|.*`>=31` \(types\).*not compared/);
  expect(rows.at(-1)).toMatch(/^\| \*\*1000\.2\.0\*\* .*`>=22` \(types\)/);
  expect(new Set([head, ...rows].map((row) => row.split(" | ").length)).size).toBe(1);
});

test("a README without a place for the table is named", async () => {
  await writeFile(join(root, "README.md"), "# Nothing\n");

  await expect(writeCompatibility(root)).rejects.toThrow(/README\.md has no <!-- compatibility/);
});
