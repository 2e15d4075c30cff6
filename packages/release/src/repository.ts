import { rm } from "node:fs/promises";
import { join } from "node:path";

import { RefusedError } from "./refused-error.ts";
import { CommandError, runCommand } from "./run-command.ts";

/** What versioning adds to a repository, beside what it changes. */
const MADE = /(^|\/)CHANGELOG\.md$|^openapi\/released\/|^\.changeset\//;

/**
 * Refuses a tree that is not what is committed: what is released has to be found again by its commit.
 *
 * @throws {RefusedError} There is no repository, or something is not committed.
 */
export async function assertCommitted(root: string): Promise<void> {
  const status = await git(root, ["status", "--porcelain"]).catch((error: unknown) => {
    throw new RefusedError(
      `${root} is no git repository, or git is not there.`,
      "release from a clone of the repository",
      { cause: error },
    );
  });
  const changed = status.split("\n").filter((line) => line !== "");
  if (changed.length === 0) return;
  const some = changed.slice(0, 5).map((line) => line.slice(3));
  const more = changed.length > some.length ? ` and ${changed.length - some.length} more` : "";
  throw new RefusedError(
    `Not everything is committed: ${some.join(", ")}${more}.`,
    "commit it, or put it away with git stash --include-untracked",
  );
}

/** @throws {RefusedError} git does not know who commits. */
export async function assertIdentity(root: string): Promise<void> {
  try {
    await git(root, ["var", "GIT_COMMITTER_IDENT"]);
  } catch (error) {
    throw new RefusedError(
      "git does not know in whose name to commit and tag.",
      "set it with git config user.name and git config user.email",
      { cause: error },
    );
  }
}

/** Commits everything that changed. */
export async function commitEverything(root: string, message: string): Promise<void> {
  await git(root, ["add", "--all"]);
  await git(root, ["commit", "--quiet", "--message", message]);
}

/** Undoes what versioning has written into a tree that was committed before. */
export async function restoreTree(root: string): Promise<void> {
  await git(root, ["restore", "--source=HEAD", "--staged", "--worktree", "."]);
  // Folders that are new as a whole are named as such; git clean would leave them behind, empty.
  const status = await git(root, ["status", "--porcelain", "--untracked-files=normal"]);
  for (const [, path = ""] of status.matchAll(/^\?\? (.*)$/gm)) {
    if (MADE.test(path)) await rm(join(root, path), { recursive: true });
  }
}

/** The commit that is checked out. */
export async function readHead(root: string): Promise<string> {
  return (await git(root, ["rev-parse", "HEAD"])).trim();
}

/** The commit that a tag is on; undefined without the tag. */
export async function readTag(root: string, tag: string): Promise<string | undefined> {
  try {
    return (await git(root, ["rev-parse", "--verify", "--quiet", `refs/tags/${tag}^{}`])).trim();
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** Tags the commit that is checked out. */
export async function writeTag(root: string, tag: string, message: string): Promise<void> {
  await git(root, ["tag", "--annotate", "--message", message, tag]);
}

function git(root: string, args: string[]): Promise<string> {
  return runCommand("git", args, { cwd: root });
}
