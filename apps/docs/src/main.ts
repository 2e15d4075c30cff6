import { relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { InvalidContractError } from "@chatkit-contract/codegen";
import { Command } from "commander";

import { buildReference } from "./build-reference.ts";

// Where the person stands who ran the script: pnpm itself goes to the package.
const from = process.env["INIT_CWD"] ?? process.cwd();
const root = resolve(import.meta.dirname, "../../..");

const program = new Command("docs")
  .description(
    "Builds the API reference from the contract: one HTML file that needs no server and no network.",
  )
  .option("--contract <file>", "the root file of the contract (default: this repository's)")
  .option("--output <folder>", "where the page goes (default: apps/docs/dist)")
  .allowExcessArguments(false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();
const { contract, output } = program.opts<{ contract?: string; output?: string }>();

try {
  const { file, bytes } = await buildReference({
    root,
    contract: contract === undefined ? undefined : resolve(from, contract),
    output: output === undefined ? resolve(import.meta.dirname, "../dist") : resolve(from, output),
  });
  console.log(`${relative(from, file)}: ${(bytes / 1_000_000).toFixed(1)} MB`);
  console.log(`Open ${pathToFileURL(file).href}`);
} catch (error) {
  if (error instanceof InvalidContractError) {
    console.error(error.message);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
