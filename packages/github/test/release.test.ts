import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { startFakeGitHub } from "./fake-github.ts";
import { makeScratchFolder, runMain } from "./run-main.ts";

test.for([
  ["a pending changeset", { changeset: "minor", tag: undefined }, "version"],
  [
    "a pending changeset of a version that is tagged",
    { changeset: "minor", tag: "v1.2.0" },
    "version",
  ],
  ["a changeset that asks for nothing", { changeset: "none", tag: "v1.2.0" }, "nothing"],
  ["a version without a tag", { changeset: undefined, tag: "v1.1.0" }, "publish"],
  ["a version that is tagged", { changeset: undefined, tag: "v1.2.0" }, "nothing"],
] as const)("%s asks for: %s", async ([, { changeset, tag }, next]) => {
  const { root } = await makeRepository(changeset);
  if (tag !== undefined) await git(root, "tag", tag);
  const output = join(await makeScratchFolder(), "output");
  await writeFile(output, "before=1\n");

  const run = await runMain(["--root", root, "release-state"], { GITHUB_OUTPUT: output });

  expect(run).toEqual({ code: 0, stdout: `${next} (1.2.0)\n`, stderr: "" });
  expect(await readFile(output, "utf8")).toBe(`before=1\nnext=${next}\nversion=1.2.0\n`);
});

test("the commit of a release is pushed and proposed, once, and checked each time", async () => {
  const github = await startFakeGitHub();
  const { root, origin } = await makeRepository("minor");
  const propose = () => runMain(["--root", root, "propose-release"], github.env);

  await git(root, "commit", "--allow-empty", "-m", "chore(release): version 1.3.0");
  const first = await propose();
  await git(root, "reset", "--hard", "HEAD~1");
  await git(root, "commit", "--allow-empty", "-m", "chore(release): version 2.0.0");
  const second = await propose();

  expect(first).toEqual({
    code: 0,
    stdout: "#5 proposes: chore(release): version 1.3.0\n",
    stderr: "",
  });
  expect(second.stdout).toBe("#5 proposes: chore(release): version 2.0.0\n");
  expect(await git(origin, "rev-parse", "release/next")).toBe(await git(root, "rev-parse", "HEAD"));
  expect(await git(origin, "log", "-1", "--format=%s", "main")).toBe("chore: begin");
  expect(github.pulls).toMatchObject([
    {
      title: "chore(release): version 2.0.0",
      base: { ref: "main" },
      head: { ref: "release/next" },
    },
  ]);
  expect(github.writes).toEqual([
    "POST /pulls",
    "POST /actions/workflows/ci.yml/dispatches",
    "PATCH /pulls/5",
    "POST /actions/workflows/ci.yml/dispatches",
  ]);
  expect(github.sent[1]).toEqual({ ref: "release/next" });
});

test("a commit that cannot be pushed is not proposed", async () => {
  const github = await startFakeGitHub();
  const { root } = await makeRepository("minor");
  await git(root, "remote", "set-url", "origin", join(root, "no-such-place"));

  const { code, stderr } = await runMain(["--root", root, "propose-release"], github.env);

  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/no-such-place/) });
  expect(github.writes).toEqual([]);
});

test.for([
  ["1.3.0", false],
  ["2.0.0-next.0", true],
] as const)("the notes of %s are shown once", async ([version, prerelease]) => {
  const github = await startFakeGitHub();
  const notes = join(await makeScratchFolder(), "notes.md");
  await writeFile(notes, "## Minor Changes\n");
  const publish = () => runMain(["publish-notes", version, notes], github.env);

  const first = await publish();
  const second = await publish();

  expect(first.stdout).toBe(
    `v${version} has its notes: https://github.com/owner/house/releases/tag/v${version}\n`,
  );
  expect(second.stdout).toMatch(/has its notes already/);
  expect(github.releases).toEqual([
    expect.objectContaining({ tag_name: `v${version}`, body: "## Minor Changes\n", prerelease }),
  ]);
});

test("a version without notes is not shown", async () => {
  const github = await startFakeGitHub();

  const { code, stderr } = await runMain(["publish-notes", "1.3.0", "no-such.md"], github.env);

  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/no-such\.md/) });
  expect(github.writes).toEqual([]);
});

/** A repository with one published package, pushed to a place of its own. */
async function makeRepository(
  changeset: string | undefined,
): Promise<{ root: string; origin: string }> {
  const root = await makeScratchFolder();
  const origin = await makeScratchFolder();
  const files = {
    "package.json": { name: "house", private: true },
    "pnpm-workspace.yaml": "packages: [packages/*]\n",
    "packages/types/package.json": { name: "types", version: "1.2.0" },
    ".changeset/config.json": {
      fixed: [],
      linked: [],
      access: "public",
      baseBranch: "main",
      ignore: [],
    },
    ".changeset/README.md": "# Changesets\n",
    ...(changeset && { ".changeset/one.md": `---\n"types": ${changeset}\n---\n\nNew.\n` }),
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(
      join(root, path),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }
  await git(origin, "init", "--bare", "-b", "main");
  await git(root, "init", "-b", "main");
  await git(root, "config", "user.name", "Somebody");
  await git(root, "config", "user.email", "somebody@example.com");
  await git(root, "add", ".");
  await git(root, "commit", "-m", "chore: begin");
  await git(root, "remote", "add", "origin", origin);
  await git(root, "push", "origin", "main");
  return { root, origin };
}

async function git(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", args, { cwd });
  return stdout.trim();
}
