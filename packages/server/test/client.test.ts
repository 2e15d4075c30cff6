import { createChatKit, type ChatKit } from "@chatkit-contract/client";
import { expect, test } from "vitest";

import type { ChatKitServer } from "../src/index.ts";
import { openServer } from "./open-server.ts";
import { item, thread } from "./records.ts";

function connect({ url }: ChatKitServer): ChatKit {
  return createChatKit({ apiKey: "any", baseUrl: url });
}

const threads = Array.from({ length: 450 }, (_, index) =>
  thread(`cthr_${index}`, { created_at: 1_700_000_000 + Math.floor(index / 3) }),
);
const newestFirst = threads.map(({ id }) => id).toReversed();

async function open(): Promise<{ server: ChatKitServer; chatkit: ChatKit }> {
  const server = await openServer({ threads: 0 });
  await server.import(threads);
  return { server, chatkit: connect(server) };
}

test("iterating, and all(), meet each thread once", async () => {
  const { chatkit } = await open();

  const iterated = await Array.fromAsync(chatkit.threads.list({ limit: 20 }), ({ id }) => id);
  const all = (await chatkit.threads.list().all()).map(({ id }) => id);

  expect(iterated).toEqual(newestFirst);
  expect(all).toEqual(newestFirst);
});

test("iterating backward from a cursor meets what lies before it", async () => {
  const { chatkit } = await open();
  const before = newestFirst[100]!;

  const page = await chatkit.threads.list({ before, limit: 10 });
  const walked = await Array.fromAsync(chatkit.threads.list({ before, limit: 30 }), ({ id }) => id);

  expect(page.data.map(({ id }) => id)).toEqual(newestFirst.slice(90, 100));
  expect(walked.toSorted()).toEqual(newestFirst.slice(0, 100).toSorted());
});

test("deleting while iterating meets each remaining thread once", async () => {
  const { chatkit } = await open();

  const seen: string[] = [];
  for await (const { id } of chatkit.threads.list({ limit: 10 })) {
    seen.push(id);
    await chatkit.threads.delete(id);
  }

  expect(seen).toEqual(newestFirst);
});

test("items come in the order of the conversation", async () => {
  const { server, chatkit } = await open();
  const items = Array.from({ length: 130 }, (_, index) => item(`cthi_${index}`, "cthr_7"));
  await server.import(items);

  const read = await chatkit.threads.listItems("cthr_7", { order: "asc" }).all();

  expect(read.map((one) => "id" in one && one.id)).toEqual(items.map(({ id }) => id));
});

test("a session whose answer was cut is the one that the retry gets", async () => {
  const { server, chatkit } = await open();
  server.failNext({ operation: "sessions.create", connection: "truncate" });

  const session = await chatkit.sessions.create(
    { workflow: { id: "w" }, user: "u" },
    { idempotencyKey: "once" },
  );
  const cancelled = await chatkit.sessions.cancel(session.id);

  const kept = (await Array.fromAsync(server.export())).filter(
    ({ object }) => object === "chatkit.session",
  );
  expect(kept.map(({ id }) => id)).toEqual([session.id]);
  expect(cancelled.status).toBe("cancelled");
});
