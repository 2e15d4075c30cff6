import type { Repository } from "./github.ts";
import { runGit } from "./run-git.ts";

/** The branch that the next release is proposed on. */
const BRANCH = "release/next";

/** The workflow that checks pull requests. */
const CHECKS = "ci.yml";

/**
 * Proposes the commit that `pnpm release version` made: pushes it to a branch of its own, and opens a pull request or
 * brings the open one up to date.
 *
 * GitHub starts no workflow for a pull request that a workflow opened, so the checks are started by name.
 *
 * @param base The branch to merge into.
 * @returns What was done, in words.
 */
export async function proposeRelease(
  { api, owner, repo }: Repository,
  root: string,
  base: string,
): Promise<string> {
  const title = await runGit(root, "log", "-1", "--format=%s");
  await runGit(root, "push", "--force", "origin", `HEAD:refs/heads/${BRANCH}`);
  const body = [
    "Made by `pnpm release version` from the pending changesets, and made anew whenever `" +
      base +
      "` moves: add to it by a changeset there.",
    "",
    "Merging it publishes, once the environment `npm` lets it.",
    "",
  ].join("\n");
  const open = await api.pulls.list({
    owner,
    repo,
    state: "open",
    base,
    head: `${owner}:${BRANCH}`,
  });
  const number = open.data[0]?.number;
  const proposed =
    number === undefined
      ? (await api.pulls.create({ owner, repo, base, head: BRANCH, title, body })).data.number
      : (await api.pulls.update({ owner, repo, pull_number: number, title, body })).data.number;
  await api.actions.createWorkflowDispatch({ owner, repo, workflow_id: CHECKS, ref: BRANCH });
  return `#${proposed} proposes: ${title}`;
}
