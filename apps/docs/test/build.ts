import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ContractDocument } from "@chatkit-contract/codegen";
import { onTestFinished } from "vitest";

const MAIN = join(import.meta.dirname, "../src/main.ts");

/** What a run of the command left. */
export interface Run {
  code: number;
  output: string;
}

/** Runs the command as a person does. */
export function runDocs(...args: string[]): Promise<Run> {
  return new Promise((done) => {
    execFile(process.execPath, [MAIN, ...args], (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      done({ code, output: stdout + stderr });
    });
  });
}

/** A folder of its own, removed when the test ends. */
export async function makeScratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "docs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The samples of a page that was built, by the operation that each calls. */
export async function readSamples(folder: string): Promise<Map<string, string>> {
  const html = await readFile(join(folder, "index.html"), "utf8");
  const [, json = ""] = /const __redoc_definition = (.*);\n/.exec(html) ?? [];
  const { paths } = JSON.parse(json) as ContractDocument;
  return new Map(
    Object.values(paths)
      .flatMap((item) => Object.values(item) as Partial<Sampled>[])
      .flatMap((operation) =>
        (operation["x-codeSamples"] ?? []).map(
          ({ source }) => [operation.operationId ?? "", source] as const,
        ),
      ),
  );
}

interface Sampled {
  operationId: string;
  "x-codeSamples": { source: string }[];
}
