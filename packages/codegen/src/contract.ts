import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { relative, resolve } from "node:path";

import { bundleContract, runRedocly, type RedoclyResult } from "@chatkit-contract/openapi/redocly";

import type { ContractDocument } from "./document.ts";
import { InvalidContractError } from "./invalid-contract.ts";

const require = createRequire(import.meta.url);

/** The contract of this repository: what is generated from when nothing else is named. */
export const DEFAULT_CONTRACT: string = require.resolve("@chatkit-contract/openapi/openapi.yaml");

/**
 * Checks a contract against the rules that generation depends on and bundles it into one document.
 *
 * @param path The contract's root file, YAML or JSON, possibly split over several files.
 * @param from The folder that places are told from. Default: the current one.
 * @throws {InvalidContractError} The file is missing, is not OpenAPI, or breaks a rule.
 */
export async function loadContract(
  path: string = DEFAULT_CONTRACT,
  from: string = process.cwd(),
): Promise<ContractDocument> {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new InvalidContractError(
      `${path}: no such file; name the root file of an OpenAPI 3.1 contract`,
    );
  }

  const config = require.resolve("@chatkit-contract/openapi/generation.redocly.yaml");
  const [problems, [bundle]] = await Promise.all([
    lintContract(file, config, from),
    // The lint says better what is wrong, so it speaks first.
    Promise.allSettled([bundleContract(file)]),
  ]);
  if (problems.length > 0) {
    throw new InvalidContractError(problems.join("\n"));
  }
  if (bundle.status === "rejected") {
    const { reason } = bundle as { reason: unknown };
    const message = reason instanceof Error ? reason.message : String(reason);
    throw new InvalidContractError(`${path}: cannot be bundled\n${message}`);
  }
  return bundle.value as ContractDocument;
}

/**
 * Lints a contract.
 *
 * @param path The contract's root file.
 * @param config The Redocly configuration with the rules.
 * @param from The folder that places are told from. Default: the current one.
 * @returns The faults, a line each: file:line:column, rule, what to do.
 */
export async function lintContract(
  path: string,
  config: string,
  from: string = process.cwd(),
): Promise<string[]> {
  const options = ["--config", config, "--format", "json", "--max-problems", "1000"];
  return readProblems(await runRedocly(["lint", path, ...options]), from);
}

interface Problem {
  ruleId: string;
  message: string;
  location: { source: { ref: string }; start?: { line: number; col: number } }[];
}

function readProblems(lint: RedoclyResult, from: string): string[] {
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
      ? `${relative(from, resolve(at.source.ref))}:${at.start?.line ?? 1}:${at.start?.col ?? 1}`
      : "contract";
    return `${place} ${ruleId}: ${message}`;
  });
}
