import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import {
  checkPackage,
  findPnpm,
  packPackage,
  readTarball,
  type Tarball,
} from "@chatkit-contract/package-check";

import { CONTRACT_CARRIER } from "./contract-version.ts";
import { RefusedError } from "./refused-error.ts";
import { runCommand } from "./run-command.ts";
import { sortByDependencies, type Carrier } from "./workspace.ts";

/** A package as it will be published. */
export interface PackedPackage {
  name: string;
  version: string;
  /** The tarball's path. */
  tarball: string;
  /** The SHA-512 of the tarball, as registries write it. */
  integrity: string;
}

/** Where packages are packed to, and who hears of it. */
export interface PackOptions {
  /** An existing folder's contents are lost. */
  destination: string;
  signal?: AbortSignal | undefined;
  report: (line: string) => void;
}

/**
 * Builds packages, packs them, and judges the very tarballs that will be published. A bill of materials is written
 * beside each.
 *
 * @returns The packages, each after those that it depends on.
 * @throws {RefusedError} A tarball is not fit to be published. The message says everything that is wrong.
 */
export async function packPackages(
  root: string,
  carriers: readonly Carrier[],
  { destination, signal, report }: PackOptions,
): Promise<PackedPackage[]> {
  report(`building ${carriers.length} packages`);
  const filters = carriers.map(({ name }) => `--filter=${name}`);
  const turbo = join(root, "node_modules/.bin/turbo");
  const options = ["--ui=stream", "--output-logs=errors-only"];
  await runCommand(turbo, ["run", "build", ...filters, ...options], { cwd: root, signal });
  await rm(destination, { recursive: true, force: true });
  await mkdir(destination, { recursive: true });
  const packed: PackedPackage[] = [];
  const problems: string[] = [];
  for (const carrier of await sortByDependencies(carriers)) {
    signal?.throwIfAborted();
    const tarball = await packPackage(carrier.folder, destination);
    const integrity = `sha512-${createHash("sha512")
      .update(await readFile(tarball))
      .digest("base64")}`;
    report(`judging ${basename(tarball)}`);
    const contents = await readTarball(tarball);
    const found = [
      ...(await checkPackage(tarball)),
      ...identityProblems(contents, carrier, carriers),
      ...(await writeMaterials(root, contents, tarball, signal)),
    ];
    problems.push(...found.map((problem) => `${carrier.name}: ${problem}`));
    packed.push({ name: carrier.name, version: carrier.version, tarball, integrity });
  }
  if (problems.length > 0) {
    throw new RefusedError(
      `The tarballs are not fit to be published:\n  ${problems.join("\n  ")}`,
      "mend what each line says in the package, commit it, and run it again",
    );
  }
  return packed;
}

/** Packages of one version go together: each says its own, holds its contract, and asks for exactly the others'. */
function identityProblems(
  { manifest, files }: Tarball,
  { name, version }: Carrier,
  carriers: readonly Carrier[],
): string[] {
  const own = `${manifest.name}@${manifest.version}`;
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies }).filter(
    ([dependency, range]) =>
      carriers.some((carrier) => carrier.name === dependency) && range !== version,
  );
  const problems = loose.map(
    ([dependency, range]) => `it asks for ${dependency} ${range}, and not for ${version} alone`,
  );
  if (own !== `${name}@${version}`) problems.push(`it calls itself ${own}, and not ${version}`);
  if (name === CONTRACT_CARRIER) {
    const contract = JSON.parse(files.get("openapi.gen.json") ?? "{}") as {
      info?: { version?: string };
    };
    if (contract.info?.version !== version) {
      problems.push(`its contract is ${contract.info?.version ?? "missing"}, and not ${version}`);
    }
  }
  return problems;
}

/** Writes the bill of materials as CycloneDX: pnpm makes it of the lockfile, which says what was built with. */
async function writeMaterials(
  root: string,
  { manifest }: Tarball,
  tarball: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const file = tarball.replace(/\.tgz$/, ".cdx.json");
  const [pnpm, ...before] = findPnpm();
  const kind = ["--sbom-format", "cyclonedx", "--sbom-type", "library", "--prod", "--split"];
  // pnpm names the file as it names the tarball.
  const out = join(dirname(tarball), "%s-%v.cdx.json");
  const args = [...before, "--filter", manifest.name, "sbom", ...kind, "--out", out];
  await runCommand(pnpm, args, { cwd: root, signal });
  const bill = JSON.parse(await readFile(file, "utf8")) as {
    metadata: { component: { purl: string } };
    components?: { purl: string }[];
  };
  const listed = new Set(bill.components?.map(({ purl }) => purl.replace(/@[^@]*$/, "")));
  const missing = Object.keys(manifest.dependencies ?? {}).filter(
    (name) => !listed.has(packageUrl(name)),
  );
  const described = bill.metadata.component.purl;
  const own = `${packageUrl(manifest.name)}@${manifest.version}`;
  return [
    ...missing.map((name) => `its bill of materials does not list ${name}`),
    ...(described === own ? [] : [`its bill of materials is that of ${described}`]),
  ];
}

/** What a package is called in bills of materials (https://github.com/package-url/purl-spec). */
function packageUrl(name: string): string {
  return `pkg:npm/${name.replace("@", "%40")}`;
}
