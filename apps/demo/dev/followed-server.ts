import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

import { watch } from "chokidar";

import type { Backend } from "./backend.ts";

/** What {@link startFollowedServer} takes. */
export interface FollowedServerOptions {
  /** The folder whose generated files are followed. Default: the types package's, which the server reads. */
  folder?: string | undefined;
  /** Is called when a changed contract is being served, and nothing else. Default: none. */
  onRestart?: (() => void) | undefined;
}

/** A server of the whole API that keeps up with the contract. */
export interface FollowedServer {
  /** Where it is at this moment, which is another place after each restart, and the one key that it lets in. */
  readonly backend: Backend;
  close(): Promise<void>;
}

/** What the worker is told. */
export interface ServerOrder {
  /** The one key to let in. */
  apiKey: string;
}

/** What the worker says once it listens, and what keeps it from that. */
export type ServerReport = { url: string } | { problem: string };

/** The generated files of one edit come within this time. */
const SETTLE_MS = 150;

/** A call that was sent to the old one just before the new one took over has been taken within this time. */
const HANDOVER_MS = 250;

/**
 * Starts the server in a worker, and a new one whenever the contract's generated files change: a worker of its own is
 * what gives it fresh modules. The old one stays until the new one listens, so that a call always finds one of them, and
 * answers what it has taken. The new one begins with the data of the start: what was written meanwhile was held against
 * another contract.
 *
 * @throws {Error} The server does not start.
 */
export async function startFollowedServer({
  folder = dirname(fileURLToPath(import.meta.resolve("@chatkit-contract/types/openapi.json"))),
  onRestart,
}: FollowedServerOptions = {}): Promise<FollowedServer> {
  // Other pages and processes of this machine reach the port too; they come through the proxy or not at all.
  const order: ServerOrder = { apiKey: randomBytes(24).toString("base64url") };
  let current = await startWorker(order);
  let timer: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();
  const closing = new AbortController();

  const restart = async (): Promise<void> => {
    const old = current;
    try {
      current = await startWorker(order);
    } catch (error) {
      // The old one stays, and the next edit gets another chance.
      console.error(
        `The server does not start: ${error instanceof Error ? error.message : String(error)}`,
      );
      return;
    }
    await setTimeout(HANDOVER_MS, undefined, { signal: closing.signal }).catch(() => {});
    await stopWorker(old.worker);
    onRestart?.();
  };
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, stats) =>
      stats?.isFile() ? !path.includes(".gen.") : /[/\\](node_modules|dist)$/.test(path),
  }).on("all", () => {
    clearTimeout(timer);
    timer = globalThis.setTimeout(() => {
      restarting = restarting.then(restart);
    }, SETTLE_MS);
  });
  await once(watcher, "ready");

  return {
    get backend() {
      return { baseUrl: current.url, apiKey: order.apiKey };
    },
    close: async () => {
      await watcher.close();
      clearTimeout(timer);
      closing.abort();
      await restarting;
      await stopWorker(current.worker);
    },
  };
}

async function startWorker(order: ServerOrder): Promise<{ worker: Worker; url: string }> {
  const worker = new Worker(new URL("server-worker.ts", import.meta.url), { workerData: order });
  const [report] = (await once(worker, "message")) as [ServerReport];
  if ("problem" in report) {
    await worker.terminate();
    throw new Error(report.problem);
  }
  return { worker, url: report.url };
}

async function stopWorker(worker: Worker): Promise<void> {
  if (worker.threadId === -1) {
    return;
  }
  const ended = once(worker, "exit");
  worker.postMessage("close");
  await ended;
}
