import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What a package.json of the house says. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  license?: string;
  files?: string[];
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  engines?: Record<string, string>;
  repository?: string | { url?: string };
  /** `maxTarballBytes` is the most that the package may weigh, packed. */
  config?: { maxTarballBytes?: number };
}

/** A package of the house that anybody can install. */
export interface PublishedPackage {
  folder: string;
  manifest: Manifest;
}

/** Finds every published package of the house: nobody keeps a list. */
export function findPublished(): PublishedPackage[] {
  const packages = resolve(import.meta.dirname, "../..");
  return globSync("*/package.json", { cwd: packages })
    .map((path) => readPackage(dirname(join(packages, path))))
    .filter(({ manifest }) => manifest.private !== true)
    .toSorted((one, other) => one.manifest.name.localeCompare(other.manifest.name));
}

/** @throws {Error} The folder holds no package. */
export function readPackage(folder: string): PublishedPackage {
  const path = join(folder, "package.json");
  if (!existsSync(path)) {
    throw new Error(`${folder} holds no package.json`);
  }
  return { folder, manifest: JSON.parse(readFileSync(path, "utf8")) as Manifest };
}
