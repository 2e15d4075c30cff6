import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const HOUSE = resolve(import.meta.dirname, "../../..");
const VITEST = join(
  dirname(createRequire(import.meta.url).resolve("vitest/package.json")),
  "vitest.mjs",
);

/** How long a case may take in the copy: a call that is left hanging is red, and not waited for. */
const CASE_TIMEOUT_MS = 10_000;

/** A copy of this package, to break its sources in. */
export interface ScratchClient {
  /** Runs test files, or those of a folder. */
  run(...files: string[]): Promise<CaseResult[]>;
  /**
   * Runs something while a source is changed.
   *
   * @throws The text is not there exactly once.
   */
  withChange<T>(file: string, text: string, replacement: string, run: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** How a case ended. */
export interface CaseResult {
  name: string;
  /** The file it stands in. */
  file: string;
  isRed: boolean;
}

interface Report {
  testResults: { name: string; assertionResults: { title: string; status: string }[] }[];
}

/** Copies this package. What it is run with, and what it imports, is shared with the original. */
export async function buildScratchClient(): Promise<ScratchClient> {
  const root = await mkdtemp(join(tmpdir(), "client-"));
  const folder = join(root, "packages/client");
  await mkdir(folder, { recursive: true });
  for (const shared of ["node_modules", "packages/client/node_modules"]) {
    await symlink(join(HOUSE, shared), join(root, shared));
  }
  for (const copied of [
    "package.json",
    "vitest.config.ts",
    ...["src", "test", "package.json"].map(ofClient),
  ]) {
    await cp(join(HOUSE, copied), join(root, copied), { recursive: true });
  }
  return {
    run: (...files) => runVitest(folder, files),
    async withChange(file, text, replacement, run) {
      const path = join(folder, "src", file);
      const sound = await readFile(path, "utf8");
      const places = sound.split(text).length - 1;
      if (places !== 1) {
        throw new Error(`${file} has the text in ${places} places: ${text}`);
      }
      await writeFile(
        path,
        sound.replace(text, () => replacement),
      );
      try {
        return await run();
      } finally {
        await writeFile(path, sound);
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

function ofClient(path: string): string {
  return `packages/client/${path}`;
}

async function runVitest(folder: string, files: string[]): Promise<CaseResult[]> {
  const report = join(folder, "report.json");
  const args = ["--config=../../vitest.config.ts", "--reporter=json", `--outputFile=${report}`];
  await rm(report, { force: true });
  await new Promise<void>((done) => {
    execFile(
      process.execPath,
      [VITEST, "run", ...args, `--testTimeout=${CASE_TIMEOUT_MS}`, ...files],
      { cwd: folder },
      // Red tests are what is wanted: how it ended is in the report.
      () => done(),
    );
  });
  const { testResults } = JSON.parse(await readFile(report, "utf8")) as Report;
  return testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.map(({ title, status }) => ({
      name: title,
      file,
      isRed: status !== "passed",
    })),
  );
}
