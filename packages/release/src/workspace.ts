import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Manifest } from "@chatkit-contract/package-check";
import { getPackages, type Package } from "@manypkg/get-packages";

/** A package of the workspace that is published and carries the contract. */
export interface Carrier {
  name: string;
  version: string;
  folder: string;
}

const CONTRACT_PACKAGE = "@chatkit-contract/openapi";

/** Where things stand in a repository. */
export function placesOf(root: string) {
  return {
    contract: join(root, "openapi/openapi.yaml"),
    released: join(root, "openapi/released"),
    changesets: join(root, ".changeset"),
    changeset: join(root, ".changeset/contract.md"),
  };
}

/**
 * The published packages that carry the contract: those whose dependencies, of whatever kind, lead to it within the
 * workspace. In the order of their names.
 */
export async function findCarriers(root: string): Promise<Carrier[]> {
  const { packages } = await getPackages(root);
  const byName = new Map(packages.map((each) => [each.packageJson.name, each]));
  const carries = (name: string, above: readonly string[]): boolean =>
    name === CONTRACT_PACKAGE ||
    dependenciesOf(byName.get(name)).some(
      (dependency) =>
        byName.has(dependency) &&
        !above.includes(dependency) &&
        carries(dependency, [...above, name]),
    );
  return packages
    .filter(({ packageJson }) => packageJson.private !== true && carries(packageJson.name, []))
    .map(({ dir, packageJson }) => ({
      name: packageJson.name,
      version: packageJson.version,
      folder: dir,
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Packages so that each comes after those that it depends on: who installs one finds all that it needs. */
export async function sortByDependencies(carriers: readonly Carrier[]): Promise<Carrier[]> {
  const waiting = await Promise.all(
    carriers.map(async (carrier) => {
      const { dependencies, peerDependencies } = await readManifest(carrier.folder);
      return { carrier, needs: Object.keys({ ...dependencies, ...peerDependencies }) };
    }),
  );
  const sorted: Carrier[] = [];
  while (waiting.length > 0) {
    const names = waiting.map(({ carrier }) => carrier.name);
    // Where packages need each other, the first is as good as any.
    const free = waiting.findIndex(({ needs }) => !needs.some((name) => names.includes(name)));
    sorted.push(...waiting.splice(Math.max(free, 0), 1).map(({ carrier }) => carrier));
  }
  return sorted;
}

/** What a package.json says. */
export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

function dependenciesOf(found: Package | undefined): string[] {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } =
    found?.packageJson ?? {};
  return Object.keys({
    ...dependencies,
    ...devDependencies,
    ...peerDependencies,
    ...optionalDependencies,
  });
}
