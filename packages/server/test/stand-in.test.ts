import type { OperationId } from "@chatkit-contract/types/operations";
import type { FastifyInstance } from "fastify";
import { expect, onTestFinished, test } from "vitest";

import type { AppOptions } from "../src/app-options.ts";
import { createApp } from "../src/app.ts";
import { createClock } from "../src/clock.ts";
import { answerExamples } from "../src/data/contract-examples.ts";
import { createFaultList } from "../src/faults/fault-list.ts";
import { createGate } from "../src/gate.ts";
import type { Handlers } from "../src/handlers/handler.ts";
import { handlers } from "../src/handlers/handlers.ts";
import { createProjects } from "../src/projects.ts";
import { NEEDED } from "./open-server.ts";
import { openScratchStore } from "./scratch-store.ts";

/** An app with other handlers, and all that it logs. */
async function build(
  changed: Handlers,
  options: Partial<AppOptions> = {},
): Promise<{ app: FastifyInstance; logged: [fields: object, message: string][] }> {
  const logged: [object, string][] = [];
  const write = (fields: object, message: string): void => {
    logged.push([fields, message]);
  };
  const app = createApp({
    store: await openScratchStore(),
    projects: createProjects([]),
    clock: createClock(),
    faults: createFaultList(),
    gate: createGate(),
    handlers: changed,
    isStrict: false,
    rateLimit: undefined,
    log: { info: write, warn: write, error: write, isLevelEnabled: () => false },
    logsUsers: false,
    closing: new AbortController().signal,
    control: undefined,
    ...options,
  });
  onTestFinished(() => app.close());
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { app, logged };
}

async function ask(
  { server }: FastifyInstance,
  path: string,
): Promise<{ status: number; headers: Headers; text: string }> {
  const address = server.address() as { port: number };
  const response = await fetch(`http://127.0.0.1:${address.port}${path}`, { headers: NEEDED });
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}

function without(id: OperationId): Handlers {
  return Object.fromEntries(Object.entries(handlers).filter(([name]) => name !== id));
}

test("an operation without a handler answers the contract's first example, and says so", async () => {
  const { app } = await build(without("threads.list"));

  const stood = await ask(app, "/chatkit/threads");
  const refused = await ask(app, "/chatkit/threads?limit=x");
  const served = await ask(app, "/chatkit/threads/unknown");

  expect(stood.status).toBe(200);
  expect(stood.headers.get("x-answered-by")).toBe("example");
  expect(JSON.parse(stood.text)).toStrictEqual(
    answerExamples("threads.list").values().next().value,
  );
  expect(refused.status).toBe(400);
  expect(refused.headers.get("x-answered-by")).toBeNull();
  expect(served.headers.get("x-answered-by")).toBeNull();
});

test("with strict, it is 501, and what has a handler is served", async () => {
  const { app } = await build(without("threads.list"), { isStrict: true });

  const stood = await ask(app, "/chatkit/threads");
  const served = await ask(app, "/chatkit/threads/unknown");

  expect(stood.status).toBe(501);
  expect(JSON.parse(stood.text).error).toMatchObject({
    code: "not_implemented",
    type: "server_error",
    message: expect.stringContaining("threads.list"),
  });
  expect(served.status).toBe(404);
});

test.each([
  ["a field too many", { secret_plan: 1 }, "secret_plan"],
  ["a wrong type", { data: "none" }, "data"],
  ["a missing field", { has_more: undefined }, "has_more"],
])("an answer with %s never leaves", async (_name, change, path) => {
  const page = { object: "list", data: [], first_id: null, last_id: null, has_more: false };
  const wrong = { ...page, ...change } as never;
  const { app, logged } = await build({ ...handlers, "threads.list": async () => wrong });

  const { status, text } = await ask(app, "/chatkit/threads");

  expect(status).toBe(500);
  expect(JSON.parse(text).error).toMatchObject({ code: "internal_error", param: null });
  expect(text).not.toContain("secret_plan");
  expect(logged).toEqual([
    [
      expect.objectContaining({
        operation: "threads.list",
        wrong: expect.objectContaining({ path }),
      }),
      "an answer broke the contract",
    ],
  ]);
});

test("what a handler throws is logged whole and answered neutrally", async () => {
  const error = new Error("the disk of alice@example.com is full");
  const { app, logged } = await build({
    ...handlers,
    "threads.list": () => Promise.reject(error),
  });

  const { status, text, headers } = await ask(app, "/chatkit/threads");

  expect(status).toBe(500);
  expect(text).not.toMatch(/disk|alice/);
  expect(logged).toEqual([
    [{ request: headers.get("x-request-id"), err: error }, "a request failed"],
  ]);
});

test("a server that closes, or whose database is away, is alive and not ready", async () => {
  const closing = new AbortController();
  const store = await openScratchStore();
  let isReady = true;
  const watched = Object.assign(Object.create(store) as typeof store, {
    isReady: async () => isReady,
  });
  const { app } = await build(handlers, { closing: closing.signal, store: watched });
  const probe = async (): Promise<number[]> => [
    (await ask(app, "/healthz")).status,
    (await ask(app, "/readyz")).status,
  ];

  const well = await probe();
  isReady = false;
  const away = await probe();
  isReady = true;
  closing.abort();
  const ending = await probe();

  expect([well, away, ending]).toEqual([
    [200, 200],
    [200, 503],
    [200, 503],
  ]);
});
