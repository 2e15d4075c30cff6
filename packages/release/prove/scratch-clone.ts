import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import { findPnpm } from "@chatkit-contract/package-check";

import { runProgram, runToEnd, type Ended, type RunOptions } from "./run-program.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");

/** A repository with everything of this one, what is not committed here included, that can be released from. */
export interface ScratchClone {
  root: string;
  /** Runs a script of the root with pnpm, `release --dry-run`. */
  pnpm: (args: string[], options?: Partial<RunOptions>) => Promise<Ended>;
  git: (...args: string[]) => Promise<string>;
  /** Commits everything, and returns the commit. */
  commit: (message: string) => Promise<string>;
  /** Puts everything back to a commit. */
  reset: (commit: string) => Promise<void>;
  read: (path: string) => Promise<string>;
  write: (path: string, text: string) => Promise<void>;
  remove: (path: string) => Promise<void>;
  /** Replaces a text in a file; what is not there cannot be replaced. */
  replace: (path: string, from: string, to: string) => Promise<void>;
}

/** Copies this repository into a folder, commits it there, and installs it. */
export async function createScratchClone(
  root: string,
  env: Readonly<Record<string, string>>,
): Promise<ScratchClone> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = await runToEnd("git", args, { cwd: HOUSE });
  for (const path of listed.split("\0")) {
    // Deleted files stay listed until that is committed.
    if (path === "" || !existsSync(join(HOUSE, path))) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await cp(join(HOUSE, path), join(root, path));
  }
  const git = (...gitArgs: string[]): Promise<string> => runToEnd("git", gitArgs, { cwd: root });
  await git("init", "--quiet", "--initial-branch=main");
  await git("config", "user.name", "A Releaser");
  await git("config", "user.email", "releaser@example.com");
  const [command, ...before] = findPnpm();
  const pnpm = (pnpmArgs: string[], options: Partial<RunOptions> = {}): Promise<Ended> =>
    runProgram(command, [...before, ...pnpmArgs], {
      cwd: root,
      ...options,
      env: { ...env, ...options.env },
    });
  const installed = await pnpm(["install", "--frozen-lockfile", "--prefer-offline"]);
  if (installed.code !== 0) throw new Error(installed.output);
  const clone: ScratchClone = {
    root,
    pnpm,
    git,
    commit: async (message) => {
      await git("add", "--all");
      await git("commit", "--quiet", "--message", message);
      return (await git("rev-parse", "HEAD")).trim();
    },
    reset: async (commit) => {
      await git("reset", "--quiet", "--hard", commit);
      await git("clean", "--force", "-d", "--quiet");
    },
    read: (path) => readFile(join(root, path), "utf8"),
    write: (path, text) => writeFile(join(root, path), text),
    remove: (path) => rm(join(root, path)),
    replace: async (path, from, to) => {
      const text = await clone.read(path);
      if (!text.includes(from)) throw new Error(`${path}: no ${from}`);
      await clone.write(path, text.replaceAll(from, to));
    },
  };
  await clone.commit("everything as it is");
  return clone;
}
