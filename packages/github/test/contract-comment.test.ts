import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { startFakeGitHub, type FakeGitHub, type PullRequest } from "./fake-github.ts";
import { makeScratchFolder, runMain, type Run } from "./run-main.ts";

const MARK = "<!-- contract:diff -->";
const HEAD = "1234567890abcdef1234567890abcdef12345678";

test("a pull request that changes the contract gets the diff as a comment", async () => {
  const github = await startFakeGitHub();
  github.pulls.push(pullRequest(6, "fork:other"), pullRequest(7, "fork:topic"));

  const run = await comment(github, { weight: "minor", markdown: "**GET /chatkit/threads**" });

  expect(run).toEqual({ code: 0, stdout: "#7 has a comment.\n", stderr: "" });
  expect(github.comments[7]?.map(({ body }) => body)).toEqual([
    `${MARK}\n### The contract\n\n**GET /chatkit/threads**\n\n_As of 1234567890ab._\n`,
  ]);
  expect(github.comments[6]).toBeUndefined();
});

test("the comment is kept up to date, behind however many others, and never another's", async () => {
  const github = await startFakeGitHub();
  github.pulls.push(pullRequest(7, "fork:topic"));
  const others = Array.from({ length: 150 }, (_, index) => ({
    id: index + 1,
    number: 0,
    body: index === 3 ? `${MARK} by a person` : "Nice.",
    user: { type: "User" },
  }));
  github.comments[7] = [
    ...others,
    { id: 500, number: 0, body: `${MARK}\nold`, user: { type: "Bot" } },
  ];

  const { stdout } = await comment(github, { weight: "major", markdown: "All new." });

  expect(stdout).toBe("#7 has its comment brought up to date.\n");
  expect(github.writes).toEqual(["PATCH /issues/comments/500"]);
  expect(github.comments[7].at(-1)?.body).toContain("All new.");
  expect(github.comments[7][3]?.body).toBe(`${MARK} by a person`);
});

test("a pull request that changes nothing gets none, and one that no longer does is told so", async () => {
  const github = await startFakeGitHub();
  github.pulls.push(pullRequest(7, "fork:topic"));

  await comment(github, { weight: "none", markdown: "Nothing." });
  expect(github.writes).toEqual([]);
  await comment(github, { weight: "minor", markdown: "A field." });
  await comment(github, { weight: "none", markdown: "Nothing." });

  expect(github.comments[7]?.map(({ body }) => body)).toEqual([
    expect.stringContaining("This no longer changes the contract."),
  ]);
});

test("the number of a pull request is asked of GitHub, by its head", async () => {
  const github = await startFakeGitHub();
  github.pulls.push(pullRequest(7, "fork:topic", "ffff"), pullRequest(8, "fork:elsewhere"));

  const { code, stdout } = await comment(github, { weight: "minor", markdown: "A field." });

  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `${HEAD} is not the head of an open pull request: nothing to do.\n`,
  });
  expect(github.writes).toEqual([]);
});

test("a diff that is longer than a comment may be is cut, with its code closed", async () => {
  const github = await startFakeGitHub();
  github.pulls.push(pullRequest(7, "fork:topic"));

  await comment(github, {
    weight: "major",
    markdown: `\`\`\`ts\n${"a line\n".repeat(20_000)}\`\`\``,
  });

  const body = github.comments[7]?.[0]?.body ?? "";
  expect(body.length).toBeLessThan(65_536);
  expect(body.match(/^```/gm)).toHaveLength(2);
  expect(body).toContain("(https://github.com/owner/house/actions/runs/42)");
});

test.for([
  ["no diff", undefined, /contract-diff\.json/],
  ["something else", '{"weight":7}', /has no weight/],
  ["no JSON", "<html>", /not valid JSON/],
] as const)(
  "%s where the diff should be fails the job, and posts nothing",
  async ([, json, message]) => {
    const github = await startFakeGitHub();
    github.pulls.push(pullRequest(7, "fork:topic"));

    const { code, stderr } = await comment(github, { json, markdown: "A field." });

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
    expect(github.writes).toEqual([]);
  },
);

test("a token that GitHub refuses fails the job, and is not shown", async () => {
  const github = await startFakeGitHub();
  github.env["GITHUB_TOKEN"] = "a-secret-that-expired";

  const { code, stdout, stderr } = await comment(github, { weight: "minor", markdown: "" });

  expect(code).toBe(1);
  expect(stderr).toMatch(/Bad credentials/);
  expect(stdout + stderr).not.toContain("a-secret-that-expired");
});

test("what a workflow has to set is named, all of it at once", async () => {
  const github = await startFakeGitHub();
  github.env = { GITHUB_REPOSITORY: "" };

  const { code, stderr } = await comment(github, { weight: "minor", markdown: "" });

  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "GITHUB_REPOSITORY and GITHUB_TOKEN missing: a workflow has to set it\n",
  });
});

/** Runs the command after a run on `fork:topic`, which left a diff. */
async function comment(
  github: FakeGitHub,
  {
    weight,
    json = weight && JSON.stringify({ weight }),
    markdown,
  }: { weight?: string; json?: string | undefined; markdown: string },
): Promise<Run> {
  const folder = await makeScratchFolder();
  if (json !== undefined) await writeFile(join(folder, "contract-diff.json"), json);
  await writeFile(join(folder, "contract-diff.md"), markdown);
  const event = join(folder, "event.json");
  const run = {
    id: 42,
    event: "pull_request",
    head_branch: "topic",
    head_sha: HEAD,
    head_repository: { owner: { login: "fork" } },
  };
  await writeFile(event, JSON.stringify({ workflow_run: run }));
  return await runMain(["comment-contract-diff", folder], {
    ...github.env,
    GITHUB_EVENT_PATH: event,
  });
}

function pullRequest(number: number, label: string, sha = HEAD): PullRequest {
  const ref = label.split(":")[1] ?? "";
  return { number, state: "open", head: { ref, sha, label }, base: { ref: "main" } };
}
