import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { addressOfRun, type Repository } from "./github.ts";

const MARK = "<!-- drift -->";
const TITLE = "The published document and the contract differ";
const LABEL = "drift";

/** GitHub refuses issues of more than 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/**
 * Holds the contract against a published document, and keeps one issue open for as long as they differ.
 *
 * @param args What `drift` is given: the published document, a file, and options.
 * @returns What was done, in words.
 * @throws {Error} The document cannot be compared: it is missing, say, or no OpenAPI.
 */
export async function reportDrift(
  repository: Repository,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { api, owner, repo } = repository;
  const { code, stdout, stderr } = await runDrift(args, env);
  if (code !== 0 && code !== 1) throw new Error(`drift could not compare: ${stderr.trim()}`);
  const existing = await findIssue(repository);

  if (code === 0) {
    if (existing === undefined) return stdout.trim();
    await api.issues.createComment({
      owner,
      repo,
      issue_number: existing.number,
      body: `They agree again: ${stdout.trim()}.`,
    });
    await api.issues.update({ owner, repo, issue_number: existing.number, state: "closed" });
    return `They agree again: #${existing.number} is closed.`;
  }

  const body = renderIssue(stdout, addressOfRun(repository, env));
  if (existing === undefined) {
    const { data } = await api.issues.create({ owner, repo, title: TITLE, body, labels: [LABEL] });
    return `They differ: #${data.number} is open.`;
  }
  if (withoutRun(existing.body ?? "") === withoutRun(body)) {
    return `They differ as before: #${existing.number} says so.`;
  }
  await api.issues.update({ owner, repo, issue_number: existing.number, body });
  return `They differ otherwise than before: #${existing.number} is brought up to date.`;
}

async function findIssue({ api, owner, repo }: Repository) {
  const issues = await api.paginate(api.issues.listForRepo, {
    owner,
    repo,
    state: "open",
    labels: LABEL,
    per_page: 100,
  });
  return issues.find(({ body }) => body?.startsWith(MARK));
}

const RUN = "Found by ";

function renderIssue(table: string, run: string | undefined): string {
  const lines = table.trimEnd();
  const shown =
    lines.length <= MOST_CHARACTERS
      ? lines
      : `${lines.slice(0, lines.lastIndexOf("\n", MOST_CHARACTERS))}\n…`;
  return [
    MARK,
    "The document that was published today says otherwise than `openapi/`, or than `openapi/DEVIATIONS.md` lists.",
    "",
    // Longer than any fence that a published document can bring along in its values.
    "``````text",
    shown.replaceAll("``````", "`"),
    "``````",
    "",
    "Run `pnpm drift FILE` on it to see this again. Follow it in the contract, or list it in `openapi/DEVIATIONS.md` with its reason.",
    ...(run === undefined ? [] : ["", `${RUN}${run}.`]),
    "",
  ].join("\n");
}

function withoutRun(body: string): string {
  // GitHub keeps what a form would send: lines that end in CR LF.
  const lines = body.replaceAll("\r\n", "\n").split("\n");
  return lines.filter((line) => !line.startsWith(RUN)).join("\n");
}

interface Drift {
  code: number;
  stdout: string;
  stderr: string;
}

/** The published document is read by a process that has no token to lose. */
function runDrift(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Drift> {
  const openapi = dirname(
    createRequire(import.meta.url).resolve("@chatkit-contract/openapi/package.json"),
  );
  const { GITHUB_TOKEN: _token, ...rest } = env;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(openapi, "compare/main.ts"), ...args],
      { env: rest, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 2;
        done({ code, stdout, stderr });
      },
    );
  });
}
