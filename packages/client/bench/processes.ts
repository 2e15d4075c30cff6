import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";

/** A script of this folder in a process of its own, which resolves packages as this one does. */
export interface Worker {
  /** Sends a message, and waits for the answer. */
  ask(message: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts a script and waits for its first message.
 *
 * @throws {Error} It ends before it says anything.
 */
export async function startWorker(
  script: string,
  args: string[],
  flags: string[] = [],
): Promise<{ hello: unknown; worker: Worker }> {
  const child = fork(join(import.meta.dirname, script), args, {
    execArgv: [...process.execArgv.filter((flag) => flag.startsWith("--conditions")), ...flags],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const hello = await nextMessage(child, script);
  return {
    hello,
    worker: {
      ask: async (message) => {
        const answer = nextMessage(child, script);
        child.send(message as object);
        return answer;
      },
      stop: async () => {
        if (child.exitCode === null && child.signalCode === null) {
          const gone = new Promise((done) => child.once("exit", done));
          child.kill();
          await gone;
        }
      },
    },
  };
}

/** Starts the server that lists a number of threads. */
export async function startServer(count: number): Promise<{ url: string; server: Worker }> {
  const { hello, worker } = await startWorker("server.ts", [String(count)]);
  return { url: hello as string, server: worker };
}

function nextMessage(child: ChildProcess, script: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`${script} ended`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}
