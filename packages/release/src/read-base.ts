import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { InvalidContractError } from "@chatkit-contract/codegen";
import semver from "semver";

import { readContract } from "./contract.ts";
import { listReleases, readRelease, ReleaseError, type Release } from "./released.ts";
import { placesOf } from "./workspace.ts";

const run = promisify(execFile);

/** What a contract is compared with, and its name in words. */
export interface Base {
  release: Release;
  /** `0.1.0`, `git:main`, `old.yaml`. */
  label: string;
}

/**
 * Reads the contract to compare with. The types of a release are those that were released; those of a file or a
 * commit are made by the generator of today.
 *
 * @param against A released version, a file, or `git:` and a branch, tag or commit. Default: the last release.
 * @param from The folder that a file's path is meant from. Default: the current one.
 * @throws {ReleaseError} There is no such release, file or commit, or its contract cannot be read.
 */
export async function readBase(
  root: string,
  against?: string,
  from: string = process.cwd(),
): Promise<Base> {
  const { released } = placesOf(root);
  if (against === undefined) {
    const last = (await listReleases(released)).at(-1);
    if (last === undefined) {
      throw new ReleaseError("nothing is released yet; name a file or a commit with --against");
    }
    return { release: await readRelease(released, last), label: last };
  }
  if (against.startsWith("git:")) {
    return { release: await readCommit(root, against.slice("git:".length)), label: against };
  }
  const file = resolve(from, against);
  if (existsSync(file)) return { release: await readFileAsRelease(file, against), label: against };
  if (semver.valid(against) === against) {
    return { release: await readRelease(released, against), label: against };
  }
  throw new ReleaseError(
    `${against}: neither a released version, nor a file, nor git:REF; released are ${(await listReleases(released)).join(", ") || "none"}`,
  );
}

async function readCommit(root: string, ref: string): Promise<Release> {
  const folder = await mkdtemp(join(tmpdir(), "contract-"));
  // An index of its own: the commit is written out without touching what is checked out or staged.
  const options = { cwd: root, env: { ...process.env, GIT_INDEX_FILE: join(folder, "index") } };
  try {
    const revision = ref.startsWith("-") || ref === "" ? "" : `${ref}:openapi`;
    try {
      await run("git", ["read-tree", revision], options);
      await run("git", ["checkout-index", "--all", `--prefix=${folder}/openapi/`], options);
    } catch {
      throw new ReleaseError(
        `git:${ref}: no such branch, tag or commit with a contract in openapi/`,
      );
    }
    return await readFileAsRelease(join(folder, "openapi/openapi.yaml"), `git:${ref}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readFileAsRelease(file: string, label: string): Promise<Release> {
  try {
    const contract = await readContract(file);
    return { ...contract, version: contract.document.info.version };
  } catch (error) {
    if (!(error instanceof InvalidContractError)) throw error;
    throw new ReleaseError(`${label}: types cannot be made of it\n${error.message}`);
  }
}
