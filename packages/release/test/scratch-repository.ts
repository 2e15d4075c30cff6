import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { getPackages } from "@manypkg/get-packages";
import { onTestFinished } from "vitest";

import { generateContractTypes } from "../src/contract.ts";
import { setReleaseDigest } from "../src/contract-version.ts";
import {
  digestRelease,
  listReleases,
  readCompatibility,
  readRelease,
  writeRelease,
  type Release,
} from "../src/released.ts";
import { findCarriers, placesOf } from "../src/workspace.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");
const RELEASED = join(HOUSE, "openapi/released");

/** What every scratch repository has released, whatever this repository has by now. */
export const SCRATCH_VERSION = "0.1.0";

/** A copy of what a release looks at: the contract, its releases, the packages' manifests and the changesets' settings. */
export interface ScratchRepository {
  root: string;
  /** Replaces a text in a file; what is not there cannot be replaced. */
  replace: (path: string, from: string, to: string) => Promise<void>;
  write: (path: string, text: string) => Promise<void>;
  read: (path: string) => Promise<string>;
}

/**
 * The last released contract of this repository, as if scratch repositories had released it with the generator of today:
 * what that writes differently is no change of theirs.
 */
export async function readScratchRelease(): Promise<Release> {
  const last = (await listReleases(RELEASED)).at(-1) ?? "";
  const { document: released } = await readRelease(RELEASED, last);
  const document = { ...released, info: { ...released.info, version: SCRATCH_VERSION } };
  return { version: SCRATCH_VERSION, document, files: await generateContractTypes(document) };
}

/**
 * Copies what a release looks at into a folder that is removed when the test ends. Its contract is the last released
 * one, as a single file of JSON, and nothing is pending there: neither an edit nor a release of this repository shows.
 */
export async function buildScratchRepository(): Promise<ScratchRepository> {
  const root = await mkdtemp(join(tmpdir(), "release-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const { packages } = await getPackages(HOUSE);
  const manifests = packages.map(({ relativeDir }) => join(relativeDir, "package.json"));
  for (const path of [
    ...manifests,
    "package.json",
    "pnpm-workspace.yaml",
    "openapi",
    ".changeset/config.json",
  ]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await cp(join(HOUSE, path), join(root, path), {
      recursive: true,
      filter: (source) => !/\/(node_modules|\.turbo|test|released)$/.test(source),
    });
  }
  await writeScratchRelease(root);
  const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");
  return {
    root,
    read,
    write: (path, text) => writeFile(join(root, path), text),
    replace: async (path, from, to) => {
      const text = await read(path);
      if (!text.includes(from)) throw new Error(`${path}: no ${from}`);
      await writeFile(join(root, path), text.replaceAll(from, to));
    },
  };
}

async function writeScratchRelease(root: string): Promise<void> {
  const { contract, released } = placesOf(root);
  const release = await readScratchRelease();
  // YAML takes JSON.
  await writeFile(contract, `${JSON.stringify(release.document, null, 2)}\n`);
  const last = (await listReleases(RELEASED)).at(-1) ?? "";
  await writeRelease(released, release, await readCompatibility(RELEASED, last));
  const carriers = await findCarriers(root);
  for (const { folder, version } of carriers) {
    const file = join(folder, "package.json");
    const text = await readFile(file, "utf8");
    const own = `"version": "${version}"`;
    await writeFile(file, text.replace(own, `"version": "${SCRATCH_VERSION}"`));
  }
  await setReleaseDigest(carriers, await digestRelease(released, SCRATCH_VERSION));
}
