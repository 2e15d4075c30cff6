import { readFile } from "node:fs/promises";

import type { Repository } from "./github.ts";

/**
 * Shows a version's notes among the releases of the repository. Notes that are there already stay.
 *
 * @param version A version whose tag `v…` is pushed.
 * @param file Its notes, in Markdown.
 * @returns What was done, in words.
 */
export async function publishNotes(
  { api, owner, repo, url }: Repository,
  version: string,
  file: string,
): Promise<string> {
  const tag = `v${version}`;
  const body = await readFile(file, "utf8");
  const there = await api.repos.getReleaseByTag({ owner, repo, tag }).catch((error: unknown) => {
    if ((error as { status?: number }).status === 404) return undefined;
    throw error;
  });
  if (there) return `${tag} has its notes already: ${there.data.html_url}`;
  await api.repos.createRelease({
    owner,
    repo,
    tag_name: tag,
    name: tag,
    body,
    prerelease: version.includes("-"),
  });
  return `${tag} has its notes: ${url}/releases/tag/${tag}`;
}
