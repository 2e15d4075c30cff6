import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { assertPublishable, publishPackages } from "../src/publish-packages.ts";
import { openRegistry, type Registry } from "../src/registry.ts";
import { digestRelease, listReleases } from "../src/released.ts";
import { assertCommitted, restoreTree } from "../src/repository.ts";
import { conceal } from "../src/run-command.ts";
import { findCarriers, placesOf, sortByDependencies } from "../src/workspace.ts";
import { buildScratchRepository, type ScratchRepository } from "./scratch-repository.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");
const report = (): void => undefined;

let house: ScratchRepository;
beforeEach(async () => {
  // Neither this machine's identity nor the CI's own is this test's.
  for (const name of ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"]) {
    vi.stubEnv(name, "");
  }
  vi.stubEnv("NPM_ID_TOKEN", "");
  house = await buildScratchRepository();
});
afterEach(() => void vi.unstubAllEnvs());

/** A registry that has nothing, and lets anybody publish nothing. */
const emptyRegistry: Registry = {
  url: "the registry",
  readLatest: () => Promise.resolve(undefined),
  readVersion: () => Promise.resolve(undefined),
  readVersions: () => Promise.resolve([]),
  readPublisher: () => Promise.resolve("releaser"),
  publish: () => Promise.reject(new Error("nothing is published by this test")),
};

describe("before anything is built", () => {
  test("an empty registry and somebody who is signed in are fine", async () => {
    const options = { registry: emptyRegistry, report };

    await expect(assertPublishable(house.root, options)).resolves.toBeUndefined();
  });

  test("a registry that is ahead is refused, unless its latest stays", async () => {
    const registry = { ...emptyRegistry, readLatest: () => Promise.resolve("0.10.0") };

    await expect(assertPublishable(house.root, { registry, report })).rejects.toThrow(
      /the registry has @chatkit-contract\/\w+ 0\.10\.0, which is newer than 0\.1\.0\.\n {2}-> pull/,
    );
    await expect(
      assertPublishable(house.root, { registry, report, tag: "old" }),
    ).resolves.toBeUndefined();
  });

  test("a registry that kept another contract, or one that is not kept here, is refused", async () => {
    const kept = await digestRelease(placesOf(house.root).released, "0.1.0");
    const registryWith = (version: string, release: string | undefined): Registry => ({
      ...emptyRegistry,
      readVersions: () => Promise.resolve([{ version, release, integrity: "sha512-…" }]),
    });
    const outcomes = [];

    for (const [version, release] of [
      ["0.1.0", kept],
      ["0.1.0", "0".repeat(64)],
      ["0.0.9", kept],
      // Before digests were published.
      ["0.0.1", undefined],
    ] as const) {
      const registry = registryWith(version, release);
      outcomes.push(
        await assertPublishable(house.root, { registry, report }).then(
          () => "fine",
          (error: Error) => error.message.split("\n")[0],
        ),
      );
    }

    expect(outcomes).toEqual([
      "fine",
      "openapi/released/0.1.0 is not what the registry has as @chatkit-contract/types 0.1.0.",
      "openapi/released/0.0.9 is not what the registry has as @chatkit-contract/types 0.0.9.",
      "fine",
    ]);
  });

  test("nobody is asked to sign in for a dry run", async () => {
    const registry = { ...emptyRegistry, readPublisher: () => Promise.resolve(undefined) };

    await expect(assertPublishable(house.root, { registry, report })).rejects.toThrow(
      "Nobody is signed in at the registry.",
    );
    await expect(
      assertPublishable(house.root, { registry, report, isDryRun: true }),
    ).resolves.toBeUndefined();
  });

  test("provenance is refused for packages that name no repository, or another one", async () => {
    vi.stubEnv("ACTIONS_ID_TOKEN_REQUEST_URL", "https://token.example/");
    vi.stubEnv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "a-token-of-this-job");
    vi.stubEnv("GITHUB_REPOSITORY", "someone/contract");
    const check = (): Promise<void> =>
      assertPublishable(house.root, { registry: emptyRegistry, report });

    await expect(check()).rejects.toThrow("Provenance needs the repository someone/contract");
    for (const { folder } of await findCarriers(house.root)) {
      const file = join(folder, "package.json").slice(house.root.length + 1);
      const manifest = JSON.parse(await house.read(file)) as object;
      const repository = { type: "git", url: "git+https://github.com/someone/contract.git" };
      await house.write(file, JSON.stringify({ ...manifest, repository }));
    }
    await expect(check()).resolves.toBeUndefined();
    vi.stubEnv("GITHUB_REPOSITORY", "someone/contract-fork");
    await expect(check()).rejects.toThrow("Provenance needs");
  });

  test("what changed since the last version is not published under it", async () => {
    const bumps = '---\n"@chatkit-contract/client": patch\n---\n\nMended.\n';
    await house.write(".changeset/mend.md", bumps);

    const publishing = publishPackages(house.root, { registry: emptyRegistry, report });

    await expect(publishing).rejects.toThrow(
      "The packages are 0.1.0, and what changed since has no version yet.",
    );
  });
});

test("packages are published after those that they depend on", async () => {
  const sorted = await sortByDependencies(await findCarriers(HOUSE));

  const names = sorted.map(({ name }) => name.replace("@chatkit-contract/", ""));
  expect(names[0]).toBe("types");
  expect(names).toHaveLength(4);
});

test("a tree that is not committed is refused, and one that was written to is restored", async () => {
  const { root } = house;
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" });
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--message", "all");
  await expect(assertCommitted(root)).resolves.toBeUndefined();

  await house.replace("openapi/openapi.yaml", '"version": "0.1.0"', '"version": "0.2.0"');
  await mkdir(join(root, "openapi/released/0.2.0/types"), { recursive: true });
  await house.write("openapi/released/0.2.0/types/schemas.ts", "");
  await house.write("packages/mock/CHANGELOG.md", "# mock\n");
  await house.write("notes.txt", "Somebody's own.\n");
  await expect(assertCommitted(root)).rejects.toThrow(
    "Not everything is committed: openapi/openapi.yaml, notes.txt",
  );
  await restoreTree(root);

  expect(git("status", "--porcelain", "--untracked-files=all", "--ignored")).toBe("?? notes.txt\n");
  // git shows no empty folders, and releases are found by theirs.
  expect(await listReleases(placesOf(root).released)).toEqual(["0.1.0"]);
});

test("a registry that does not answer is named, without what it is signed in with", async () => {
  // The port of discard, where nobody listens.
  const registry = await openRegistry(house.root, { url: "http://me:a-password@127.0.0.1:9/" });

  await expect(registry.readLatest("@chatkit-contract/types")).rejects.toThrow(
    /^The registry http:\/\/127\.0\.0\.1:9\/ does not answer: .*ECONNREFUSED/,
  );
});

test("what a command prints is told without the secrets of the environment", () => {
  vi.stubEnv("SAMPLE_TOKEN", "correct-horse-battery-staple");

  const told = conceal("401 for https://me:pass@host/ with correct-horse-battery-staple");

  expect(told).toBe("401 for https://host/ with <SAMPLE_TOKEN>");
});
