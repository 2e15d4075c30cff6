import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { createChatKit } from "@chatkit-contract/client";
import OpenAI from "openai";
import { expect, onTestFinished, test } from "vitest";

// Where the client most people use today loses items in silence, beside ours, on the same server.

const IDS = Array.from({ length: 10 }, (_, index) => `cthr_${index}`);

test("behind `before`, openai stops after one page, and our client goes on", async () => {
  const theirs = await servePages();
  const ours = await servePages();
  const openai = new OpenAI({ apiKey: "test-key", baseURL: theirs.url, maxRetries: 0 });
  const chatkit = createChatKit({ apiKey: "test-key", baseUrl: ours.url });
  const query = { before: "cthr_8", limit: 3 };

  const cutShort = await Array.fromAsync(openai.beta.chatkit.threads.list(query), ({ id }) => id);
  const whole = await Array.fromAsync(chatkit.threads.list(query), ({ id }) => id);

  // It asks for what lies behind the page's end and before the cursor, which is nothing, and takes that for the end.
  expect(cutShort).toEqual(["cthr_5", "cthr_6", "cthr_7"]);
  expect(theirs.queries).toEqual(["before=cthr_8&limit=3", "before=cthr_8&limit=3&after=cthr_7"]);
  expect(whole.toSorted()).toEqual(IDS.slice(0, 8));
  expect(whole.slice(0, 3)).toEqual(cutShort);
  expect(ours.queries).toHaveLength(3);
});

test("without `before`, both list everything there is", async () => {
  const server = await servePages();
  const openai = new OpenAI({ apiKey: "test-key", baseURL: server.url, maxRetries: 0 });
  const chatkit = createChatKit({ apiKey: "test-key", baseUrl: server.url });

  const theirs = await Array.fromAsync(openai.beta.chatkit.threads.list({ limit: 3 }), byId);
  const ours = await Array.fromAsync(chatkit.threads.list({ limit: 3 }), byId);

  expect(theirs).toEqual(IDS);
  expect(ours).toEqual(IDS);
});

function byId({ id }: { id: string }): string {
  return id;
}

/** A server that keeps the contract's laws of a listing over threads that rest. */
async function servePages(): Promise<{ url: string; queries: string[] }> {
  const queries: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const query = new URL(url, "http://server").searchParams;
    queries.push(query.toString());
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(pageOf(query)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, queries };
}

function pageOf(query: URLSearchParams): object {
  const [after, before] = [query.get("after"), query.get("before")];
  const size = Number(query.get("limit") ?? 20);
  const from = after === null ? 0 : IDS.indexOf(after) + 1;
  const to = before === null ? IDS.length : IDS.indexOf(before);
  const isBackward = before !== null && after === null;
  const start = isBackward ? Math.max(from, to - size) : from;
  const end = isBackward ? to : Math.min(to, from + size);
  const ids = IDS.slice(start, end);
  return {
    object: "list",
    data: ids.map((id) => ({ id, object: "chatkit.thread", status: { type: "active" } })),
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
    has_more: isBackward ? start > from : end < to,
  };
}
