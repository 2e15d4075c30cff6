import { parentPort } from "node:worker_threads";

import { startMock } from "@chatkit-contract/mock";

import type { MockReport } from "./followed-mock.ts";

try {
  const mock = await startMock();
  parentPort?.once("message", () => void mock.close());
  report({ url: mock.url });
} catch (error) {
  report({ problem: error instanceof Error ? error.message : String(error) });
}

function report(message: MockReport): void {
  parentPort?.postMessage(message);
}
