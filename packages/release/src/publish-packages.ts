import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

import semver from "semver";

import { CONTRACT_CARRIER } from "./contract-version.ts";
import { packPackages, type PackedPackage } from "./pack-packages.ts";
import { RefusedError } from "./refused-error.ts";
import { awaitVersion, hasTrustedPublishing, reasonOf, type Registry } from "./registry.ts";
import { renderNotes } from "./release-notes.ts";
import { digestRelease, listReleases } from "./released.ts";
import { readHead, readTag, writeTag } from "./repository.ts";
import { CommandError } from "./run-command.ts";
import { assertChecked, isPending } from "./version-packages.ts";
import { findCarriers, placesOf, readManifest, type Carrier } from "./workspace.ts";

/** What is published where, and who hears of it. */
export interface PublishOptions {
  registry: Registry;
  /** The registry's tag that users install by. Default: `latest`; of a prerelease, its own first word. */
  tag?: string | undefined;
  /** Whether everything is done but publishing and tagging. Default: false. */
  isDryRun?: boolean;
  /** Whether it is a snapshot, which is not tagged in git. Default: false. */
  isSnapshot?: boolean;
  signal?: AbortSignal | undefined;
  report: (line: string) => void;
}

/**
 * Publishes the packages at the version that they have, and tags the commit. What a registry has already, to the byte,
 * is left alone: a run that died is finished by the next.
 *
 * @returns What was done, in words.
 * @throws {RefusedError} It must not be published. Nothing was, unless the message says so.
 */
export async function publishPackages(root: string, options: PublishOptions): Promise<string> {
  const { registry, isDryRun = false, isSnapshot = false, signal, report } = options;
  const carriers = await findCarriers(root);
  const version = await assertVersioned(root, carriers);
  const tag = tagFor(version, options.tag);
  const gitTag = isSnapshot ? undefined : `v${version}`;

  await assertPublishable(root, options);
  const tagged = gitTag === undefined ? undefined : await readTag(root, gitTag);
  const there = await Promise.all(carriers.map(({ name }) => registry.readVersion(name, version)));
  if (gitTag !== undefined && tagged !== undefined) {
    if (there.every((each) => each !== undefined)) {
      return `${version} is published and tagged ${gitTag}: nothing to do.`;
    }
    if (tagged !== (await readHead(root))) {
      throw new RefusedError(
        `${gitTag} is another commit, ${tagged.slice(0, 12)}, and ${registry.url} does not have all of it.`,
        `finish it from there: git checkout ${gitTag}, and pnpm release publish`,
      );
    }
  }

  const destination = join(root, ".release", version);
  const packed = await packPackages(root, carriers, { destination, signal, report });
  const left = await findUnpublished(registry, packed);
  const notes = join(destination, "notes.md");
  await writeFile(notes, await renderNotes(version, carriers));
  for (const { name } of packed.filter((each) => !left.includes(each))) {
    report(`${name} ${version} is there already, to the byte`);
  }
  if (isDryRun) {
    return [
      `Dry run: ${left.length} of ${packed.length} packages would be published as ${version}, under the tag ${tag}.`,
      ...packed.map(({ name, integrity }) => `  ${name}@${version} ${integrity}`),
      `Tarballs, bills of materials and notes: ${relative(root, destination)}`,
    ].join("\n");
  }

  await publishEach(left, { registry, tag, signal, report });
  if (gitTag !== undefined && tagged === undefined)
    await writeTag(root, gitTag, `Release ${version}`);
  return [
    `${version} is published under the tag ${tag}: ${packed.map(({ name }) => name).join(", ")}.`,
    `Tarballs, bills of materials and notes: ${relative(root, destination)}`,
    ...(gitTag === undefined ? [] : [`Next: git push --follow-tags, which takes ${gitTag} along.`]),
  ].join("\n");
}

/**
 * Checks, before anything is built, what a registry has to say.
 *
 * @throws {RefusedError} It has later or other releases than this repository, or nobody is signed in.
 */
export async function assertPublishable(
  root: string,
  { registry, tag, isDryRun = false, report }: Omit<PublishOptions, "signal">,
): Promise<void> {
  report(`asking ${registry.url} for its releases`);
  const carriers = await findCarriers(root);
  const [{ version } = { version: "" }] = carriers;
  if (tag === undefined || tag === "latest") await assertLatest(registry, carriers, version);
  await assertKept(root, registry);
  if (!isDryRun) await assertPublisher(registry, carriers);
}

/** What is published has to be what was versioned: checked, and with nothing pending on top. */
async function assertVersioned(root: string, carriers: readonly Carrier[]): Promise<string> {
  const { judgement } = await assertChecked(root);
  const [{ version } = { version: "" }] = carriers;
  const isKept = (await listReleases(placesOf(root).released)).at(-1) === version;
  // A prerelease is not kept: what is judged is its distance from the last release.
  const isVersioned =
    semver.prerelease(version) === null ? isKept && judgement?.weight === "none" : true;
  if (!isVersioned || (await isPending(root))) {
    throw new RefusedError(
      `The packages are ${version}, and what changed since has no version yet.`,
      "run pnpm release version first, or pnpm release for both",
    );
  }
  return version;
}

/** A prerelease is only for those who ask for it. */
function tagFor(version: string, tag: string | undefined): string {
  const [word] = semver.prerelease(version) ?? [];
  const chosen = tag ?? (word === undefined ? "latest" : String(word));
  if (word !== undefined && chosen === "latest") {
    throw new RefusedError(
      `${version} is a prerelease: under the tag latest everybody would get it.`,
      `name another with --tag, or leave it out for ${String(word)}`,
    );
  }
  return chosen;
}

/** @throws {RefusedError} Users have a later version already. */
async function assertLatest(
  registry: Registry,
  carriers: readonly Carrier[],
  version: string,
): Promise<void> {
  const latests = await Promise.all(carriers.map(({ name }) => registry.readLatest(name)));
  for (const [index, { name }] of carriers.entries()) {
    const latest = latests[index];
    if (latest === undefined || semver.lte(latest, version)) continue;
    throw new RefusedError(
      `${registry.url} has ${name} ${latest}, which is newer than ${version}.`,
      "pull what was released since, and release on top of it; or name another tag than latest with --tag",
    );
  }
}

/** @throws {RefusedError} A registry has a release that is not kept here, or kept otherwise. */
async function assertKept(root: string, registry: Registry): Promise<void> {
  const { released } = placesOf(root);
  const kept = await listReleases(released);
  for (const { version, release } of await registry.readVersions(CONTRACT_CARRIER)) {
    if (release === undefined) continue;
    if (kept.includes(version) && (await digestRelease(released, version)) === release) continue;
    throw new RefusedError(
      `openapi/released/${version} is not what ${registry.url} has as ${CONTRACT_CARRIER} ${version}.`,
      "restore it from the commit that was released, or pull it: released contracts are never edited",
    );
  }
}

/** @throws {RefusedError} Nobody is signed in, or provenance would be refused. */
async function assertPublisher(registry: Registry, carriers: readonly Carrier[]): Promise<void> {
  if ((await registry.readPublisher()) === undefined) {
    throw new RefusedError(
      `Nobody is signed in at ${registry.url}.`,
      "run npm login, or put a token with the right to publish into .npmrc as ${NPM_TOKEN}; in GitHub Actions, trusted publishing needs `id-token: write` and npm 11.5.1",
    );
  }
  if (!hasTrustedPublishing()) return;
  const repository = process.env["GITHUB_REPOSITORY"] ?? process.env["CI_PROJECT_PATH"] ?? "";
  const silent: string[] = [];
  for (const { name, folder } of carriers) {
    const { repository: named } = await readManifest(folder);
    const url = typeof named === "string" ? named : (named?.url ?? "");
    if (!url.includes(repository) || url === "") silent.push(name);
  }
  if (silent.length > 0) {
    throw new RefusedError(
      `Provenance needs the repository ${repository} in the package.json of ${silent.join(", ")}.`,
      'add "repository": { "type": "git", "url": "…", "directory": "packages/…" } to each',
    );
  }
}

/**
 * Which packages are still to be published.
 *
 * @throws {RefusedError} A registry has the version with other bytes.
 */
async function findUnpublished(
  registry: Registry,
  packed: readonly PackedPackage[],
): Promise<PackedPackage[]> {
  const left: PackedPackage[] = [];
  const other: string[] = [];
  for (const each of packed) {
    const there = await registry.readVersion(each.name, each.version);
    if (there === undefined) left.push(each);
    else if (there.integrity !== each.integrity) {
      other.push(`${each.name}: ${there.integrity} there, ${each.integrity} here`);
    }
  }
  if (other.length === 0) return left;
  throw new RefusedError(
    `${registry.url} has ${packed[0]?.version} with other bytes than these:\n  ${other.join("\n  ")}`,
    "a published version never changes: finish it from the commit that it was begun from, or raise the version with a changeset; if it is complete, git fetch --tags",
  );
}

async function publishEach(
  packed: readonly PackedPackage[],
  options: Pick<PublishOptions, "registry" | "signal" | "report"> & { tag: string },
): Promise<void> {
  const { registry, tag, signal, report } = options;
  const done: string[] = [];
  for (const { name, version, tarball, integrity } of packed) {
    signal?.throwIfAborted();
    report(`publishing ${name} ${version} (${done.length + 1} of ${packed.length})`);
    try {
      await registry.publish(tarball, { tag, hasProvenance: hasTrustedPublishing() });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new RefusedError(
        `${name} ${version} could not be published: ${reasonOf(error)}. Published are: ${done.join(", ") || "none of this run"}.`,
        "mend that, and run it again: what is published is left alone",
        { cause: error },
      );
    }
    const there = await awaitVersion(registry, name, version, signal);
    if (there?.integrity !== integrity) {
      throw new RefusedError(
        `${registry.url} shows ${name} ${version} as ${there?.integrity ?? "missing"}, and ${integrity} was sent.`,
        there === undefined
          ? "wait until it shows, and run it again"
          : "somebody else published it meanwhile: look into the registry before you go on",
      );
    }
    done.push(name);
  }
}
