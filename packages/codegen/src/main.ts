#!/usr/bin/env node
import { existsSync } from "node:fs";
import { join } from "node:path";

import { Argument, Command } from "commander";

import { DEFAULT_CONTRACT, loadContract } from "./contract.ts";
import { InvalidContractError } from "./invalid-contract.ts";
import { TARGETS, writeOutputs } from "./outputs.ts";

const program = new Command("chatkit-codegen")
  .description("Makes a package's generated files from the contract.")
  .addArgument(new Argument("<target>", "whose files to make").choices(Object.keys(TARGETS)))
  .option("--contract <file>", "the root file of the contract", DEFAULT_CONTRACT)
  .option("--package <folder>", "the package that receives the files", process.cwd())
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(generate);

await program.parseAsync();

async function generate(
  target: string,
  options: { contract: string; package: string },
): Promise<void> {
  if (!existsSync(join(options.package, "package.json"))) {
    program.error(`error: --package ${options.package}: not a package, it has no package.json`);
  }
  try {
    const document = await loadContract(options.contract);
    const outputs = await TARGETS[target]?.(document);
    const changed = await writeOutputs(options.package, outputs ?? {});
    const total = Object.keys(outputs ?? {}).length;
    console.log(`${target}: ${total} generated files, ${changed.length} changed`);
  } catch (error) {
    if (!(error instanceof InvalidContractError)) {
      throw error;
    }
    console.error(error.message);
    process.exitCode = 1;
  }
}
