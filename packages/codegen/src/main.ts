#!/usr/bin/env node
import { existsSync } from "node:fs";
import { join } from "node:path";

import { Argument, Command, InvalidArgumentError } from "commander";

import { DEFAULT_CONTRACT, loadContract } from "./contract.ts";
import { InvalidContractError } from "./invalid-contract.ts";
import { TARGETS, writeOutputs } from "./outputs.ts";
import { watchContract } from "./watch.ts";

const targets = Object.keys(TARGETS);

const program = new Command("chatkit-codegen")
  .description("Makes the generated files of packages from the contract.")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command("make")
  .description("make a package's generated files, once")
  .addArgument(new Argument("<target>", "whose files to make").choices(targets))
  .option("--contract <file>", "the root file of the contract", DEFAULT_CONTRACT)
  .option("--package <folder>", "the package that receives the files", checkFolder, process.cwd())
  .action(async (target: string, options: { contract: string; package: string }) => {
    if (!existsSync(join(options.package, "package.json"))) {
      program.error(
        `error: ${options.package} is not a package; go to one, or name it with --package`,
      );
    }
    const document = await loadContract(options.contract);
    const outputs = (await TARGETS[target]?.(document)) ?? {};
    const changed = await writeOutputs(options.package, outputs);
    const total = Object.keys(outputs).length;
    console.log(`${target}: ${total} generated files, ${changed.length} changed`);
  });

program
  .command("watch")
  .description("make packages' generated files anew after every edit of the contract")
  .argument(
    "<target=folder...>",
    `whose files to make, and where: ${targets.join(" or ")}`,
    readPackage,
  )
  .option("--contract <file>", "the root file of the contract", DEFAULT_CONTRACT)
  .action(async (packages: { target: string; folder: string }[], options: { contract: string }) => {
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => controller.abort());
    }
    await watchContract({
      contract: options.contract,
      packages,
      report: (line) => console.log(line),
      signal: controller.signal,
    });
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof InvalidContractError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}

function checkFolder(folder: string): string {
  if (!existsSync(join(folder, "package.json"))) {
    throw new InvalidArgumentError(`${folder} is not a package, it has no package.json.`);
  }
  return folder;
}

function readPackage(
  value: string,
  earlier: { target: string; folder: string }[] | undefined,
): { target: string; folder: string }[] {
  const [target = "", folder] = value.split("=");
  if (!targets.includes(target) || !folder) {
    throw new InvalidArgumentError(
      `Write ${targets.map((name) => `${name}=FOLDER`).join(" or ")}.`,
    );
  }
  return [...(earlier ?? []), { target, folder: checkFolder(folder) }];
}
