import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

const MAIN = join(import.meta.dirname, "../src/main.ts");

/** What a run of a command left. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command as a workflow does. What the tests' own environment says of GitHub is not passed on. */
export function runMain(args: string[], env: Record<string, string> = {}): Promise<Run> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GITHUB_"));
  return new Promise((done) => {
    execFile(
      process.execPath,
      [MAIN, ...args],
      { env: { ...Object.fromEntries(inherited), ...env } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        done({ code, stdout, stderr });
      },
    );
  });
}

/** A folder of its own, removed when the test ends. */
export async function makeScratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "github-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
