import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Runs git in a repository.
 *
 * @returns What it printed, without the line's end.
 * @throws {Error} It failed. The message has its own words.
 */
export async function runGit(root: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", args, { cwd: root });
  return stdout.trimEnd();
}
