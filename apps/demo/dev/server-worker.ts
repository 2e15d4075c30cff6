import { parentPort, workerData } from "node:worker_threads";

import type { ServerOrder, ServerReport } from "./followed-server.ts";
import { startFilledServer } from "./start-filled-server.ts";

try {
  const { apiKey } = workerData as ServerOrder;
  const server = await startFilledServer({ apiKey });
  parentPort?.once("message", () => void server.close());
  report({ url: server.url });
} catch (error) {
  report({ problem: error instanceof Error ? error.message : String(error) });
}

function report(message: ServerReport): void {
  parentPort?.postMessage(message);
}
