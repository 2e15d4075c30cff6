import { readFile } from "node:fs/promises";

import { parseTarGzip } from "nanotar";

import type { Manifest } from "./published.ts";

/** A tarball as it would be installed. */
export interface Tarball {
  bytes: Uint8Array<ArrayBuffer>;
  manifest: Manifest;
  /** The files by their path within the package, as text. */
  files: ReadonlyMap<string, string>;
  /** What is neither a file nor a folder, such as a link. */
  others: readonly string[];
}

/**
 * Reads a package's tarball.
 *
 * @throws {Error} It is no tarball, or holds no package.json.
 */
export async function readTarball(path: string): Promise<Tarball> {
  const bytes = new Uint8Array(await readFile(path));
  const entries = await parseTarGzip(bytes);
  const inside = entries.map((entry) => ({ ...entry, text: entry.text, name: within(entry.name) }));
  const files = new Map(
    inside.filter(({ type }) => type === "file").map(({ name, text }) => [name, text] as const),
  );
  const manifest = files.get("package.json");
  if (manifest === undefined) throw new Error(`${path} holds no package.json`);
  return {
    bytes,
    manifest: JSON.parse(manifest) as Manifest,
    files,
    others: inside
      .filter(({ type }) => type !== "file" && type !== "directory")
      .map(({ name }) => name),
  };
}

/** Every path of a package's tarball begins with one folder, whatever it is called. */
function within(path: string): string {
  return path.replace(/^[^/]*\//, "");
}
