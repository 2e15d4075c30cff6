import OpenAI from "openai";
import { describe, expect, test } from "vitest";

import { answerExamples } from "../src/data/contract-examples.ts";
import type { ChatKitServer } from "../src/index.ts";
import { openServer } from "./open-server.ts";
import { thread } from "./records.ts";

// The client that most people use today: a third party that knows nothing of this contract.

function connect(
  { url }: ChatKitServer,
  options: Partial<ConstructorParameters<typeof OpenAI>[0]> = {},
): OpenAI["beta"]["chatkit"] {
  return new OpenAI({ apiKey: "any", baseURL: url, maxRetries: 0, ...options }).beta.chatkit;
}

/** A value as it was on the wire: the package adds `_request_id` to objects. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const many = Array.from({ length: 1_000 }, (_, index) =>
  // Four in a row share a second.
  thread(`cthr_${index}`, { created_at: 1_700_000_000 + Math.floor(index / 4) }),
);

test("every operation is served", async () => {
  const server = await openServer();
  const chatkit = connect(server);

  const page = await chatkit.threads.list({ limit: 20, order: "desc" });
  const retrieved = await chatkit.threads.retrieve("cthr_abc123");
  const items = await chatkit.threads.listItems("cthr_abc123");
  const session = await chatkit.sessions.create({ user: "u", workflow: { id: "w" } });
  const cancelled = await chatkit.sessions.cancel(session.id);
  const deleted = await chatkit.threads.delete("cthr_abc123");
  const again = await chatkit.threads.delete("cthr_abc123").catch((error: unknown) => error);

  const first = answerExamples("threads.list").values().next().value as { data: unknown[] };
  expect(plain(page.data)).toStrictEqual(first.data);
  expect(retrieved).toMatchObject({ id: "cthr_abc123", title: "Customer escalation" });
  expect(new Set(items.data.map(({ type }) => type)).size).toBe(6);
  expect(session).toMatchObject({ status: "active", user: "u", max_requests_per_1_minute: 10 });
  expect(plain(cancelled)).toStrictEqual({ ...(plain(session) as object), status: "cancelled" });
  expect(deleted).toMatchObject({ id: "cthr_abc123", deleted: true });
  expect(again).toBeInstanceOf(OpenAI.NotFoundError);
  expect(again).toMatchObject({ status: 404, code: "not_found", param: "thread_id" });
});

describe("auto-paging", () => {
  test.each(["asc", "desc"] as const)("%s meets each of 1,000 threads once", async (order) => {
    const server = await openServer({ threads: 0 });
    await server.import(many);

    const seen: string[] = [];
    for await (const { id } of connect(server).threads.list({ order })) {
      seen.push(id);
    }

    const ids = many.map(({ id }) => id);
    expect(seen).toEqual(order === "asc" ? ids : ids.toReversed());
  });

  test("meets each remaining thread once while it deletes what it met", async () => {
    const server = await openServer({ threads: 0 });
    await server.import(many.slice(0, 300));
    const chatkit = connect(server);

    const seen: string[] = [];
    for await (const { id } of chatkit.threads.list({ limit: 7 })) {
      seen.push(id);
      await chatkit.threads.delete(id);
    }

    expect(seen).toEqual(
      many
        .slice(0, 300)
        .map(({ id }) => id)
        .toReversed(),
    );
    expect((await chatkit.threads.list()).data).toEqual([]);
  });

  test("of one user meets that user's threads", async () => {
    const server = await openServer({ threads: 0 });
    const users = many.slice(0, 200).map((one, index) => ({ ...one, user: `user_${index % 3}` }));
    await server.import(users);

    const seen: string[] = [];
    for await (const { id } of connect(server).threads.list({ user: "user_1", limit: 10 })) {
      seen.push(id);
    }

    expect(seen).toEqual(
      users
        .filter(({ user }) => user === "user_1")
        .map(({ id }) => id)
        .toReversed(),
    );
  });
});

describe("retries", () => {
  test("come through faults that end in time", async () => {
    const server = await openServer();
    const chatkit = connect(server, { maxRetries: 3 });
    server.failNext({ operation: "threads.list", status: 503 });
    server.failNext({ operation: "threads.list", connection: "reset" });
    server.failNext({ operation: "threads.list", status: 429, headers: { "retry-after-ms": "1" } });

    const page = await chatkit.threads.list();

    expect(page.data.length).toBeGreaterThan(0);
    expect(server.faults.list()).toEqual([]);
  });

  test("give up where faults do not end, with the server's error", async () => {
    const server = await openServer();
    server.failNext({ status: 500, share: 1, headers: { "retry-after-ms": "1" } });

    const error = await connect(server, { maxRetries: 2 })
      .threads.list()
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect(error).toMatchObject({ code: "internal_error" });
    expect(server.faults.list()).toMatchObject([{ hits: 3 }]);
  });

  test("wait as long as a rate limit says, and are then let in", async () => {
    const server = await openServer({ rateLimit: 60 });
    const chatkit = connect(server, { maxRetries: 2 });
    server.clock.freeze();
    await Promise.all(Array.from({ length: 60 }, () => chatkit.threads.list()));

    // Time goes on as soon as the server has refused.
    const waits: string[] = [];
    const page = await connect(server, {
      maxRetries: 2,
      fetch: async (...request) => {
        const response = await fetch(...request);
        waits.push(response.headers.get("retry-after") ?? "served");
        server.clock.advance(Number(response.headers.get("retry-after") ?? 0));
        return response;
      },
    }).threads.list();

    expect(page.data.length).toBeGreaterThan(0);
    expect(waits).toEqual(["1", "served"]);
  });
});
