import { type Command, InvalidArgumentError } from "commander";
import semver from "semver";

import { assertPublishable, publishPackages } from "./publish-packages.ts";
import { openRegistry, type Registry } from "./registry.ts";
import { RefusedError } from "./refused-error.ts";
import { CommandError } from "./run-command.ts";
import { assertCommitted, assertIdentity, commitEverything, restoreTree } from "./repository.ts";
import { isPending, versionPackages } from "./version-packages.ts";

interface Options {
  dryRun?: boolean;
  tag?: string;
  registry?: string;
}

/** Adds the command `release` to a program, with its parts `version`, `publish` and `snapshot`. */
export function addReleaseCommand(program: Command, rootOf: () => string): void {
  const release = withOptions(program.command("release"))
    .enablePositionalOptions()
    .description(
      "raise the versions and commit that, if changesets are pending, then publish; the parts, for a release by pull request, are version and publish",
    )
    .action(async (options: Options) => {
      await run(async (signal) => {
        const { root, registry } = await open(rootOf(), options, signal);
        const publish = () =>
          publishPackages(root, { ...readOptions(options), registry, signal, report });
        if (!(await isPending(root))) return await publish();
        // What would be refused at the end is refused before anything is written.
        await assertPublishable(root, { ...readOptions(options), registry, report });
        return await restoring(root, options.dryRun === true, async () => {
          const version = await versionPackages(root, { signal, report });
          if (options.dryRun !== true) await commitEverything(root, messageFor(version));
          return await publish();
        });
      });
    });

  release
    .command("version")
    .description("raise the versions, write changelogs, keep the contract, and commit that")
    .action(async () => {
      await run(async (signal) => {
        const root = rootOf();
        await assertCommitted(root);
        await assertIdentity(root);
        return await restoring(root, false, async () => {
          const version = await versionPackages(root, { signal, report });
          await commitEverything(root, messageFor(version));
          return `${version} is committed. Next: pnpm release publish, once it is merged.`;
        });
      });
    });

  withOptions(release.command("publish"))
    .description(
      "build, pack and judge the packages as they are versioned, publish those bytes, and tag",
    )
    .action(async (options: Options) => {
      await run(async (signal) => {
        const { root, registry } = await open(rootOf(), options, signal);
        return await publishPackages(root, { ...readOptions(options), registry, signal, report });
      });
    });

  release
    .command("snapshot")
    .argument(
      "<name>",
      "what it is called, and the registry's tag that it is installed by: pr-12",
      readSnapshotName,
    )
    .option("--dry-run", "do everything but publish")
    .option("--registry <url>", "where to publish (default: npm config get registry)", readUrl)
    .description(
      "publish what is pending as a prerelease of that name, and leave the repository as it is",
    )
    .action(async (name: string, options: Options) => {
      await run(async (signal) => {
        const root = rootOf();
        await assertCommitted(root);
        const registry = await openRegistry(root, { url: options.registry, signal });
        return await restoring(root, true, async () => {
          await versionPackages(root, { snapshot: name, signal, report });
          const snapshot = { ...readOptions(options), tag: name, isSnapshot: true };
          return await publishPackages(root, { ...snapshot, registry, signal, report });
        });
      });
    });
}

function withOptions(command: Command): Command {
  return command
    .option("--dry-run", "do everything but publish and tag, and leave the repository as it is")
    .option(
      "--tag <tag>",
      "the registry's tag to publish under (default: latest, or next for a prerelease next.0)",
      readTag,
    )
    .option("--registry <url>", "where to publish (default: npm config get registry)", readUrl);
}

/** @throws {RefusedError} The repository is in no state to be released from. */
async function open(
  root: string,
  { dryRun, registry }: Options,
  signal: AbortSignal,
): Promise<{ root: string; registry: Registry }> {
  await assertCommitted(root);
  if (dryRun !== true) await assertIdentity(root);
  return { root, registry: await openRegistry(root, { url: registry, signal }) };
}

function readOptions({ dryRun = false, tag }: Options) {
  return { isDryRun: dryRun, tag };
}

/** @throws {InvalidArgumentError} It could be taken for a version, or for an option. */
function readTag(tag: string): string {
  // npm itself refuses tags that are ranges of versions: nobody could install by them.
  if (/^[a-z][a-z0-9.-]*$/i.test(tag) && semver.validRange(tag) === null) return tag;
  throw new InvalidArgumentError(
    "A letter, then letters, digits, dots and dashes, such as next or pr-12.",
  );
}

function readSnapshotName(name: string): string {
  if (name === "latest") throw new InvalidArgumentError("Everybody would get it.");
  return readTag(name);
}

function readUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new InvalidArgumentError("An http or https URL.");
}

function messageFor(version: string): string {
  return `chore(release): version ${version}`;
}

/** Progress is for people; what a command prints to its output is its result. */
function report(line: string): void {
  console.error(`- ${line}`);
}

/** Runs a command until it ends or is stopped, and says how it ended. */
async function run(action: (signal: AbortSignal) => Promise<string>): Promise<void> {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    process.exitCode = 128 + (signal === "SIGINT" ? 2 : 15);
    controller.abort(new Error("stopped"));
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    console.log(await action(controller.signal));
  } catch (error) {
    if (controller.signal.aborted) {
      console.error("Stopped. Run it again to go on: what is published is left alone.");
      return;
    }
    if (!(error instanceof RefusedError) && !(error instanceof CommandError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

/** Undoes what was written and not committed: when it fails, or, if it was only to be tried, in any case. */
async function restoring<T>(root: string, isTrial: boolean, action: () => Promise<T>): Promise<T> {
  try {
    const result = await action();
    if (isTrial) await restoreTree(root);
    return result;
  } catch (error) {
    await restoreTree(root);
    throw error;
  }
}
