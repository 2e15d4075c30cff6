import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { getReleasePlan } from "@changesets/get-release-plan";

import { runGit } from "./run-git.ts";

/** What a commit of the main branch asks for. */
export interface ReleaseState {
  /** `version`: changesets are pending; `publish`: its version has no tag yet; or nothing. */
  next: "version" | "publish" | "nothing";
  /** The version that the packages have now. */
  version: string;
}

/** The package whose version is that of all: they are released together. */
const CARRIER = "packages/types/package.json";

/** Reads from a checkout, its tags included, what it asks for. */
export async function readReleaseState(root: string): Promise<ReleaseState> {
  const { releases } = await getReleasePlan(root);
  const { version } = JSON.parse(await readFile(join(root, CARRIER), "utf8")) as {
    version: string;
  };
  if (releases.some(({ newVersion, oldVersion }) => newVersion !== oldVersion)) {
    return { next: "version", version };
  }
  const tag = await runGit(root, "tag", "--list", `v${version}`);
  return { next: tag === "" ? "publish" : "nothing", version };
}
