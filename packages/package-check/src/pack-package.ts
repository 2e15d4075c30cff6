import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

import HOUSE from "../../../package.json" with { type: "json" };

/**
 * Packs a package as it would be published.
 *
 * @param folder The package's folder.
 * @param destination An existing folder for the tarball.
 * @returns The tarball's path.
 * @throws {Error} pnpm cannot pack it; the message is pnpm's.
 */
export async function packPackage(folder: string, destination: string): Promise<string> {
  const args = ["pack", "--json", "--pack-destination", destination];
  const [command, ...before] = findPnpm();
  const { stdout } = await promisify(execFile)(command, [...before, ...args], { cwd: folder });
  const { filename } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as { filename: string };
  return resolve(folder, filename);
}

/**
 * The pnpm that runs this script, or else, as in the scripts of the house, the one that it is pinned to.
 *
 * @returns A command and its first arguments.
 */
export function findPnpm(): [string, ...string[]] {
  const { npm_execpath: running = "" } = process.env;
  if (!/pnpm[^/\\]*$/.test(running)) {
    return ["npx", "-y", HOUSE.packageManager];
  }
  return /\.[cm]?js$/.test(running) ? [process.execPath, running] : [running];
}
