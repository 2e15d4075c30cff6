import { execFile } from "node:child_process";

import { secretsOf } from "@chatkit-contract/package-check";

/** A command that failed. The message is what it printed, without the secrets of the environment. */
export class CommandError extends Error {
  override name = "CommandError";
  /** What it printed, to both outputs. */
  readonly output: string;

  constructor(command: string, output: string) {
    const text = conceal(output).trim();
    super(`${command} failed${text === "" ? "" : `:\n${text}`}`);
    this.output = text;
  }
}

/** Where a command runs, and what stops it. */
export interface CommandOptions {
  cwd: string;
  /** Stops the command, and what it started. */
  signal?: AbortSignal | undefined;
  /** Set on top of this process's own environment. */
  env?: Readonly<Record<string, string>>;
}

/**
 * Runs a command to its end.
 *
 * @returns What it printed.
 * @throws {CommandError} It failed, or is not there.
 * @throws The signal's reason, once that is given.
 */
export function runCommand(
  file: string,
  args: readonly string[],
  { cwd, signal, env }: CommandOptions,
): Promise<string> {
  const options = { cwd, signal, maxBuffer: 2 ** 28, env: { ...process.env, ...env } };
  return new Promise((resolve, reject) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (signal?.aborted === true) reject(signal.reason as Error);
      else {
        const output = stdout + stderr || error.message;
        reject(new CommandError([file.replace(/^.*\//, ""), args[0]].join(" "), output));
      }
    });
  });
}

/** A text without the secrets of the environment, and without a name and password in a URL. */
export function conceal(text: string): string {
  return secretsOf(process.env)
    .reduce((concealed, [name, value]) => concealed.replaceAll(value, `<${name}>`), text)
    .replaceAll(/(?<=https?:\/\/)[^/\s@]+@/g, "");
}
