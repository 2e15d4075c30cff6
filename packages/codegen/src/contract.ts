import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";

import type { ContractDocument } from "./document.ts";
import { InvalidContractError } from "./invalid-contract.ts";

const require = createRequire(import.meta.url);

/** The contract of this repository: what is generated from when nothing else is named. */
export const DEFAULT_CONTRACT: string = require.resolve("@chatkit-contract/openapi/openapi.yaml");

/**
 * Checks a contract against the rules that generation depends on and bundles it into one document.
 *
 * @param path The contract's root file, YAML or JSON, possibly split over several files.
 * @throws {InvalidContractError} The file is missing, is not OpenAPI, or breaks a rule.
 */
export async function loadContract(path: string = DEFAULT_CONTRACT): Promise<ContractDocument> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new InvalidContractError(
      `${path}: no such file; name the root file of an OpenAPI 3.1 contract`,
    );
  }

  const folder = await mkdtemp(join(tmpdir(), "contract-"));
  try {
    const bundled = join(folder, "openapi.json");
    const config = require.resolve("@chatkit-contract/openapi/generation.redocly.yaml");
    const [problems, bundle] = await Promise.all([
      lintContract(file, config),
      redocly("bundle", file, "--config", config, "--output", bundled),
    ]);
    if (problems.length > 0) {
      throw new InvalidContractError(problems.join("\n"));
    }
    if (bundle.code !== 0) {
      throw new InvalidContractError(`${path}: cannot be bundled\n${bundle.stderr.trim()}`);
    }
    return JSON.parse(await readFile(bundled, "utf8")) as ContractDocument;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Lints a contract.
 *
 * @param path The contract's root file.
 * @param config The Redocly configuration with the rules.
 * @returns The faults, a line each: file:line:column, rule, what to do.
 */
export async function lintContract(path: string, config: string): Promise<string[]> {
  return readProblems(
    await redocly("lint", path, "--config", config, "--format", "json", "--max-problems", "1000"),
  );
}

interface ProcessResult {
  code: number;
  stdout: string;
  stderr: string;
}

function redocly(...args: string[]): Promise<ProcessResult> {
  const cli = join(dirname(require.resolve("@redocly/cli/package.json")), "bin/cli.js");
  return new Promise((done) => {
    execFile(
      process.execPath,
      [cli, ...args],
      {
        env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        done({ code, stdout, stderr });
      },
    );
  });
}

interface Problem {
  ruleId: string;
  message: string;
  location: { source: { ref: string }; start?: { line: number; col: number } }[];
}

function readProblems(lint: ProcessResult): string[] {
  const json = lint.stdout.slice(lint.stdout.indexOf("{"));
  let report: { problems: Problem[] };
  try {
    report = JSON.parse(json) as { problems: Problem[] };
  } catch {
    return [`the contract cannot be read: ${(lint.stderr || lint.stdout).trim()}`];
  }
  return report.problems.map(({ ruleId, message, location }) => {
    const [at] = location;
    const place = at
      ? `${relative(process.cwd(), resolve(at.source.ref))}:${at.start?.line ?? 1}:${at.start?.col ?? 1}`
      : "contract";
    return `${place} ${ruleId}: ${message}`;
  });
}
