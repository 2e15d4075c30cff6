import { execFile } from "node:child_process";
import { rm, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";

import type { ContractDocument } from "@chatkit-contract/codegen";
import { describe, expect, test } from "vitest";

import { renderChangeset, writeChangeset } from "../src/changeset.ts";
import { checkRelease, findProblems, type CheckResult } from "../src/check.ts";
import { generateContractTypes, type Contract } from "../src/contract.ts";
import { judgeContract } from "../src/judge-contract.ts";
import {
  checkReleases,
  digestRelease,
  readCompatibility,
  readRelease,
  writeRelease,
} from "../src/released.ts";
import { renderJudgement } from "../src/render-judgement.ts";
import { findCarriers } from "../src/workspace.ts";
import { editDocument } from "./edit-document.ts";
import {
  buildScratchRepository,
  readScratchRelease,
  SCRATCH_VERSION,
  type ScratchRepository,
} from "./scratch-repository.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");
const MAIN = join(HOUSE, "packages/release/src/main.ts");
const CHANGESETS = join(HOUSE, "node_modules/@changesets/cli/bin.js");

const last = await readScratchRelease();
const carriers = (await findCarriers(HOUSE)).map((carrier) => ({
  ...carrier,
  version: SCRATCH_VERSION,
}));

/** The contract with a new optional field in its threads. */
const grown = await contractOf(
  editDocument(last.document, [
    [
      "/components/schemas/Thread/properties/archived",
      { type: "boolean", description: "Put away." },
    ],
  ]),
);
const minor = await judgeContract(last, grown);

/** The contract whose threads have lost their titles. */
const broken = await contractOf(
  editDocument(last.document, [
    ["/components/schemas/Thread/properties/title"],
    ["/components/schemas/Thread/required/3"],
  ]),
);
const major = await judgeContract(last, broken);

test("every published package that leads to the contract carries it, and no private one", () => {
  const names = carriers.map(({ name }) => name);

  expect(names).toEqual(
    expect.arrayContaining([
      "@chatkit-contract/client",
      "@chatkit-contract/mock",
      "@chatkit-contract/types",
    ]),
  );
  expect(names).not.toContain("@chatkit-contract/openapi");
  expect(names).not.toContain("@chatkit-contract/codegen");
});

describe("the check", () => {
  test("passes when nothing changed", async () => {
    const { root } = await buildScratchRepository();

    const { problems } = await checkRelease(root, last);

    expect(problems).toEqual([]);
  });

  test("passes with the changeset that is written, and only then", async () => {
    const { root } = await buildScratchRepository();

    const before = await checkRelease(root, broken);
    await writeChangeset(root, major, carriers);
    const after = await checkRelease(root, broken);

    expect(mends(before)).toContain("pnpm contract:changeset");
    expect(after.problems).toEqual([]);
  });

  test("passes a change that a heavier changeset releases, but not without the contract's words", async () => {
    const house = await buildScratchRepository();
    const bumps = carriers.map(({ name }) => `"${name}": major`).join("\n");
    await house.write(".changeset/other.md", `---\n${bumps}\n---\n\nEverything is new.\n`);

    const silent = await findProblems(house.root, grown, minor, carriers);
    await writeChangeset(house.root, minor, carriers);
    const told = await findProblems(house.root, grown, minor, carriers);

    expect(silent.map(({ what }) => what)).toEqual([
      "No changeset tells of the contract's change: .changeset/contract.md is missing.",
    ]);
    expect(told).toEqual([]);
  });

  test.each<[string, (house: ScratchRepository) => Promise<unknown>, string]>([
    [
      "a lighter bump",
      ({ replace }) => replace(".changeset/contract.md", '": major', '": minor'),
      "would release @chatkit-contract/client as 0.2.0",
    ],
    [
      "words taken out",
      ({ replace }) => replace(".changeset/contract.md", "is gone", "is different"),
      "words were edited",
    ],
    [
      "a witness taken out",
      ({ replace }) => replace(".changeset/contract.md", "```ts", "```text"),
      "words were edited",
    ],
    [
      "words that nobody sees",
      ({ replace }) =>
        replace(".changeset/contract.md", "---\n\nThe", "---\n\n<details hidden>\n\nThe"),
      "can hide it",
    ],
    [
      "words in an open block of code",
      ({ replace }) => replace(".changeset/contract.md", "---\n\nThe", "---\n\n```\n\nThe"),
      "can hide it",
    ],
    [
      "a deleted changeset",
      ({ root }) => rm(join(root, ".changeset/contract.md")),
      "contract.md is missing",
    ],
    [
      "a package left out",
      ({ replace }) => replace(".changeset/contract.md", '"@chatkit-contract/mock": major\n', ""),
      "leaves out @chatkit-contract/mock",
    ],
    [
      "a package outside the fixed group",
      ({ replace }) => replace(".changeset/config.json", ',\n      "@chatkit-contract/mock"', ""),
      "fixed group: @chatkit-contract/mock",
    ],
    [
      "one version set by hand",
      ({ replace }) =>
        replace("packages/mock/package.json", '"version": "0.1.0"', '"version": "0.1.1"'),
      "@chatkit-contract/mock 0.1.1",
    ],
    [
      "every version set by hand, below the bound",
      async (house) => {
        for (const name of ["types", "client", "mock"]) {
          await house.replace(
            `packages/${name}/package.json`,
            '"version": "0.1.0"',
            '"version": "0.2.0"',
          );
        }
      },
      "@chatkit-contract/types 0.2.0",
    ],
    [
      "a changeset that cannot be read",
      ({ write }) => write(".changeset/contract.md", "no changeset"),
      "cannot be read",
    ],
  ])("refuses %s", async (_, cheat, said) => {
    const house = await buildScratchRepository();
    await writeChangeset(house.root, major, carriers);

    await cheat(house);
    const problems = await findProblems(house.root, broken, major, await findCarriers(house.root));

    expect(saids({ problems })).toContain(said);
  });

  test.each([
    ["contract.json", '"title"', '"titel"'],
    ["client/models.ts", "title: string | null;", ""],
    ["release.json", '"version"', '"Version"'],
  ])("refuses a release whose %s was edited", async (file, from, to) => {
    const house = await buildScratchRepository();
    await house.replace(`openapi/released/0.1.0/${file}`, from, to);

    const result = await checkRelease(house.root, last);

    expect(saids(result)).toContain(`openapi/released/0.1.0/${file} is not what was released`);
  });

  test("refuses a last release that is not the one that the types' package names", async () => {
    const house = await buildScratchRepository();
    const digest = await digestRelease(join(house.root, "openapi/released"), "0.1.0");
    const other = digest.replace(/^./, (first) => (first === "0" ? "1" : "0"));
    await house.replace("packages/types/package.json", digest, other);

    const result = await checkRelease(house.root, last);

    expect(saids(result)).toContain("openapi/released/0.1.0 is not the release that");
  });

  test("refuses versions set by hand below the bound, the contract's own among them", async () => {
    const house = await buildScratchRepository();
    for (const { name } of carriers) {
      const path = `packages/${name.split("/")[1]}/package.json`;
      await house.replace(path, '"version": "0.1.0"', '"version": "0.2.0"');
    }
    const info = { ...broken.document.info, version: "0.2.0" };

    const result = await checkRelease(house.root, {
      ...broken,
      document: { ...broken.document, info },
    });

    expect(saids(result)).toContain("The packages say 0.2.0: after 0.1.0 comes 1.0.0 or higher.");
  });

  test("refuses a changeset for a change that was taken back", async () => {
    const { root } = await buildScratchRepository();
    await writeChangeset(root, minor, carriers);

    const result = await checkRelease(root, last);

    expect(saids(result)).toContain("a change that is not there");
  });

  test("passes once the versions are raised, as long as every changelog tells", async () => {
    const house = await buildScratchRepository();
    await symlink(join(HOUSE, "node_modules"), join(house.root, "node_modules"));
    await writeChangeset(house.root, major, carriers);
    const info = { ...broken.document.info, version: "1.0.0" };
    const raised = { ...broken, document: { ...broken.document, info } };

    const version = await run(house.root, CHANGESETS, "version");
    const told = await checkRelease(house.root, raised);
    await house.replace(
      "packages/client/CHANGELOG.md",
      "`Thread.title` is gone",
      "`Thread` is nicer",
    );
    const silenced = await checkRelease(house.root, raised);

    expect(version).toMatchObject({ code: 0 });
    expect(await house.read("packages/client/CHANGELOG.md")).toContain("## 1.0.0");
    expect(told.problems).toEqual([]);
    expect(saids(silenced)).toContain("changelog of @chatkit-contract/client");
  });
});

describe("a prerelease", () => {
  test("is judged by its distance from the last release, and so is what it leads to", async () => {
    const house = await buildScratchRepository();
    await symlink(join(HOUSE, "node_modules"), join(house.root, "node_modules"));
    const versions: string[] = [];
    const problems: string[] = [];
    const release = async (contract: Contract): Promise<void> => {
      await run(house.root, CHANGESETS, "version");
      const [{ version } = { version: "" }] = await findCarriers(house.root);
      versions.push(version);
      const info = { ...contract.document.info, version };
      const raised = { ...contract, document: { ...contract.document, info } };
      problems.push(saids(await checkRelease(house.root, raised)));
    };

    await run(house.root, CHANGESETS, "pre", "enter", "next");
    await writeChangeset(house.root, minor, carriers);
    await release(grown);
    await writeChangeset(house.root, major, carriers);
    await release(broken);
    await run(house.root, CHANGESETS, "pre", "exit");
    await release(broken);

    expect(versions).toEqual(["0.2.0-next.0", "1.0.0-next.1", "1.0.0"]);
    expect(problems).toEqual(["", "", ""]);
    expect(await house.read("packages/client/CHANGELOG.md")).toContain("`Thread.title` is gone");
  });
});

describe("the changeset", () => {
  test("keeps the words of a person through a refresh, and its own to the byte", async () => {
    const house = await buildScratchRepository();
    await writeChangeset(house.root, minor, carriers);
    const path = ".changeset/contract.md";
    const [head = "", body = ""] = (await house.read(path)).split(/(?<=\n---\n)/);
    await house.write(path, `${head}\nThreads can rest.\n${body}\nThanks to all.\n`);

    const refreshed = await writeChangeset(house.root, major, carriers);
    const text = await house.read(path);
    const again = await writeChangeset(house.root, major, carriers);

    expect([refreshed, again]).toEqual(["refreshed", "unchanged"]);
    expect(text).toContain("\n---\n\nThreads can rest.\n\n");
    expect(text).toMatch(/<!-- contract: end -->\n\nThanks to all\.\n$/);
    expect(text).not.toContain("archived");
    expect(text).toContain('"@chatkit-contract/types": major');
  });

  test("goes when the change is taken back", async () => {
    const { root } = await buildScratchRepository();
    await writeChangeset(root, minor, carriers);

    const written = await writeChangeset(root, await judgeContract(last, last), carriers);

    expect(written).toBe("removed");
  });

  test("says the same to the byte when everything is made anew", async () => {
    const again = await judgeContract(last, await contractOf(structuredClone(broken.document)));

    expect(renderChangeset(again, carriers)).toBe(renderChangeset(major, carriers));
  });

  test("tells for each break what to do", () => {
    const breaks = major.changes.filter(({ weight }) => weight === "major");

    expect(breaks.map(({ text, advice }) => [text, advice])).toEqual([
      [
        "`Thread.title` is gone: `required string or null`, in answers.",
        "Do not rely on `Thread.title`.",
      ],
    ]);
  });
});

describe("a release", () => {
  test("is written once, and chained to the one before", async () => {
    const { root } = await buildScratchRepository();
    const folder = join(root, "openapi/released");

    const facts = await readCompatibility(folder, "0.1.0");

    await writeRelease(folder, { ...grown, version: "0.2.0" }, facts);
    await checkReleases(folder);

    await expect(writeRelease(folder, { ...grown, version: "0.2.0" }, facts)).rejects.toThrow(
      "0.2.0 was released already",
    );
    expect(await readRelease(folder, "0.2.0")).toMatchObject({ files: grown.files });
    await rm(join(folder, "0.1.0"), { recursive: true });
    await expect(checkReleases(folder)).rejects.toThrow(
      "0.2.0/release.json is not what was released",
    );
  });

  test("is what the types are compared with, as they were then", async () => {
    const files = {
      ...last.files,
      "client/models.gen.ts":
        last.files["client/models.gen.ts"]?.replace("title: string | null", "title: string") ?? "",
    };

    const judgement = await judgeContract({ ...last, files }, last);

    expect(judgement.weight).toBe("major");
    expect(judgement.changes.map(({ text }) => text).join()).toContain(
      "The answers of `threads.retrieve` have other types",
    );
  });
});

describe("the commands", () => {
  test("a stranger who edits the contract is told the next version, and why", async () => {
    const house = await buildScratchRepository();
    await house.replace("openapi/openapi.yaml", '"maximum": 100', '"maximum": 50');

    const { code, output } = await command(house.root, "check");

    expect(code).toBe(1);
    expect(output).toContain("is major: the next version is 1.0.0 or higher");
    expect(output).toContain("query limit maximum was 100 and is 50");
    expect(output).toContain("requests that were fine are refused");
    expect(output).toContain("pnpm contract:changeset");
  });

  test("diff compares with a file, and prints JSON for machines", async () => {
    const house = await buildScratchRepository();
    await house.write("old.json", JSON.stringify(grown.document));

    const args = ["--against", "old.json", "--format", "json"];
    const { code, output } = await command(house.root, "diff", ...args);

    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      against: "old.json",
      weight: "major",
      next: "1.0.0",
    });
  });

  test("diff prints in words, for a terminal and for a page", () => {
    const pretty = renderJudgement(major, "pretty", last.version);
    const markdown = renderJudgement(major, "markdown", last.version);

    expect(pretty).toContain("threads.list, threads.retrieve\n  major  Thread.title is gone");
    expect(pretty).toContain("to do:   Do not rely on Thread.title.");
    expect(markdown).toContain("**threads.list, threads.retrieve**");
    expect(markdown).toContain("What to do: Do not rely on `Thread.title`.");
    expect(markdown).toContain("// compiles with 0.1.0, and not with this version");
  });

  test("diff reads the contract of a commit", async () => {
    const house = await buildScratchRepository();
    for (const args of [
      ["init", "-q"],
      ["add", "."],
      ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "one"],
    ]) {
      await runFile(house.root, "git", args);
    }
    await house.replace("openapi/openapi.yaml", '"maximum": 100', '"maximum": 200');

    const { code, output } = await command(house.root, "diff", "--against", "git:HEAD");

    expect(code).toBe(0);
    expect(output).toContain(
      "is minor: the next version is 0.2.0 or higher. (compared with git:HEAD)",
    );
  });

  test.each([
    [["diff", "--against", "9.9.9"], "9.9.9 was never released; released are 0.1.0"],
    [["diff", "--against", "no/such.yaml"], "neither a released version, nor a file, nor git:REF"],
    [["diff", "--against", "git:no-such-branch"], "no such branch, tag or commit"],
    [["diff", "--against", "git:--output=x"], "no such branch, tag or commit"],
    [["diff", "--format", "html"], "Allowed choices are pretty, markdown, json"],
    [["publish"], "unknown command"],
    [["release", "everything"], "too many arguments"],
    [["release", "--registry", "ftp://example.com"], "An http or https URL"],
    [["release", "publish", "--tag", "1.x"], "A letter, then letters, digits, dots and dashes"],
    [["release", "snapshot"], "missing required argument 'name'"],
    [["release", "snapshot", "latest"], "Everybody would get it"],
  ])("%j is a wrong call", async (args, said) => {
    const { root } = await buildScratchRepository();

    const { code, output } = await command(root, ...args);

    expect(code).toBe(2);
    expect(output).toContain(said);
  });
});

async function contractOf(document: ContractDocument): Promise<Contract> {
  return { document, files: await generateContractTypes(document) };
}

function saids({ problems }: Pick<CheckResult, "problems">): string {
  return problems.map(({ what }) => what).join("\n");
}

function mends({ problems }: CheckResult): string {
  return problems.map(({ mend }) => mend).join("\n");
}

function command(root: string, ...args: string[]): Promise<{ code: number; output: string }> {
  return run(root, MAIN, "--root", root, ...args);
}

function run(
  cwd: string,
  script: string,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  return runFile(cwd, process.execPath, [script, ...args]);
}

function runFile(
  cwd: string,
  file: string,
  args: string[],
): Promise<{ code: number; output: string }> {
  const env = { ...process.env, INIT_CWD: cwd };
  return new Promise((done) => {
    execFile(file, args, { cwd, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      done({ code, output: stdout + stderr });
    });
  });
}
