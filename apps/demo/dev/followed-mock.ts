import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";

import { watch } from "chokidar";

/** A mock that keeps up with the contract. */
export interface FollowedMock {
  /** Its base URL, which stays. */
  readonly url: string;
  close(): Promise<void>;
}

/** What the worker says once it listens, and what keeps it from that. */
export type MockReport = { url: string } | { problem: string };

/** The generated files of one edit come within this time. */
const SETTLE_MS = 150;

/**
 * Starts the mock in a worker, and again on the same port whenever the contract's generated files change: a worker of
 * its own is what gives it fresh modules.
 *
 * @param onRestart Is called when a changed contract is being served.
 * @throws {Error} The mock does not start.
 */
export async function startFollowedMock(onRestart: () => void): Promise<FollowedMock> {
  let { worker, url } = await startWorker(0);
  let timer: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();

  const restart = async (): Promise<void> => {
    await stopWorker(worker);
    try {
      ({ worker } = await startWorker(Number(new URL(url).port)));
      onRestart();
    } catch (error) {
      // The next edit gets another chance.
      console.error(
        `The mock does not start: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  const types = createRequire(import.meta.resolve("@chatkit-contract/client"));
  const folder = dirname(types.resolve("@chatkit-contract/types/openapi.json"));
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path, stats) =>
      stats?.isFile() ? !path.includes(".gen.") : /[/\\](node_modules|dist)$/.test(path),
  }).on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      restarting = restarting.then(restart);
    }, SETTLE_MS);
  });
  await once(watcher, "ready");

  return {
    url,
    close: async () => {
      await watcher.close();
      clearTimeout(timer);
      await restarting;
      await stopWorker(worker);
    },
  };
}

async function startWorker(port: number): Promise<{ worker: Worker; url: string }> {
  const worker = new Worker(new URL("mock-worker.ts", import.meta.url), { workerData: { port } });
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
