import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createConsumer, type Consumer } from "./create-consumer.ts";
import type { Ended, RunOptions } from "./run-program.ts";
import { createScratchClone, type ScratchClone } from "./scratch-clone.ts";
import { startRegistry, type TestRegistry } from "./start-registry.ts";

// One story, told in order: three releases of a contract that grows and breaks, and those who live with them.

const PACKAGES = ["types", "client", "mock", "server"].map((name) => `@chatkit-contract/${name}`);
const SCHEMAS = "openapi/threads/schemas.yaml";
const OWNER = "    user:\n      type: string\n      description: The end user who owns";

let folder: string;
let registry: TestRegistry;
let clone: ScratchClone;
const consumers: Record<string, Consumer> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "journey-"));
  for (const name of ["registry", "clone"]) await mkdir(join(folder, name));
  registry = await startRegistry(join(folder, "registry"));
  clone = await createScratchClone(join(folder, "clone"), {
    npm_config_userconfig: registry.userconfig,
  });
  for (const manager of ["npm", "pnpm"] as const) {
    consumers[manager] = await createConsumer(join(folder, manager), manager, registry.url);
  }
}, 600_000);

afterAll(async () => {
  await registry?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What somebody writes who uses everything that the first release has. */
const PROGRAM = `
import { CONTRACT_VERSION, createChatKit, UNKNOWN } from "@chatkit-contract/client";
import { warnOnNewerContract } from "@chatkit-contract/client/validate";
import { CONTRACT_VERSION as ofMock, startMock } from "@chatkit-contract/mock";
import { CONTRACT_VERSION as ofServer, startServer } from "@chatkit-contract/server";
import type { Thread } from "@chatkit-contract/types";
import { CONTRACT_VERSION as ofTypes } from "@chatkit-contract/types/operations";

export function titleOf(thread: Thread): string {
  return thread.title ?? thread.id;
}

export const versions = new Set([CONTRACT_VERSION, ofMock, ofServer, ofTypes]);

for (const start of [startServer, startMock]) {
  const server = await start();
  let answered: string | null = null;
  const hooks = { onResponse: warnOnNewerContract() };
  const chatkit = createChatKit({ apiKey: "sk-anything", baseUrl: server.url, hooks });
  for await (const thread of chatkit.threads.list({ limit: 1 })) {
    if (thread.status.type === UNKNOWN) continue;
    answered ??= thread.title;
  }
  console.log(start.name, answered !== null);
  await server.close();
}
const server = await startServer();
const answer = await fetch(\`\${server.url}/chatkit/threads\`);
console.log([...versions].join(), answer.headers.get("x-chatkit-contract"));
await server.close();
`;

/** The same person, once the second release has brought something of use. */
const GROWN = `${PROGRAM}
export function isShown(thread: Thread): boolean {
  return thread.archived !== true;
}
`;

describe("the first release", () => {
  test("is told in a dry run, which leaves nothing behind", async () => {
    await clone.write(
      ".changeset/stable.md",
      '---\n"@chatkit-contract/types": major\n---\n\nThe API is stable.\n',
    );
    const before = await clone.commit("feat: declare the API stable");

    const { code, output } = await release(["--dry-run"]);

    expect(output).toContain("4 of 4 packages would be published as 1.0.0, under the tag latest");
    expect(code).toBe(0);
    expect(await published()).toEqual([]);
    expect(await clone.git("status", "--porcelain")).toBe("");
    expect(await clone.git("rev-parse", "HEAD")).toBe(`${before}\n`);
  });

  test("that is killed half-way is finished by running it again", async () => {
    const killed = await release([], {
      onOutput: (output, program) => {
        if (output.includes("publishing @chatkit-contract/mock")) {
          process.kill(-program.pid!, "SIGKILL");
        }
      },
    });
    const half = await published();
    const again = await release();
    const oneMore = await release();

    expect(killed.code).toBeNull();
    expect(half.length).toBeGreaterThanOrEqual(2);
    expect(half.length).toBeLessThan(4);
    expect(again.output).toContain("@chatkit-contract/client 1.0.0 is there already, to the byte");
    expect(again.output).toContain("1.0.0 is published under the tag latest");
    expect(await published()).toEqual(PACKAGES.map((name) => `${name}@1.0.0`));
    expect(await clone.git("describe", "--exact-match")).toBe("v1.0.0\n");
    expect(oneMore).toMatchObject({ code: 0 });
    expect(oneMore.output).toContain("1.0.0 is published and tagged v1.0.0: nothing to do.");
  });

  test("says nowhere what it signs in with", async () => {
    const { output } = await release(["--dry-run"]);
    const logs = await clone.git("log", "-p", "-1");

    expect(output + logs).not.toContain(registry.token);
  });

  test.each(["npm", "pnpm"])("works for those who install with %s", async (manager) => {
    const consumer = consumers[manager]!;

    await consumer.install("latest");

    expect(errorsOf(await consumer.compile(PROGRAM))).toEqual([]);
    expect(await consumer.run(PROGRAM)).toBe("startServer true\nstartMock true\n1.0.0 1.0.0\n");
    // What is not there yet does not compile, wherever.
    for (const { where, errors } of await consumer.compile(GROWN)) {
      expect(errors, where).toEqual([expect.stringContaining("'archived' does not exist")]);
    }
  });
});

describe("an addition", () => {
  test("is refused until its changeset is there", async () => {
    await clone.replace(
      SCHEMAS,
      OWNER,
      `    archived:\n      type: boolean\n      description: Whether the thread is put away.\n${OWNER}`,
    );
    await clone.commit("feat(openapi): tell archived threads");

    const { code, output } = await release();

    expect(code).toBe(1);
    expect(output).toContain("is minor: the next version is 1.1.0 or higher");
    expect(output).toContain("pnpm contract:changeset");
  });

  test("is released as a minor", async () => {
    await clone.pnpm(["contract:changeset"]);
    await clone.commit("docs: add the changeset");

    const { code, output } = await release();

    expect(output).toContain("1.1.0 is published under the tag latest");
    expect(code).toBe(0);
    expect(await published()).toHaveLength(8);
    expect(await clone.read("README.md")).toMatch(/\| \*\*1\.1\.0\*\* +\| [\d-]+ +\| minor +\|/);
    expect(await clone.read(".release/1.1.0/notes.md")).toContain("`Thread.archived` is new");
    const bill = await clone.read(".release/1.1.0/chatkit-contract-server-1.1.0.cdx.json");
    expect(JSON.parse(bill)).toMatchObject({
      bomFormat: "CycloneDX",
      metadata: { component: { purl: "pkg:npm/%40chatkit-contract/server@1.1.0" } },
    });
    expect(bill).toContain('"purl": "pkg:npm/fastify@');
  });

  test.each(["npm", "pnpm"])("breaks nobody who installs with %s", async (manager) => {
    const consumer = consumers[manager]!;

    await consumer.install("1.1.0");

    expect(errorsOf(await consumer.compile(PROGRAM))).toEqual([]);
    expect(await consumer.run(PROGRAM)).toContain("1.1.0 1.1.0\n");
    expect(errorsOf(await consumer.compile(GROWN))).toEqual([]);
    // What the changelog shows as new compiles now, and did not before.
    const witness = await readWitness(consumer, "1.1.0");
    expect(witness).toContain("archived");
    expect(errorsOf(await consumer.compile(witness))).toEqual([]);
    await consumer.install("1.0.0");
    for (const { where, errors } of await consumer.compile(witness)) {
      expect(errors, where).not.toEqual([]);
    }
    await consumer.install("1.1.0");
  });
});

describe("a break", () => {
  let honest: string;
  beforeAll(async () => {
    await clone.replace(SCHEMAS, "    archived:\n", "    put_away:\n");
    await clone.pnpm(["contract:changeset"]);
    honest = await clone.commit("feat(openapi)!: rename archived");
  }, 300_000);

  test.each<[cheat: string, act: () => Promise<unknown>, said: string]>([
    [
      "as a minor",
      () => clone.replace(".changeset/contract.md", '": major', '": minor'),
      "would release @chatkit-contract/client as 1.2.0",
    ],
    [
      "in other words",
      () => clone.replace(".changeset/contract.md", "is gone", "is nicer"),
      "words were edited",
    ],
    [
      "without its changeset",
      () => clone.remove(".changeset/contract.md"),
      "contract.md is missing",
    ],
    [
      "under a version that was set by hand",
      async () => {
        await clone.remove(".changeset/contract.md");
        for (const name of ["types", "client", "mock", "server"]) {
          const path = `packages/${name}/package.json`;
          await clone.replace(path, '"version": "1.1.0"', '"version": "1.2.0"');
        }
        await clone.replace("openapi/openapi.yaml", "  version: 1.1.0", "  version: 1.2.0");
      },
      "The packages say 1.2.0: after 1.1.0 comes 2.0.0 or higher.",
    ],
    [
      "under versions that differ",
      () => clone.replace("packages/mock/package.json", '"version": "1.1.0"', '"version": "1.1.1"'),
      "@chatkit-contract/mock 1.1.1",
    ],
  ])("is not released %s", async (_, cheat, said) => {
    await cheat();
    await clone.commit("chore: cheat");

    const whole = await release();
    const version = await clone.pnpm(["release", "version"]);
    const publish = await clone.pnpm(["release", "publish", "--registry", registry.url]);
    await clone.reset(honest);

    expect(whole.code).toBe(1);
    expect(whole.output).toContain(said);
    expect(version.code).toBe(1);
    expect(publish.code).toBe(1);
    expect(await published()).toHaveLength(8);
  });

  test("is not released from a released contract that was rewritten with all its digests", async () => {
    await forgeRelease();
    await clone.commit("chore: cheat");

    // Here everything agrees: it is the registry that refutes it.
    const check = await clone.pnpm(["contract:check"]);
    const { code, output } = await release();
    await clone.reset(honest);

    expect(check.code).toBe(0);
    expect(output).toContain("openapi/released/1.1.0 is not what http://127.0.0.1");
    expect(code).toBe(1);
    expect(await published()).toHaveLength(8);
  });

  test("is released as a major, first versioned and then published", async () => {
    const version = await clone.pnpm(["release", "version"]);
    const publish = await clone.pnpm(["release", "publish", "--registry", registry.url]);

    expect(version.output).toContain("2.0.0 is committed");
    expect(publish.output).toContain("2.0.0 is published under the tag latest");
    expect(await published()).toHaveLength(12);
  });

  test("leaves a repository that passes its own tests", async () => {
    const tests = await clone.pnpm(["--filter", "@chatkit-contract/release", "run", "test"]);
    const format = await clone.pnpm(["format:check"]);

    expect(tests.code, tests.output).toBe(0);
    expect(format.code, format.output).toBe(0);
  });

  test.each(["npm", "pnpm"])(
    "shows, with %s, exactly where the changelog says",
    async (manager) => {
      const consumer = consumers[manager]!;
      const before = (await consumer.run(PROGRAM)).trim();

      await consumer.install("2.0.0");

      expect(before).toMatch(/1\.1\.0 1\.1\.0$/);
      expect(await consumer.run(PROGRAM)).toContain("2.0.0 2.0.0\n");
      expect(errorsOf(await consumer.compile(PROGRAM))).toEqual([]);
      const witness = await readWitness(consumer, "2.0.0");
      expect(witness).toContain(".archived");
      const line = lineOf(GROWN, "thread.archived");
      for (const { where, errors } of await consumer.compile(GROWN)) {
        expect(errors, where).toEqual([
          expect.stringMatching(new RegExp(`^program\\.ts\\(${line},.*'archived' does not exist`)),
        ]);
      }
      const witnessed = lineOf(witness, ".archived");
      for (const { where, errors } of await consumer.compile(witness)) {
        expect(errors, where).toEqual([
          expect.stringMatching(
            new RegExp(`^program\\.ts\\(${witnessed},.*'archived' does not exist`),
          ),
        ]);
      }
      await consumer.install("1.1.0");
      expect(errorsOf(await consumer.compile(witness))).toEqual([]);
    },
  );
});

describe("what is not for everybody", () => {
  let stable: string;
  beforeAll(async () => {
    stable = (await clone.git("rev-parse", "HEAD")).trim();
    await clone.write(
      ".changeset/faster.md",
      '---\n"@chatkit-contract/client": minor\n---\n\nEverything is faster.\n',
    );
    await clone.commit("perf(client): be faster");
  }, 300_000);

  test("a snapshot is published under its name, and leaves no trace in the repository", async () => {
    const before = await clone.git("rev-parse", "HEAD");

    const snapshot = await clone.pnpm(["release:snapshot", "pr-7", "--registry", registry.url]);

    expect(snapshot.output).toContain("under the tag pr-7");
    const { tags } = await registry.read("@chatkit-contract/server");
    expect(tags["pr-7"]).toMatch(/^2\.1\.0-pr-7-\d{14}$/);
    expect(tags["latest"]).toBe("2.0.0");
    expect(await clone.git("rev-parse", "HEAD")).toBe(before);
    expect(await clone.git("status", "--porcelain")).toBe("");
    const consumer = consumers["npm"]!;
    await consumer.install("pr-7");
    expect(await consumer.run(PROGRAM)).toContain(`${tags["pr-7"]} ${tags["pr-7"]}\n`);
  });

  test("a prerelease is published as next, and becomes the release that it was for", async () => {
    await clone.pnpm(["exec", "changeset", "pre", "enter", "next"]);
    await clone.commit("chore: enter prereleases");

    const first = await release();
    const asLatest = await release(["--tag", "latest"]);
    await clone.pnpm(["exec", "changeset", "pre", "exit"]);
    await clone.commit("chore: leave prereleases");
    const last = await release();

    expect(first.output).toContain("2.1.0-next.0 is published under the tag next");
    expect(asLatest.output).toContain("2.1.0-next.0 is a prerelease");
    expect(asLatest.code).toBe(1);
    expect(last.output).toContain("2.1.0 is published under the tag latest");
    const { tags } = await registry.read("@chatkit-contract/types");
    expect(tags).toMatchObject({ next: "2.1.0-next.0", latest: "2.1.0" });
    expect(await clone.git("ls-files", "openapi/released")).not.toContain("next");
  });

  test("a branch from before the last release is not published as the latest", async () => {
    await clone.reset(stable);
    await clone.write(
      ".changeset/late.md",
      '---\n"@chatkit-contract/client": patch\n---\n\nMended.\n',
    );
    await clone.commit("fix(client): mend");

    const { code, output } = await release();

    expect(output).toMatch(/has @chatkit-contract\/client 2\.1\.0, which is newer than 2\.0\.0/);
    expect(code).toBe(1);
  });

  test("nobody publishes who is not signed in", async () => {
    await clone.git("checkout", "--quiet", "v2.1.0");
    await clone.write(
      ".changeset/more.md",
      '---\n"@chatkit-contract/client": patch\n---\n\nMore.\n',
    );
    const commit = await clone.commit("fix(client): more");

    const { code, output } = await release([], {
      env: { npm_config_userconfig: registry.strangersConfig },
    });

    expect(output).toContain("Nobody is signed in at http://127.0.0.1");
    expect(code).toBe(1);
    expect(await clone.git("rev-parse", "HEAD")).toBe(`${commit}\n`);
  });

  test("nothing is released of what is not committed", async () => {
    await clone.write("note.txt", "what is this?\n");

    const { code, output } = await release();

    expect(output).toContain("Not everything is committed: note.txt.");
    expect(code).toBe(1);
    await clone.remove("note.txt");
  });

  test("a version that is there with other bytes is not published over", async () => {
    await clone.git("checkout", "--quiet", "v2.1.0");
    await clone.git("tag", "--delete", "v2.1.0");
    await clone.replace("packages/mock/README.md", "# @chatkit-contract/mock", "# The mock");
    await clone.commit("docs(mock): rename");

    const { code, output } = await release();

    expect(output).toContain("has 2.1.0 with other bytes than these:\n  @chatkit-contract/mock");
    expect(code).toBe(1);
  });

  test("Ctrl-C stops it, and nothing is left half-written", async () => {
    await clone.write(
      ".changeset/again.md",
      '---\n"@chatkit-contract/client": patch\n---\n\nAgain.\n',
    );
    const commit = await clone.commit("fix(client): again");
    let isStopped = false;

    const { output } = await release(["--dry-run"], {
      onOutput: (text, program) => {
        if (!isStopped && text.includes("- building")) {
          isStopped = true;
          process.kill(-program.pid!, "SIGINT");
        }
      },
    });

    expect(output).toContain("Stopped. Run it again to go on");
    expect(await clone.git("status", "--porcelain")).toBe("");
    expect(await clone.git("rev-parse", "HEAD")).toBe(`${commit}\n`);
  });
});

/** Runs `pnpm release` against the registry, signed in. */
function release(args: string[] = [], options: Partial<RunOptions> = {}): Promise<Ended> {
  return clone.pnpm(["release", "--registry", registry.url, ...args], options);
}

/** What the registry has, `@chatkit-contract/types@1.0.0`. */
async function published(): Promise<string[]> {
  const all = await Promise.all(
    PACKAGES.map(async (name) => {
      const { versions } = await registry.read(name);
      return versions.map((version) => `${name}@${version}`);
    }),
  );
  return all.flat();
}

function errorsOf(compiled: Awaited<ReturnType<Consumer["compile"]>>): string[] {
  return compiled.flatMap(({ where, errors }) => errors.map((error) => `${where}: ${error}`));
}

/** The program that an installed changelog shows for a version. */
async function readWitness(consumer: Consumer, version: string): Promise<string> {
  const changelog = await consumer.read("client", "CHANGELOG.md");
  const section = changelog.split(/^## /m).find((text) => text.startsWith(`${version}\n`));
  const [, program = ""] = /```ts\n([^]*?)```/.exec(section ?? "") ?? [];
  return program.replaceAll(/^ {4}/gm, "");
}

function lineOf(program: string, text: string): number {
  return program.slice(0, program.indexOf(text)).split("\n").length;
}

/** Rewrites the last release as if it had had the new contract, with every digest that this repository holds. */
async function forgeRelease(): Promise<void> {
  await clone.remove(".changeset/contract.md");
  await clone.write(
    "forge.ts",
    `
import { rm } from "node:fs/promises";
import { readContract } from "./packages/release/src/contract.ts";
import { setReleaseDigest } from "./packages/release/src/contract-version.ts";
import { digestRelease, readCompatibility, writeRelease } from "./packages/release/src/released.ts";
import { findCarriers, placesOf } from "./packages/release/src/workspace.ts";

const { released, contract } = placesOf(".");
const facts = await readCompatibility(released, "1.1.0");
await rm(released + "/1.1.0", { recursive: true });
await writeRelease(released, { ...(await readContract(contract)), version: "1.1.0" }, facts);
await setReleaseDigest(await findCarriers(process.cwd()), await digestRelease(released, "1.1.0"));
`,
  );
  const forged = await clone.pnpm(["exec", "node", "forge.ts"]);
  await clone.remove("forge.ts");
  expect(forged.code, forged.output).toBe(0);
  // Something has to be released, or nobody asks.
  await clone.write(
    ".changeset/innocent.md",
    '---\n"@chatkit-contract/client": minor\n---\n\nNothing much.\n',
  );
}
