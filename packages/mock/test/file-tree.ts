import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** The files below a folder, what is installed aside: their paths from there, and a digest of each. */
export type FileTree = ReadonlyMap<string, string>;

/** Reads the files below a folder. */
export async function readTree(folder: string): Promise<FileTree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/node_modules/"));
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, string]> => {
        const digest = createHash("sha256").update(await readFile(path));
        return [relative(folder, path), digest.digest("hex")];
      }),
    ),
  );
}

/** The paths of files that are in one tree alone, or differ. */
export function compareTrees(before: FileTree, after: FileTree): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).toSorted();
}
