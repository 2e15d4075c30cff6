import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { RefusedError } from "./refused-error.ts";
import { placesOf, readManifest, type Carrier } from "./workspace.ts";

/** The package that holds the contract itself, as JSON. */
export const CONTRACT_CARRIER = "@chatkit-contract/types";

/**
 * Sets the contract's version.
 *
 * @throws {RefusedError} `info.version` is not where it can be found.
 */
export async function setContractVersion(root: string, version: string): Promise<void> {
  const { contract } = placesOf(root);
  const before = await readFile(contract, "utf8");
  // A line of text, so that everything else of the file stays as it was written.
  const now = before.replace(/^(info:\n(?: .*\n)*? {2}version: ).*$/m, `$1${version}`);
  if (!now.includes(`\n  version: ${version}\n`)) {
    throw new RefusedError(
      "openapi/openapi.yaml has no line `  version: …` under `info:`.",
      "write it there, on a line of its own",
    );
  }
  await writeFile(contract, now);
}

/**
 * Writes the digest of a release into the package that carries the contract. Registries show it with the version, and
 * no version of theirs can be changed: what is kept of a release is proved by them.
 *
 * @returns The package.json.
 */
export async function setReleaseDigest(
  carriers: readonly Carrier[],
  digest: string,
): Promise<string> {
  const folder = findContractCarrier(carriers);
  const file = join(folder, "package.json");
  const manifest = { ...(await readManifest(folder)), contract: { release: digest } };
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
  return file;
}

/** The digest of the last release, as the package says that carries the contract. */
export async function readReleaseDigest(carriers: readonly Carrier[]): Promise<string | undefined> {
  const manifest = await readManifest(findContractCarrier(carriers));
  return (manifest as { contract?: { release?: string } }).contract?.release;
}

function findContractCarrier(carriers: readonly Carrier[]): string {
  const carrier = carriers.find(({ name }) => name === CONTRACT_CARRIER);
  if (carrier === undefined) throw new Error(`${CONTRACT_CARRIER} is not published`);
  return carrier.folder;
}
