import { resolve } from "node:path";

import { InvalidContractError } from "@chatkit-contract/codegen";
import { Command, Option } from "commander";

import { writeChangeset } from "./changeset.ts";
import { checkRelease, renderCheck } from "./check.ts";
import { readContract } from "./contract.ts";
import { judgeContract } from "./judge-contract.ts";
import { readBase } from "./read-base.ts";
import { addReleaseCommand } from "./release-command.ts";
import { ReleaseError } from "./released.ts";
import { FORMATS, renderJudgement, summaryOf, type Format } from "./render-judgement.ts";
import { findCarriers, placesOf } from "./workspace.ts";

// Where the person stands who ran the script: pnpm itself goes to the package.
const from = process.env["INIT_CWD"] ?? process.cwd();
const root = (): string => resolve(from, program.opts<{ root: string }>().root);

const program = new Command("contract")
  .description("Proves the next version number from what changed in the contract, and releases it.")
  .enablePositionalOptions()
  .option("--root <folder>", "the repository", resolve(import.meta.dirname, "../../.."))
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command("diff")
  .description("print what changed in the contract since a release, by operation, with its weight")
  .option("--against <what>", "a released version, a file, or git:REF (default: the last release)")
  .addOption(new Option("--format <format>", "how to print it").choices(FORMATS).default("pretty"))
  .action(async ({ against, format }: { against?: string; format: Format }) => {
    const [base, now] = await Promise.all([
      readBase(root(), against, from),
      readContract(placesOf(root()).contract),
    ]);
    const judgement = await judgeContract(base.release, now);
    console.log(renderJudgement(judgement, format, base.label));
  });

program
  .command("changeset")
  .description("write the changeset of the contract's change, or bring it up to date")
  .action(async () => {
    const [{ release }, now, carriers] = await Promise.all([
      readBase(root()),
      readContract(placesOf(root()).contract),
      findCarriers(root()),
    ]);
    const judgement = await judgeContract(release, now);
    const written = await writeChangeset(root(), judgement, carriers);
    console.log(`${summaryOf(judgement)}\n.changeset/contract.md: ${written}`);
  });

program
  .command("check")
  .description("fail when what is about to be released says less than the contract's change")
  .action(async () => {
    const result = await checkRelease(root());
    const text = renderCheck(result);
    if (result.problems.length === 0) console.log(text);
    else {
      console.error(text);
      process.exitCode = 1;
    }
  });

addReleaseCommand(program, root);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ReleaseError) && !(error instanceof InvalidContractError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
