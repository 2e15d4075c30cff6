import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import semver from "semver";

import type { Contract } from "./contract.ts";
import type { Weight } from "./weight.ts";

/** A contract as it was released. */
export interface Release extends Contract {
  version: string;
}

/** What a release runs with. */
export interface Compatibility {
  /** The day of the release, UTC. */
  date: string;
  /** What changed in the contract since the release before; null for the first. */
  change: Weight | null;
  /** The API: where it is, and the headers that say which. */
  api: string[];
  /** The Node that each package asks for. */
  node: Record<string, string>;
  /** The oldest TypeScript that compiles the packages' types. */
  typescript: string;
  /** The SHA-256 of the published document that the contract was held against; null if it was against none. */
  published: string | null;
}

/** A release that is not there, or is not what was released. The message is one line and says what to do. */
export class ReleaseError extends Error {
  override name = "ReleaseError";
}

interface Manifest {
  version: string;
  /** What the files hold, as SHA-256 by their path. */
  files: Record<string, string>;
  /** What the release runs with. */
  compatibility: Compatibility;
  /** The SHA-256 of the manifest of the release before, so that no release can be rewritten alone. */
  previous: string | null;
}

const MANIFEST = "release.json";
const DOCUMENT = "contract.json";

/** The versions that were released, the oldest first. */
export async function listReleases(folder: string): Promise<string[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  return names.filter((name) => semver.valid(name) === name).toSorted(semver.compare);
}

/**
 * Keeps a contract and the types made from it as released. The folder of a release is written once.
 *
 * @param folder Where releases are kept: `openapi/released`.
 * @param compatibility What the release runs with.
 * @returns The folder of the release.
 * @throws {ReleaseError} The version was released already, or is lower than the last one.
 */
export async function writeRelease(
  folder: string,
  release: Release,
  compatibility: Compatibility,
): Promise<string> {
  const { version, document, files } = release;
  const last = (await listReleases(folder)).at(-1);
  if (last !== undefined && semver.lte(version, last)) {
    throw new ReleaseError(`${version} cannot be released: ${last} was released already`);
  }
  const target = join(folder, version);
  const contents: Record<string, string> = {
    [DOCUMENT]: `${JSON.stringify(document, null, 2)}\n`,
    ...files,
  };
  const manifest: Manifest = {
    version,
    files: Object.fromEntries(
      Object.entries(contents).map(([path, text]) => [keptPath(path), digest(text)] as const),
    ),
    compatibility,
    previous:
      last === undefined ? null : digest(await readFile(join(folder, last, MANIFEST), "utf8")),
  };
  for (const [path, text] of [
    ...Object.entries(contents),
    [MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`] as const,
  ]) {
    const file = join(target, keptPath(path));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return target;
}

/**
 * Reads a contract as it was released.
 *
 * @throws {ReleaseError} It was not released, or is not what was released.
 */
export async function readRelease(folder: string, version: string): Promise<Release> {
  const versions = await listReleases(folder);
  if (!versions.includes(version)) {
    const known =
      versions.length > 0 ? `released are ${versions.join(", ")}` : "nothing is released";
    throw new ReleaseError(`${version} was never released; ${known}`);
  }
  const manifest = await readManifest(join(folder, version), version);
  const contents = new Map<string, string>();
  for (const [path, expected] of Object.entries(manifest.files)) {
    const text = await readFile(join(folder, version, path), "utf8").catch(() => undefined);
    if (text === undefined || digest(text) !== expected) throw edited(version, path);
    contents.set(path, text);
  }
  const { [DOCUMENT]: document = "{}", ...files } = Object.fromEntries(contents);
  return {
    version,
    document: JSON.parse(document) as Contract["document"],
    files: Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path.replace(/\.ts$/, ".gen.ts"), text]),
    ),
  };
}

/**
 * Checks that no release was edited, added or taken out after the fact.
 *
 * @throws {ReleaseError} One was.
 */
export async function checkReleases(folder: string): Promise<void> {
  let previous: string | null = null;
  for (const version of await listReleases(folder)) {
    await readRelease(folder, version);
    const manifest = await readManifest(join(folder, version), version);
    if (manifest.previous !== previous || manifest.version !== version) {
      throw edited(version, MANIFEST);
    }
    previous = digest(await readFile(join(folder, version, MANIFEST), "utf8"));
  }
}

/**
 * What a release runs with, as it was when it was released.
 *
 * @throws {ReleaseError} It was not released, or is not what was released.
 */
export async function readCompatibility(folder: string, version: string): Promise<Compatibility> {
  return (await readManifest(join(folder, version), version)).compatibility;
}

/**
 * The SHA-256 of a release's manifest, which has those of its files and of the release before: one number for it all.
 *
 * @throws {ReleaseError} It was not released.
 */
export async function digestRelease(folder: string, version: string): Promise<string> {
  try {
    return digest(await readFile(join(folder, version, MANIFEST), "utf8"));
  } catch {
    throw edited(version, MANIFEST);
  }
}

async function readManifest(folder: string, version: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(folder, MANIFEST), "utf8")) as Manifest;
  } catch {
    throw edited(version, MANIFEST);
  }
}

function edited(version: string, path: string): ReleaseError {
  return new ReleaseError(
    `openapi/released/${version}/${path} is not what was released; restore it: git checkout -- openapi/released`,
  );
}

/** Kept files have no `.gen.` in their names: those are ignored by git and removed by the generator. */
function keptPath(path: string): string {
  return path.replace(/\.gen\.ts$/, ".ts");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
