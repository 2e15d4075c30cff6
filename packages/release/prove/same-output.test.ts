import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createScratchClone, type ScratchClone } from "./scratch-clone.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "same-output-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what is generated, built and packed is the same to the byte on two runs, and after a clean install elsewhere", async () => {
  const here = await install("here");
  const first = await makeAll(here);
  const second = await makeAll(here);
  const elsewhere = await makeAll(await install("elsewhere/in-another-folder"));

  // Generated files, built ones and tarballs of all four packages.
  expect(Object.keys(first).length).toBeGreaterThan(100);
  expect(Object.keys(first).filter((path) => path.endsWith(".tgz"))).toHaveLength(4);
  expect(second).toEqual(first);
  expect(elsewhere).toEqual(first);
});

async function install(name: string): Promise<ScratchClone> {
  await mkdir(join(folder, name), { recursive: true });
  return createScratchClone(join(folder, name), {});
}

/** Makes everything anew, no cache helping, and returns the digests of what was made. */
async function makeAll({ root, pnpm }: ScratchClone): Promise<Record<string, string>> {
  const published = ["types", "client", "mock", "server"];
  const filters = published.map((name) => `--filter=@chatkit-contract/${name}`);
  const built = await pnpm(["exec", "turbo", "run", "build", "--force", ...filters]);
  if (built.code !== 0) throw new Error(built.output);
  const digests: Record<string, string> = {};
  for (const name of published) {
    const home = join(root, "packages", name);
    const packed = await pnpm(["--dir", home, "pack", "--pack-destination", home]);
    if (packed.code !== 0) throw new Error(packed.output);
    for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !/\.gen\.|\/dist\/|\.tgz$/.test(path)) continue;
      if (path.includes("/node_modules/")) continue;
      const digest = createHash("sha256").update(await readFile(path));
      digests[relative(root, path)] = digest.digest("hex");
    }
  }
  return digests;
}
