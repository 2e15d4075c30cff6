import { createServer } from "node:http";

import type { Thread, ThreadList } from "@chatkit-contract/types";

// A process of its own, so that what it costs is nobody else's: node bench/server.ts COUNT. It lists COUNT threads,
// three a second, and tells its parent its URL. A request below /slow/MS/ is answered after that many milliseconds.

const count = Number(process.argv[2]);
/** Answers that were made before, while there are few: their cost must not slow the client down. */
const made = new Map<string, Buffer>();

const server = createServer((request, response) => {
  const { url = "" } = request;
  const [, latency] = /^\/slow\/(\d+)\//.exec(url) ?? [];
  const answer = (): void => {
    const body = made.get(url) ?? makePage(new URL(url, "http://localhost").searchParams);
    if (made.size < 1000) {
      made.set(url, body);
    }
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": body.length,
      "x-request-id": "req_bench",
    });
    response.end(body);
  };
  if (latency === undefined) {
    answer();
  } else {
    setTimeout(answer, Number(latency));
  }
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) {
    process.send?.(`http://127.0.0.1:${address.port}`);
  }
});
// Whoever ends, the server ends with it.
process.on("disconnect", () => process.exit());

function makePage(query: URLSearchParams): Buffer {
  const limit = Number(query.get("limit") ?? 20);
  const isUp = query.get("order") === "asc";
  const step = isUp ? 1 : -1;
  const after = query.get("after");
  const start =
    after === null ? (isUp ? 0 : count - 1) : Number(after.slice("cthr_".length)) + step;
  const data: Thread[] = [];
  for (let index = start; data.length < limit && index >= 0 && index < count; index += step) {
    data.push(makeThread(index));
  }
  const last = start + data.length * step;
  const page: ThreadList = {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: last >= 0 && last < count,
  };
  return Buffer.from(JSON.stringify(page));
}

function makeThread(index: number): Thread {
  const isLocked = index % 5 === 0;
  return {
    id: `cthr_${index}`,
    object: "chatkit.thread",
    created_at: 1_700_000_000 + Math.floor(index / 3),
    title: index % 3 === 0 ? null : `Thread ${index}`,
    status: isLocked ? { type: "locked", reason: "Waiting for a person." } : { type: "active" },
    user: `user_${index % 7}`,
  };
}
