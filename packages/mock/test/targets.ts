import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import packageJson from "../package.json" with { type: "json" };
import { startMock } from "../src/index.ts";

/** A server that answers from the contract. */
export interface Target {
  /** The base URL for clients. */
  url: string;
  close: () => Promise<unknown>;
}

/** The mock with its front, and the plain `prism mock` that it is made from. */
export const targets: { name: string; start: () => Promise<Target> }[] = [
  { name: "the mock", start: () => startMock() },
  { name: "plain prism mock", start: startPlainPrism },
];

/** Runs the package's script `mock:prism` on a free port. */
export async function startPlainPrism(): Promise<Target> {
  const [command = "", ...args] = packageJson.scripts["mock:prism"].split(" ");
  const child = run(`node_modules/.bin/${command}`, [...args, "--port", "0"]);
  const [, url = ""] = await waitForLine(child, /listening on (http:\S+)/);
  return { url, close: () => stop(child) };
}

/** Runs a command in this package's folder. */
export function run(command: string, args: string[]): ChildProcess {
  return spawn(command, args, { cwd: PACKAGE, stdio: ["ignore", "pipe", "pipe"] });
}

/** Waits for a line on a process's stdout. */
export async function waitForLine(child: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> {
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    seen.push(line);
    const match = line.match(pattern);
    if (match) {
      child.stdout!.resume();
      return match;
    }
  }
  throw new Error(`the process ended without a line like ${pattern}: ${seen.join("\n")}`);
}

/** Ends a process and waits until it is gone. */
export async function stop(
  child: ChildProcess,
  signal: NodeJS.Signals = "SIGTERM",
): Promise<Ending> {
  const ended =
    child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
  child.kill(signal);
  await ended;
  return { code: child.exitCode, signal: child.signalCode };
}

/** How a process ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
