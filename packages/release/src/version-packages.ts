import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { getReleasePlan } from "@changesets/get-release-plan";
import semver from "semver";

import { checkRelease, renderCheck, type CheckResult } from "./check.ts";
import { readCompatibilityOfNow, writeCompatibility } from "./compatibility.ts";
import { setContractVersion, setReleaseDigest } from "./contract-version.ts";
import { readContract } from "./contract.ts";
import { RefusedError } from "./refused-error.ts";
import { digestRelease, listReleases, writeRelease } from "./released.ts";
import { runCommand } from "./run-command.ts";
import { findCarriers, placesOf } from "./workspace.ts";

/** How versions are raised, and who hears of it. */
export interface VersionOptions {
  /** Makes a snapshot of this name: a prerelease of what is pending, which leaves no trace in the repository. */
  snapshot?: string | undefined;
  signal?: AbortSignal | undefined;
  report: (line: string) => void;
}

/**
 * Raises the versions as the pending changesets say, with the changelogs, the contract's own version, what is kept of
 * the release, and the table of the README. Nothing is committed.
 *
 * @returns The new version.
 * @throws {RefusedError} The check fails, or nothing is pending.
 */
export async function versionPackages(
  root: string,
  { snapshot, signal, report }: VersionOptions,
): Promise<string> {
  report("checking the contract against the last release");
  await assertChecked(root);
  if (!(await isPending(root))) {
    throw new RefusedError(
      "Nothing is pending: no changeset asks for a release.",
      "add one with pnpm changeset, or after an edit of the contract with pnpm contract:changeset",
    );
  }
  report("raising versions and writing changelogs");
  const changesets = join(root, "node_modules/@changesets/cli/bin.js");
  const args = snapshot === undefined ? [] : ["--snapshot", snapshot];
  await runCommand(process.execPath, [changesets, "version", ...args], { cwd: root, signal });
  const carriers = await findCarriers(root);
  const [{ version } = { version: "" }] = carriers;
  await setContractVersion(root, version);
  // The changelogs of a snapshot are for nobody.
  const { judgement } = await assertChecked(root);
  if (semver.prerelease(version) === null) {
    report(`keeping the contract as openapi/released/${version}`);
    const { released, contract } = placesOf(root);
    const now = await readContract(contract);
    const isFirst = (await listReleases(released)).length === 0;
    const compatibility = await readCompatibilityOfNow(now.document, carriers, {
      date: new Date().toISOString().slice(0, 10),
      change: isFirst ? null : (judgement?.weight ?? "none"),
      published: await holdAgainstPublished(root, signal),
    });
    await writeRelease(released, { ...now, version }, compatibility);
    const manifest = await setReleaseDigest(carriers, await digestRelease(released, version));
    await writeCompatibility(root);
    await format(root, [manifest, join(root, "README.md")], signal);
    await assertChecked(root);
  }
  return version;
}

/**
 * Whether changesets ask for a release.
 *
 * @throws {Error} They cannot be read.
 */
export async function isPending(root: string): Promise<boolean> {
  const { releases } = await getReleasePlan(root);
  return releases.some(({ newVersion, oldVersion }) => newVersion !== oldVersion);
}

/** @throws {RefusedError} The check fails. The message is the check's. */
export async function assertChecked(root: string): Promise<CheckResult> {
  const result = await checkRelease(root);
  if (result.problems.length === 0) return result;
  throw new RefusedError(renderCheck(result), "then run pnpm contract:check until it passes");
}

/** Holds the contract against the published document of today, where there is one. Its SHA-256 goes into the release. */
async function holdAgainstPublished(
  root: string,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const published = process.env["CHATKIT_PUBLISHED"];
  if (!published) return null;
  await runCommand(process.execPath, [join(root, "openapi/compare/main.ts"), published], {
    cwd: root,
    signal,
  });
  // What an address held cannot be held against again.
  if (/^https?:/.test(published)) return null;
  return createHash("sha256")
    .update(await readFile(published))
    .digest("hex");
}

async function format(root: string, files: string[], signal?: AbortSignal): Promise<void> {
  await runCommand(join(root, "node_modules/.bin/oxfmt"), files, { cwd: root, signal });
}
