import { once } from "node:events";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

import { watch } from "chokidar";

/** What {@link startFollowedMock} takes. */
export interface FollowedMockOptions {
  /** The folder whose generated files are followed. Default: the types package's, which the mock reads. */
  folder?: string | undefined;
  /** Is called when a changed contract is being served, and nothing else. Default: none. */
  onRestart?: (() => void) | undefined;
}

/** A mock that keeps up with the contract. */
export interface FollowedMock {
  /** The base URL at this moment: it is another one after each restart. */
  readonly url: string;
  close(): Promise<void>;
}

/** What the worker says once it listens, and what keeps it from that. */
export type MockReport = { url: string } | { problem: string };

/** The generated files of one edit come within this time. */
const SETTLE_MS = 150;

/** The mock answers a call within this time. */
const DRAIN_MS = 250;

/**
 * Starts the mock in a worker, and a new one whenever the contract's generated files change: a worker of its own is what
 * gives it fresh modules. The old one stays until the new one listens, so that a call always finds one of them.
 *
 * @throws {Error} The mock does not start.
 */
export async function startFollowedMock({
  folder = dirname(fileURLToPath(import.meta.resolve("@chatkit-contract/types/openapi.json"))),
  onRestart,
}: FollowedMockOptions = {}): Promise<FollowedMock> {
  let current = await startWorker();
  let timer: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();
  const closing = new AbortController();

  const restart = async (): Promise<void> => {
    const old = current;
    try {
      current = await startWorker();
    } catch (error) {
      // The old one stays, and the next edit gets another chance.
      console.error(
        `The mock does not start: ${error instanceof Error ? error.message : String(error)}`,
      );
      return;
    }
    // A mock that is closed cuts off what it has not answered.
    await setTimeout(DRAIN_MS, undefined, { signal: closing.signal }).catch(() => {});
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
    get url() {
      return current.url;
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

async function startWorker(): Promise<{ worker: Worker; url: string }> {
  const worker = new Worker(new URL("mock-worker.ts", import.meta.url));
  const [report] = (await once(worker, "message")) as [MockReport];
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
