import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, onTestFinished, test, vi } from "vitest";

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
  config: { maxTarballBytes: 2000 },
};
const files = {
  "README.md": "# sample\n",
  LICENSE: "MIT License\n",
  "dist/index.js": "export const one = 1;\n",
  "dist/index.d.ts": "export declare const one: number;\n",
  "dist/parts/a.js": "export const a = 1;\n",
  "dist/parts/a.d.ts": "export declare const a: number;\n",
};

/** Packs a package of these files and checks it. */
async function check(
  change: object,
  changedFiles: Record<string, string | undefined>,
  pack: (folder: string) => Promise<string> = (folder) => packPackage(folder, folder),
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
  return checkPackage(await pack(folder));
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
  ["a package without a licence", { license: undefined }, {}, /licence: package.json names none/],
  ["an empty LICENSE", {}, { LICENSE: "\n" }, /files: LICENSE is missing or empty/],
  ["no README", {}, { "README.md": undefined }, /files: README.md is missing or empty/],
  [
    "a file that nobody declared",
    { bin: "./tool.js" },
    { "tool.js": "#!/usr/bin/env node\nexport {};\n" },
    /files: tool.js is not in `files`/,
  ],
  ["a source", {}, { "dist/one.ts": "" }, /files: dist\/one.ts is of no use/],
  [
    "a file of the build",
    {},
    { "dist/.tsbuildinfo": "{}" },
    /files: dist\/.tsbuildinfo is of no use/,
  ],
  [
    "a script that runs at the user's",
    { scripts: { postinstall: "node dist/index.js" } },
    {},
    /scripts: postinstall/,
  ],
  [
    "more bytes than the budget",
    { config: { maxTarballBytes: 100 } },
    {},
    /size: the tarball has \d+ bytes, and its budget is 100/,
  ],
  ["no budget", { config: {} }, {}, /size: package.json sets no/],
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

test("finds what a registry does not know, where the wrong tool has packed", async () => {
  const change = { dependencies: { one: "workspace:*" }, peerDependencies: { two: "catalog:" } };

  const problems = await check(change, {}, async (folder) => {
    execFileSync("npm", ["pack", "--silent"], { cwd: folder });
    return join(folder, "sample-1.0.0.tgz");
  });

  expect(problems).toEqual([
    "dependencies: dependencies.one is workspace:*, which no registry knows",
    "dependencies: peerDependencies.two is catalog:, which no registry knows",
  ]);
});

// Put together here, so that no scanner takes this file's samples for keys.
const SECRETS = {
  "a key of a project": ["sk", "proj", "aB3".repeat(16)].join("-"),
  "npm's token": `npm_${"aB3d".repeat(9)}`,
  "GitHub's token": `ghp_${"aB3d".repeat(9)}`,
  "a private key": ["-----BEGIN", "PRIVATE KEY-----"].join(" "),
  "a registry's line": ["//registry.example/:_auth", "0123456789abcdef"].join("Token="),
  "what the environment holds": "correct-horse-battery-staple",
};

test.for(Object.entries(SECRETS))("finds %s, and does not repeat it", async ([, secret]) => {
  vi.stubEnv("SAMPLE_TOKEN", SECRETS["what the environment holds"]);
  onTestFinished(() => void vi.unstubAllEnvs());

  const problems = await check({}, { "dist/index.js": `export const one = "${secret}";\n` });

  expect(problems).toEqual([expect.stringMatching(/^secret: dist\/index\.js holds /)]);
  expect(problems.join("\n")).not.toContain(secret);
});

test("takes the words of documents and the names of variables for no secret", async () => {
  const text = "Pass `sk-anything`, or put `_authToken=${NPM_TOKEN}` into .npmrc.\n";

  expect(await check({}, { "README.md": text })).toEqual([]);
});
