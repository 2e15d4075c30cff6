import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { checkPackage, findPublished, packPackage } from "../src/index.ts";

const manifest = {
  name: "sample",
  version: "1.0.0",
  license: "MIT",
  type: "module",
  files: ["dist"],
  exports: {
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./parts/*": { types: "./dist/parts/*.d.ts", default: "./dist/parts/*.js" },
  },
};
const files = {
  "dist/index.js": "export const one = 1;\n",
  "dist/index.d.ts": "export declare const one: number;\n",
  "dist/parts/a.js": "export const a = 1;\n",
  "dist/parts/a.d.ts": "export declare const a: number;\n",
};

/** Packs a package of these files and checks it. */
async function check(
  change: object,
  changedFiles: Record<string, string | undefined>,
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "sample-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const all = {
    "package.json": JSON.stringify({ ...manifest, ...change }),
    ...files,
    ...changedFiles,
  };
  for (const [path, text] of Object.entries(all)) {
    if (text !== undefined) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  }
  return checkPackage(await packPackage(folder, folder));
}

test("a sound package passes", async () => {
  const problems = await check({}, {});

  expect(problems).toEqual([]);
});

test.for<
  [what: string, change: object, files: Record<string, string | undefined>, problem: RegExp]
>([
  ["an export without its file", {}, { "dist/index.js": undefined }, /publint: .*index\.js/],
  ["a file that is not published", { files: ["dist/parts"] }, {}, /publint: .*index\.js/],
  [
    "types after the default",
    { exports: { ".": { default: "./dist/index.js", types: "./dist/index.d.ts" } } },
    {},
    /publint: .*types/,
  ],
  ["CommonJS under the name of ESM", {}, { "dist/index.js": "module.exports = 1;\n" }, /publint: /],
  [
    "a subpath without types",
    {},
    { "dist/parts/b.js": "export const b = 1;\n" },
    /types: .*parts\/b/,
  ],
  [
    "types that import a file that is not there",
    {},
    { "dist/index.d.ts": 'export * from "./missing.js";\n' },
    /types: InternalResolutionError .*missing/,
  ],
  [
    "no types at all",
    { exports: "./dist/index.js" },
    { "dist/index.d.ts": undefined, "dist/parts/a.d.ts": undefined },
    /types: it has none/,
  ],
])("finds %s", async ([, change, changed, problem]) => {
  const problems = await check(change, changed);

  expect(problems.join("\n")).toMatch(problem);
});

test("finds the published packages of the house, each of which checks itself", () => {
  const published = findPublished();

  expect(published.length).toBeGreaterThan(0);
  for (const { manifest: found } of published) {
    expect(found.scripts?.["package:check"], found.name).toBe("chatkit-check-package");
  }
});
