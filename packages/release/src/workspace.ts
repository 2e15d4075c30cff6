import { join } from "node:path";

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
