import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

const ITEMS = 1_000_000;
const PAGE = 100;
const HEAP_MB = 64;

test("iterating a million items takes no more memory than iterating a hundred thousand", async () => {
  const url = await serveThreads();

  const { code, output } = await listAMillion(url);

  expect(output).toMatch(/^\{"count":1000000,/);
  expect(code).toBe(0);
  const { heapMb } = JSON.parse(output) as { heapMb: number[] };
  // All that may grow are the cursors that were seen: 10,000 short texts.
  expect(heapMb.at(-1)! - heapMb[0]!).toBeLessThan(4);
});

test("a heap of that size cannot hold the items: a client that keeps them runs out", async () => {
  const url = await serveThreads();

  const { code, output } = await listAMillion(url, "keep");

  expect(code).not.toBe(0);
  expect(output).toContain("JavaScript heap out of memory");
});

function listAMillion(url: string, ...mode: string[]): Promise<{ code: unknown; output: string }> {
  const args = [
    `--max-old-space-size=${HEAP_MB}`,
    "--conditions=@chatkit-contract/source",
    join(import.meta.dirname, "list-a-million.ts"),
    url,
    ...mode,
  ];
  return new Promise((done) => {
    const child = execFile(process.execPath, args, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : (error.code ?? error.signal), output: stdout + stderr }),
    );
    onTestFinished(() => void child.kill());
  });
}

/** A million threads, made as they are asked for. */
async function serveThreads(): Promise<string> {
  const server = createServer(({ url = "" }, response) => {
    const after = new URL(url, "http://server").searchParams.get("after");
    const start = after === null ? 0 : Number(after.slice("cthr_".length)) + 1;
    const data = Array.from({ length: PAGE }, (_, index) => ({
      id: `cthr_${start + index}`,
      object: "chatkit.thread",
      created_at: 1_790_000_000 - start - index,
      title: `How do I return order ${start + index}?`,
      status: { type: "active" },
      user: `user_${start + index}`,
    }));
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        object: "list",
        data,
        first_id: data[0]?.id,
        last_id: data.at(-1)?.id,
        has_more: start + PAGE < ITEMS,
      }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}
