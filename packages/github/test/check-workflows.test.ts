import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

import { expect, test } from "vitest";

import { checkWorkflows } from "../src/check-workflows.ts";
import { makeScratchFolder, runMain } from "./run-main.ts";

const HOUSE = resolve(import.meta.dirname, "../../..");

test("the workflows of this repository have no fault", async () => {
  expect(await runMain(["check"])).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^[1-9]\d* workflows, 0 faults\n$/),
    stderr: "",
  });
});

const CHECKOUT = /uses: actions\/checkout@[0-9a-f]{40} # v[\d.]+/;

test.for<[fault: string, file: string, find: RegExp | string, replace: string, message: RegExp]>([
  ["a tag for a digest", "ci.yml", CHECKOUT, "uses: actions/checkout@v7", /pin: .*all 40/],
  ["a short digest", "ci.yml", CHECKOUT, "uses: actions/checkout@3d3c42e", /pin: .*all 40/],
  ["a digest without its version", "ci.yml", / # v7\.0\.1/, "", /pin: .*its version/],
  [
    "a job without permissions",
    "ci.yml",
    /    permissions:\n      contents: read\n/,
    "",
    /permissions: the job test has to name/,
  ],
  [
    "a job with all permissions",
    "ci.yml",
    /    permissions:\n      contents: read\n/,
    "    permissions: write-all\n",
    /permissions: the job test has to name/,
  ],
  [
    "a workflow with permissions",
    "ci.yml",
    "permissions: {}",
    "permissions:\n  contents: write",
    /permissions: write `permissions: \{\}`/,
  ],
  [
    "a workflow without permissions",
    "ci.yml",
    "permissions: {}",
    "",
    /permissions: write `permissions: \{\}`/,
  ],
  [
    "pull_request_target",
    "ci.yml",
    "  pull_request:\n",
    "  pull_request_target:\n",
    /trigger: pull_request_target/,
  ],
  [
    "pull_request_target in a list",
    "ci.yml",
    /^on:\n(  .*\n)+/m,
    "on: [push, pull_request_target]\n",
    /trigger: pull_request_target/,
  ],
  [
    "an event in a script",
    "ci.yml",
    "run: npm test",
    "run: echo ${{ github.event.pull_request.title }}",
    /injection: an expression/,
  ],
  [
    "an input in a script",
    "release.yml",
    '"$NAME"',
    "${{ inputs.snapshot }}",
    /injection: an expression/,
  ],
  [
    "a token that stays on the disk",
    "ci.yml",
    "persist-credentials: false",
    "persist-credentials: true",
    /checkout: persist-credentials: true leaves/,
  ],
  [
    "a token that nobody thought of",
    "ci.yml",
    /        with:\n          persist-credentials: false\n/,
    "",
    /checkout: say persist-credentials/,
  ],
  [
    "code of a request in a run with rights",
    "contract-comment.yml",
    "persist-credentials: false",
    "persist-credentials: false\n          ref: ${{ github.event.workflow_run.head_sha }}",
    /checkout: a workflow_run/,
  ],
  [
    "a publisher that nobody lets",
    "release.yml",
    "    environment: npm\n",
    "",
    /publisher: .*environment/,
  ],
  [
    "a publisher with a cache",
    "release.yml",
    'env:\n  TURBO_TELEMETRY_DISABLED: "1"',
    "env:\n  TURBO_TOKEN: ${{ secrets.TURBO_TOKEN }}",
    /publisher: .*TURBO_TOKEN/,
  ],
  ["a job without an end", "drift.yml", "    timeout-minutes: 15\n", "", /timeout: the job drift/],
  [
    "a permission that there is not",
    "drift.yml",
    "issues: write",
    "issues: wirte",
    /actionlint permissions: .*wirte/,
  ],
  [
    "a job that there is not",
    "release.yml",
    "needs: state",
    "needs: stat",
    /actionlint job-needs: .*stat/,
  ],
  [
    "an output that there is not",
    "release.yml",
    "steps.state.outputs.next",
    "steps.stat.outputs.next",
    /actionlint expression: .*stat/,
  ],
  ["a key that there is not", "ci.yml", "runs-on:", "run-on:", /actionlint syntax-check: .*run-on/],
  [
    "a time that there is not",
    "drift.yml",
    "17 6 * * *",
    "17 26 * * *",
    /actionlint events: .*cron/i,
  ],
  ["no YAML", "ci.yml", "jobs:\n", "jobs: [\n", /actionlint syntax-check/],
])("finds %s", async ([, file, find, replace, message]) => {
  const root = await plant(file, find, replace);

  const { faults } = await checkWorkflows(join(root, ".github/workflows"));

  expect(new Set(faults.map((fault) => fault.file))).toEqual(new Set([file]));
  expect(faults.map(({ rule, message: words }) => `${rule}: ${words}`)).toContainEqual(
    expect.stringMatching(message),
  );
});

test("a fault is told with its place, and fails the command", async () => {
  const root = await plant("ci.yml", "run: npm test", "run: npm test ${{ github.head_ref }}");

  const { code, stdout, stderr } = await runMain(["--root", root, "check"]);

  expect({ code, stdout }).toEqual({ code: 1, stdout: "4 workflows, 2 faults\n" });
  expect(stderr).toMatch(
    /^\.github\/workflows\/ci\.yml:\d+:\d+ actionlint expression: .*untrusted/m,
  );
  expect(stderr).toMatch(/^\.github\/workflows\/ci\.yml:\d+:\d+ injection: /m);
});

test("a repository without workflows is not taken for one without faults", async () => {
  const root = await makeScratchFolder();
  await mkdir(join(root, ".github/workflows"), { recursive: true });

  const { code, stderr } = await runMain(["--root", root, "check"]);

  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/has no workflow\n$/),
  });
});

test("the workflows call the pnpm that the repository names, and commands that there are", async () => {
  const folder = join(HOUSE, ".github/workflows");
  const texts = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
  );
  const { packageManager, scripts } = JSON.parse(
    await readFile(join(HOUSE, "package.json"), "utf8"),
  ) as { packageManager: string; scripts: Record<string, string> };
  const { stdout: help } = await runMain(["--help"]);
  const wordsAfter = (pattern: RegExp): Set<string | undefined> =>
    new Set([...texts.join("\n").matchAll(pattern)].map(([, word]) => word));

  const called = wordsAfter(/ run github ([a-z-]+)/g);
  const known = [...help.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name);

  expect(wordsAfter(/npx -y (pnpm@\S+)/g)).toEqual(new Set([packageManager]));
  expect(called.size).toBeGreaterThan(0);
  expect(known).toEqual(expect.arrayContaining([...called]));
  const ran = wordsAfter(/ pnpm@\S+ (?:--silent )?run ([a-z:-]+)/g);
  expect(ran).toContain("release");
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...ran]));
});

/** The workflows of this repository with something in one of them replaced. */
async function plant(file: string, find: RegExp | string, replace: string): Promise<string> {
  const root = await makeScratchFolder();
  await mkdir(join(root, ".github"));
  const workflows = join(root, ".github/workflows");
  await cp(join(HOUSE, ".github/workflows"), workflows, { recursive: true });
  const before = await readFile(join(workflows, file), "utf8");
  const planted = before.replace(find, () => replace);
  if (planted === before) throw new Error(`${file} has nothing like ${String(find)}`);
  await writeFile(join(workflows, file), planted);
  return root;
}
