import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

import { getPackages } from "@manypkg/get-packages";
import { onTestFinished } from "vitest";

const HOUSE = resolve(import.meta.dirname, "../../..");

/** A copy of what a release looks at: the contract, its releases, the packages' manifests and the changesets' settings. */
export interface ScratchRepository {
  root: string;
  /** Replaces a text in a file; what is not there cannot be replaced. */
  replace: (path: string, from: string, to: string) => Promise<void>;
  write: (path: string, text: string) => Promise<void>;
  read: (path: string) => Promise<string>;
}

/** Copies what a release looks at into a folder that is removed when the test ends. No changeset is pending there. */
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
      filter: (source) => !/\/(node_modules|\.turbo|test)$/.test(source),
    });
  }
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
