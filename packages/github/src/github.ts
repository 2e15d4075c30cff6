import { Octokit } from "@octokit/rest";

/** A repository on GitHub, and what may be done with it. */
export interface Repository {
  owner: string;
  repo: string;
  api: Octokit;
  /** Where people see it: `https://github.com/owner/repo`. */
  url: string;
}

/** What a workflow lacks to run one of the commands. The message says what to set. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/**
 * Opens the repository that a workflow runs for, as its environment names it.
 *
 * @throws {EnvironmentError} `GITHUB_REPOSITORY` or `GITHUB_TOKEN` is missing: all that are, at once.
 */
export function openRepository(env: NodeJS.ProcessEnv): Repository {
  const { GITHUB_REPOSITORY = "", GITHUB_TOKEN = "" } = env;
  const missing = Object.entries({ GITHUB_REPOSITORY, GITHUB_TOKEN })
    .filter(([, value]) => value === "")
    .map(([name]) => name);
  if (missing.length > 0) {
    throw new EnvironmentError(`${missing.join(" and ")} missing: a workflow has to set it`);
  }
  const [owner = "", repo = ""] = GITHUB_REPOSITORY.split("/");
  const api = new Octokit({
    auth: GITHUB_TOKEN,
    baseUrl: env["GITHUB_API_URL"] ?? "https://api.github.com",
    userAgent: "chatkit-contract",
  });
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com";
  return { owner, repo, api, url: `${server}/${owner}/${repo}` };
}

/** The address of the run that this is, if it is one. */
export function addressOfRun({ url }: Repository, env: NodeJS.ProcessEnv): string | undefined {
  const id = env["GITHUB_RUN_ID"];
  return id === undefined ? undefined : `${url}/actions/runs/${id}`;
}
