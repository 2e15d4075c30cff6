import type { ServerResponse } from "node:http";

import { expect, onTestFinished, test, vi } from "vitest";

import {
  ConnectionError,
  createChatKit,
  TimeoutError,
  type ChatKit,
  type ChatKitOptions,
} from "../src/index.ts";
import { sendJson, serve, type SeenRequest } from "./server.ts";

type Move = (response: ServerResponse, request: SeenRequest) => void;

const THREAD = { id: "cthr_1", status: { type: "active" } };
const ok: Move = (response) => sendJson(response, THREAD);
const reset: Move = (response) => response.destroy();
const stall: Move = () => {};
const stallInBody: Move = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"id":');
};
function fail(status: number, headers: Record<string, string> = {}): Move {
  const error = { message: `It is ${status}.`, type: "server_error", param: null, code: null };
  return (response) => sendJson(response, { error }, status, headers);
}

/** A client of a server that makes one move after the other, the last one again and again. */
async function against(
  moves: Move[],
  options: Partial<ChatKitOptions> = {},
): Promise<{ chatkit: ChatKit; requests: SeenRequest[]; baseUrl: string }> {
  const server = await serve((request, response) => {
    const move = moves[Math.min(server.requests.length, moves.length) - 1] as Move;
    move(response, request);
  });
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url, ...options });
  return { chatkit, requests: server.requests, baseUrl: server.url };
}

const SESSION = { workflow: { id: "wf_1" }, user: "user_1" };

test.for<[name: string, call: (chatkit: ChatKit) => PromiseLike<unknown>, requests: number]>([
  ["a POST", (chatkit) => chatkit.sessions.create(SESSION), 1],
  [
    "a POST with an idempotency key",
    (chatkit) => chatkit.sessions.create(SESSION, { idempotencyKey: "key" }),
    2,
  ],
  [
    "a POST with an empty idempotency key",
    (chatkit) => chatkit.sessions.create(SESSION, { idempotencyKey: "" }),
    1,
  ],
  [
    "a POST that the contract calls idempotent",
    (chatkit) => chatkit.sessions.cancel("cksess_1"),
    2,
  ],
  ["a DELETE", (chatkit) => chatkit.threads.delete("cthr_1"), 2],
])("%s is sent so often when the first attempt gets no answer", async ([, call, count]) => {
  const { chatkit, requests } = await against([reset, ok]);

  await call(chatkit).then(undefined, (error: unknown) =>
    expect(error).toBeInstanceOf(ConnectionError),
  );

  expect(requests).toHaveLength(count);
  expect(new Set(requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("a deadline ends all attempts", async () => {
  const { chatkit, requests } = await against([stall], { timeoutMs: 60_000, deadlineMs: 1_000 });

  const error: unknown = await chatkit.threads
    .retrieve("cthr_1")
    .catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(TimeoutError);
  expect(requests).toHaveLength(1);
});

test("a wait that would pass the deadline is not begun", async () => {
  const { chatkit, requests } = await against([fail(429, { "retry-after": "50" }), ok]);

  const call = chatkit.threads.retrieve("cthr_1", { deadlineMs: 5_000 });

  await expect(call).rejects.toMatchObject({ status: 429, attempts: 1 });
  expect(requests).toHaveLength(1);
});

test.for<[name: string, moves: Move[]]>([
  ["while an attempt stalls", [stall]],
  ["while a wait goes on", [fail(429, { "retry-after": "30" })]],
  ["in the body", [stallInBody]],
])("an abort wins at once, with the caller's own reason: %s", async ([, moves]) => {
  const { chatkit, requests } = await against(moves);
  const controller = new AbortController();
  const reason = new Error("the user left");

  const outcome = chatkit.threads
    .retrieve("cthr_1", { signal: controller.signal })
    .catch((error: unknown) => error);
  await vi.waitFor(() => expect(requests).toHaveLength(1), { timeout: 20_000 });
  setTimeout(() => controller.abort(reason), 50);

  expect(await outcome).toBe(reason);
  expect(requests).toHaveLength(1);
});

test("a signal that is aborted already sends nothing", async () => {
  const { chatkit, requests } = await against([ok]);

  const call = chatkit.threads.retrieve("cthr_1", { signal: AbortSignal.abort("never mind") });

  await expect(call).rejects.toBe("never mind");
  expect(requests).toEqual([]);
});

test("the settings of a call replace the client's, and undefined leaves them", async () => {
  const { chatkit, requests } = await against([fail(500)], { maxRetries: 1 });

  await expect(chatkit.threads.retrieve("a", { maxRetries: 0 })).rejects.toThrow("500");
  await expect(chatkit.threads.retrieve("a", { maxRetries: undefined })).rejects.toThrow("500");

  expect(requests).toHaveLength(1 + 2);
});

test("hooks tell the whole story of a call, without the key, headers or query", async () => {
  const story: unknown[] = [];
  const tell =
    (hook: string) =>
    (event: object): void =>
      void story.push({ hook, ...event });
  const { chatkit } = await against([fail(500, { "x-request-id": "req_1" }), fail(404)], {
    hooks: {
      onRequest: tell("request"),
      onResponse: tell("response"),
      onRetry: tell("retry"),
      onError: tell("error"),
    },
  });

  await chatkit.threads.list({ user: "user_private" }).catch(() => {});

  expect(story).toMatchObject([
    { hook: "request", operation: "threads.list", method: "GET", attempt: 1 },
    {
      hook: "response",
      status: 500,
      requestId: "req_1",
      attempt: 1,
      durationMs: expect.any(Number),
    },
    { hook: "retry", attempt: 1, delayMs: expect.any(Number), error: { status: 500 } },
    { hook: "request", attempt: 2 },
    { hook: "response", status: 404, requestId: null, attempt: 2 },
    { hook: "error", attempt: 2, error: { status: 404 } },
  ]);
  expect(JSON.stringify(story)).not.toMatch(/sk-test|user_private/);
});

test("a listing that cannot be finished is told to onError", async () => {
  const story: unknown[] = [];
  const { chatkit } = await against(
    [(response) => sendJson(response, { data: [{ id: "a" }], has_more: true })],
    { hooks: { onError: (event) => void story.push(event) } },
  );

  const error: unknown = await Array.fromAsync(chatkit.threads.list()).catch(
    (reason: unknown) => reason,
  );

  expect(error).toMatchObject({ kind: "invalid_answer", operation: "threads.list" });
  expect(story).toMatchObject([{ operation: "threads.list", method: "GET", error }]);
});

test.for<[what: string, options: Partial<ChatKitOptions>, signal: AbortSignal | undefined]>([
  ["a key's function that fails", { apiKey: () => Promise.reject(new Error("sealed")) }, undefined],
  ["an abort before", {}, AbortSignal.abort()],
])("no hook hears of what was never sent: %s", async ([, options, signal]) => {
  const story: string[] = [];
  const tell = (hook: string) => () => void story.push(hook);
  const { chatkit, requests } = await against([ok], {
    hooks: {
      onRequest: tell("request"),
      onResponse: tell("response"),
      onRetry: tell("retry"),
      onError: tell("error"),
    },
    ...options,
  });

  await chatkit.threads.retrieve("cthr_1", { signal }).catch(() => {});

  expect(story).toEqual([]);
  expect(requests).toEqual([]);
});

test.for(["onRequest", "onResponse", "onRetry", "onError"] as const)(
  "%s is waited for, and fails the call where it throws or rejects",
  async (name) => {
    const { baseUrl } = await against([fail(500, { "retry-after": "0" })]);
    const problem = new Error("no log");
    const outcome = async (hook: () => Promise<void>): Promise<unknown> =>
      createChatKit({ apiKey: "sk-test", baseUrl, maxRetries: 1, hooks: { [name]: hook } })
        .threads.retrieve("cthr_1")
        .catch((error: unknown) => error);
    let isDone = false;

    const ends = [
      await outcome(() => Promise.reject(problem)),
      await outcome(() => {
        throw problem;
      }),
    ];
    const end = await outcome(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      isDone = true;
    });

    expect(ends).toEqual([problem, problem]);
    expect(isDone).toBe(true);
    expect(end).toMatchObject({ status: 500 });
  },
);

test("withResponse gives the data and the answer that it came in", async () => {
  const { chatkit } = await against([
    (response) => sendJson(response, THREAD, 200, { "x-request-id": "req_2" }),
  ]);

  const { data, response, requestId } = await chatkit.threads.retrieve("cthr_1").withResponse();

  expect(data).toEqual(THREAD);
  expect(response.status).toBe(200);
  expect(requestId).toBe("req_2");
});

test("a failure that is asked for with its response is told once", async () => {
  const { chatkit } = await against([fail(404)]);
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);

  await expect(chatkit.threads.retrieve("cthr_1").withResponse()).rejects.toThrow("404");
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", note);

  expect(unhandled).toEqual([]);
});

test("headers of the client and of the call are sent, the call's in place of the client's", async () => {
  const { chatkit, requests } = await against([ok], { headers: { "x-team": "a", "x-other": "b" } });

  await chatkit.threads.retrieve("cthr_1", { headers: { "x-team": "c" } });

  expect(requests[0]?.headers).toMatchObject({ "x-team": "c", "x-other": "b" });
});

test("errors are known across copies of the package", async () => {
  vi.resetModules();
  const other = await import("../src/errors.ts");
  const call = { operation: "threads.list", method: "GET", url: "http://x" };
  const timeout = new other.TimeoutError(call, "too late");

  expect(other.TimeoutError).not.toBe(TimeoutError);
  expect(timeout).toBeInstanceOf(TimeoutError);
  expect(timeout).not.toBeInstanceOf(ConnectionError);
});

test("a call that is over leaves no timer behind", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    maxRetries: 0,
    fetch: async ({ url }) =>
      url.endsWith("lost") ? Response.json({}, { status: 404 }) : Response.json(THREAD),
  });

  await chatkit.threads.retrieve("found");
  await chatkit.threads.retrieve("lost").catch(() => {});

  expect(vi.getTimerCount()).toBe(0);
});
