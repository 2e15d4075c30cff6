#!/usr/bin/env node
import { existsSync } from "node:fs";
import { join } from "node:path";

import { Argument, Command, InvalidArgumentError } from "commander";

import { DEFAULT_CONTRACT, loadContract } from "./contract.ts";
import { InvalidContractError } from "./invalid-contract.ts";
import { TARGETS, writeOutputs } from "./outputs.ts";
import { watchContract } from "./watch.ts";

// Where the person stands who ran the script: pnpm itself goes to the package.
const from = process.env["INIT_CWD"] ?? process.cwd();
const targets = Object.keys(TARGETS);

const program = new Command("chatkit-codegen")
  .description("Makes the generated files of packages from the contract.")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command("make")
  .description("make a package's generated files, once")
  .addArgument(new Argument("<target>", "whose files to make").choices(targets))
  .option("--contract <file>", "the root file of the contract", DEFAULT_CONTRACT)
  .option("--package <folder>", "the package that receives the files", process.cwd())
  .action(async (target: string, options: { contract: string; package: string }) => {
    checkFolder(options.package);
    const document = await loadContract(options.contract, from);
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
    for (const { folder } of packages) {
      checkFolder(folder);
    }
    const controller = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => controller.abort());
    }
    await watchContract({
      contract: options.contract,
      packages,
      from,
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

function checkFolder(folder: string): void {
  if (!existsSync(join(folder, "package.json"))) {
    program.error(
      `error: ${folder} is not a package, it has no package.json; go to one, or name another`,
    );
  }
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
  return [...(earlier ?? []), { target, folder }];
}
