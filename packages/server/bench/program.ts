import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import type { Program } from "./contestants.ts";

/** A program that runs, and what it has used so far. */
export interface RunningProgram {
  /** Where it lists threads. */
  readonly url: string;
  readonly firstAnswer: FirstAnswer;
  /** From the start of its process to the end of its first answer. */
  readonly startMs: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** What a program answered first: a page of threads. */
export interface FirstAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Usage {
  readonly cpuMs: number;
  readonly memoryMb: number;
}

export const REQUEST_HEADERS: Readonly<Record<string, string>> = {
  authorization: "Bearer sk-bench",
  "openai-beta": "chatkit_beta=v1",
  accept: "application/json",
};

/** Let into every program, before its own code: it tells its parent what the process has used. */
const REPORTER = `data:text/javascript,
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuMs: (user + system) / 1000, memoryMb: process.memoryUsage.rss() / 2 ** 20 });
});
process.on("disconnect", () => process.exit());`.replaceAll(/\s+/g, " ");

/**
 * Starts a program, and waits until it has listed threads.
 *
 * @throws {Error} It ends before, or answers something else.
 */
export async function startProgram(create: (port: number) => Program): Promise<RunningProgram> {
  const port = await findFreePort();
  const { file, args, flags = [], basePath } = create(port);
  const url = `http://127.0.0.1:${port}${basePath}/chatkit/threads?limit=20`;
  const startedMs = performance.now();
  const child = fork(file, args, {
    execArgv: ["--import", REPORTER, ...flags],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const firstAnswer = await awaitAnswer(url, child);
  const startMs = performance.now() - startedMs;
  return {
    url,
    firstAnswer,
    startMs,
    usage: async () => {
      child.send("usage");
      const [usage] = (await once(child, "message")) as [Usage];
      return usage;
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, "exit");
        child.kill("SIGKILL");
        await gone;
      }
    },
  };
}

const PATIENCE_MS = 60_000;
const RETRY_MS = 2;

async function awaitAnswer(url: string, child: ChildProcess): Promise<FirstAnswer> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask(url);
    if (answer !== undefined) {
      return answer;
    }
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`${child.spawnargs.join(" ")} does not answer`);
    }
    await sleep(RETRY_MS);
  }
}

/** An answer; undefined where nobody listens yet. */
async function ask(url: string): Promise<FirstAnswer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<FirstAnswer | undefined>();
  const request = get(url, { headers: REQUEST_HEADERS, agent: false }, (response) => {
    let body = "";
    response.setEncoding("utf8");
    response.on("data", (text: string) => (body += text));
    response.on("end", () => {
      if (response.statusCode === 200) {
        resolve({ headers: response.headers as FirstAnswer["headers"], body });
      } else {
        reject(new Error(`${url} answers ${response.statusCode}: ${body}`));
      }
    });
    response.on("error", reject);
  });
  request.on("error", (error: NodeJS.ErrnoException) =>
    error.code === "ECONNREFUSED" ? resolve(undefined) : reject(error),
  );
  return promise;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
