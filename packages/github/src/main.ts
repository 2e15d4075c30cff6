import { appendFile, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { Command } from "commander";

import { checkWorkflows } from "./check-workflows.ts";
import { commentContractDiff, type FollowedRun } from "./contract-comment.ts";
import { reportDrift } from "./drift-issue.ts";
import { EnvironmentError, openRepository } from "./github.ts";
import { publishNotes } from "./release-notes.ts";
import { proposeRelease } from "./release-pull-request.ts";
import { readReleaseState } from "./release-state.ts";

// Where the person stands who ran the script: pnpm itself goes to the package.
const from = process.env["INIT_CWD"] ?? process.cwd();
const root = (): string => resolve(from, program.opts<{ root: string }>().root);

const program = new Command("github")
  .description("What the workflows on GitHub run, and the check of the workflows themselves.")
  .option("--root <folder>", "the repository", resolve(import.meta.dirname, "../../.."))
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command("check")
  .description("lint .github/workflows with actionlint, and hold it to this repository's policy")
  .action(async () => {
    const { files, faults } = await checkWorkflows(join(root(), ".github/workflows"));
    for (const { file, line, column, rule, message } of faults) {
      console.error(`.github/workflows/${file}:${line}:${column} ${rule}: ${message}`);
    }
    console.log(`${files.length} workflows, ${faults.length} faults`);
    if (faults.length > 0) process.exitCode = 1;
  });

program
  .command("comment-contract-diff")
  .description("say on a pull request what it changes in the contract (after a run on it)")
  .argument("<folder>", "what that run left: contract-diff.json and contract-diff.md")
  .action(async (folder: string) => {
    const event = JSON.parse(await readFile(needed("GITHUB_EVENT_PATH"), "utf8")) as FollowedRun;
    const repository = openRepository(process.env);
    console.log(await commentContractDiff(repository, event, resolve(from, folder)));
  });

program
  .command("report-drift")
  .description("keep an issue open for as long as the contract and a published document differ")
  .argument("<file>", "the published document")
  .option("--contract <file>", "the contract (default: this repository's)")
  .option("--deviations <file>", "the differences that are meant (default: openapi/DEVIATIONS.md)")
  .action(async (file: string, options: Record<string, string>) => {
    const args = Object.entries(options).map(([name, path]) => `--${name}=${resolve(from, path)}`);
    const repository = openRepository(process.env);
    console.log(await reportDrift(repository, [resolve(from, file), ...args], process.env));
  });

program
  .command("release-state")
  .description("print what this commit asks for: version, publish or nothing")
  .action(async () => {
    const { next, version } = await readReleaseState(root());
    const output = process.env["GITHUB_OUTPUT"];
    if (output !== undefined) await appendFile(output, `next=${next}\nversion=${version}\n`);
    console.log(`${next} (${version})`);
  });

program
  .command("propose-release")
  .description("push the commit of `pnpm release version` to its branch, and open a pull request")
  .option("--base <branch>", "the branch to merge into", "main")
  .action(async ({ base }: { base: string }) => {
    console.log(await proposeRelease(openRepository(process.env), root(), base));
  });

program
  .command("publish-notes")
  .description("show the notes of a version among the repository's releases")
  .argument("<version>", "the version, whose tag is pushed")
  .argument("<file>", "its notes, in Markdown")
  .action(async (version: string, file: string) => {
    console.log(await publishNotes(openRepository(process.env), version, resolve(from, file)));
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof EnvironmentError ? 2 : 1;
}

/** @throws {EnvironmentError} The variable is missing. */
function needed(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new EnvironmentError(`${name} missing: a workflow sets it`);
}
