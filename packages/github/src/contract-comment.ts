import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Repository } from "./github.ts";

/** What tells the one comment that is kept up to date from all others. */
const MARK = "<!-- contract:diff -->";

/** GitHub refuses comments of more than 65,536 characters; this leaves room for what stands around the diff. */
const MOST_CHARACTERS = 60_000;

/** The event of a run that followed another: what GitHub says of that one. */
export interface FollowedRun {
  workflow_run: {
    id: number;
    event: string;
    head_branch: string | null;
    head_sha: string;
    head_repository: { owner: { login: string } } | null;
  };
}

/**
 * Keeps one comment on a pull request that says what the request changes in the contract. A request that changes
 * nothing gets none.
 *
 * The diff was made by the request's own code, which nobody has looked at: it is text here, and is posted as such.
 * Which request it belongs to is asked of GitHub.
 *
 * @param folder What the run before left: `contract-diff.json` and `contract-diff.md`.
 * @returns What was done, in words.
 */
export async function commentContractDiff(
  repository: Repository,
  { workflow_run: run }: FollowedRun,
  folder: string,
): Promise<string> {
  const { api, owner, repo, url } = repository;
  const number = await findPullRequest(repository, run);
  if (number === undefined) {
    return `${run.head_sha} is not the head of an open pull request: nothing to do.`;
  }
  const existing = await findComment(repository, number);
  const hasChanged = await readHasChanged(folder);
  if (!hasChanged && existing === undefined) return `#${number} does not change the contract.`;

  const diff = hasChanged
    ? shorten(
        await readFile(join(folder, "contract-diff.md"), "utf8"),
        `${url}/actions/runs/${run.id}`,
      )
    : "This no longer changes the contract.";
  const body = `${MARK}\n### The contract\n\n${diff.trim()}\n\n_As of ${run.head_sha.slice(0, 12)}._\n`;
  if (existing === undefined) {
    await api.issues.createComment({ owner, repo, issue_number: number, body });
    return `#${number} has a comment.`;
  }
  await api.issues.updateComment({ owner, repo, comment_id: existing, body });
  return `#${number} has its comment brought up to date.`;
}

async function findPullRequest(
  { api, owner, repo }: Repository,
  { head_branch, head_sha, head_repository }: FollowedRun["workflow_run"],
): Promise<number | undefined> {
  const login = head_repository?.owner.login;
  if (login === undefined || head_branch === null) return undefined;
  const { data } = await api.pulls.list({
    owner,
    repo,
    state: "open",
    head: `${login}:${head_branch}`,
  });
  return data.find(({ head }) => head.sha === head_sha)?.number;
}

/** A person can write the mark too; the comment to keep is one that a workflow wrote. */
async function findComment(
  { api, owner, repo }: Repository,
  issue_number: number,
): Promise<number | undefined> {
  const comments = await api.paginate(api.issues.listComments, {
    owner,
    repo,
    issue_number,
    per_page: 100,
  });
  return comments.find(({ body, user }) => user?.type === "Bot" && body?.startsWith(MARK))?.id;
}

/** @throws {Error} The diff is not what `contract:diff --format json` prints. */
async function readHasChanged(folder: string): Promise<boolean> {
  const file = join(folder, "contract-diff.json");
  const { weight } = JSON.parse(await readFile(file, "utf8")) as { weight?: unknown };
  if (typeof weight !== "string") throw new Error(`${file} has no weight`);
  return weight !== "none";
}

function shorten(diff: string, whole: string): string {
  if (diff.length <= MOST_CHARACTERS) return diff;
  const kept = diff.slice(0, diff.lastIndexOf("\n", MOST_CHARACTERS));
  // An open block of code would swallow the rest.
  const fence = (kept.match(/^ *```/gm) ?? []).length % 2 === 1 ? "\n```" : "";
  return `${kept}${fence}\n\nThis is the beginning; [the run](${whole}) has all of it.`;
}
