import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { onTestFinished } from "vitest";

import { compareTrees, readTree } from "./file-tree.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");
const require = createRequire(import.meta.url);

/** What the copy holds: the packages that are derived from the contract, and what they are run with. */
const COPIED = [
  "openapi",
  "packages/codegen",
  "packages/types",
  "packages/client",
  "packages/mock",
  "tsconfig.base.json",
  "vitest.config.ts",
];
/** Made, not written: in the copy they are made anew, if at all. */
const NOT_COPIED = /\/(dist|\.turbo|coverage)$|\.gen\.(ts|json)$/;

/** A copy of the house, to change the contract in and nothing else. Removed when the test ends. */
export interface ScratchHouse {
  /** Its root folder. */
  folder: string;
  /**
   * Makes the generated files of the copy.
   *
   * @param contract The contract's root file. Default: the copy's own.
   */
  generate(contract?: string): Promise<void>;
  /** The files that were added, changed or removed since the house was copied. */
  changedFiles(): Promise<string[]>;
  /** Runs a binary of the workspace in one of the copy's folders; resolves with what it printed, even if it failed. */
  run(place: string, binary: string, ...args: string[]): Promise<{ code: number; output: string }>;
}

/** Copies the house. What is installed is shared with the original. */
export async function buildScratchHouse(): Promise<ScratchHouse> {
  const folder = await mkdtemp(join(tmpdir(), "house-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, "packages"));
  await symlink(join(HOUSE, "node_modules"), join(folder, "node_modules"));
  for (const path of COPIED) {
    await cp(join(HOUSE, path), join(folder, path), {
      recursive: true,
      // The links of a package's node_modules are relative, so that in the copy they lead to the copy.
      verbatimSymlinks: true,
      filter: (source) => !NOT_COPIED.test(source),
    });
  }

  const original = await readTree(folder);
  const run: ScratchHouse["run"] = (place, binary, ...args) =>
    new Promise((done) => {
      execFile(
        process.execPath,
        [binary, ...args],
        { cwd: join(folder, place), maxBuffer: 64 * 1024 * 1024 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
          done({ code, output: stdout + stderr });
        },
      );
    });

  return {
    folder,
    run,
    changedFiles: async () => compareTrees(original, await readTree(folder)),
    generate: async (contract = join(folder, "openapi/openapi.yaml")) => {
      for (const target of ["types", "client"]) {
        const { code, output } = await run(
          `packages/${target}`,
          join(HOUSE, "packages/codegen/src/main.ts"),
          "make",
          target,
          "--contract",
          contract,
        );
        if (code !== 0) {
          throw new Error(`${target} cannot be generated:\n${output}`);
        }
      }
    },
  };
}

/** The compiler of the workspace, to be run in a scratch house. */
export const TSC: string = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
/** The test runner of the workspace, to be run in a scratch house. */
export const VITEST: string = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
