import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

import { expect, onTestFinished, test, vi } from "vitest";

import {
  ConnectionError,
  createChatKit,
  TimeoutError,
  type ChatKitOptions,
} from "../../src/index.ts";
import { sendJson, serve } from "../server.ts";
import {
  fail,
  listThreads,
  ok,
  PAGE,
  pageOf,
  play,
  problemOf,
  reset,
  resetInBody,
  type Move,
} from "./play.ts";

/** How long an attempt may take here. */
const timeoutMs = 1_000;

const stall: Move = (_response, _request, clock) => clock.pass(timeoutMs);
const stallInBody: Move = async (response, _request, clock) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"object":');
  await clock.headersArrived();
  clock.pass(timeoutMs);
};

/** Sends a page a few characters at a time, and lets so much time pass between them. */
function drip(pauseMs: number, text: string): Move {
  return async (response, _request, clock) => {
    response.writeHead(200, { "content-type": "application/json" });
    for (let start = 0; start < text.length && !response.destroyed; start += 40) {
      await new Promise<void>((written) => {
        response.write(text.slice(start, start + 40), () => written());
      });
      await clock.headersArrived();
      clock.pass(pauseMs);
    }
    response.end();
  };
}

/** What has nothing to do with HTTP. */
const speakNonsense: Move = (response) => void response.socket?.end("220 mail.example ready\r\n");
const closeEarly: Move = (response) => {
  response.writeHead(200, { "content-length": "1000" });
  response.write('{"object":', () => response.socket?.end());
};

const broken: [when: string, move: Move][] = [
  ["a reset before the headers", reset],
  ["a reset in the body", resetInBody(200)],
  ["a reset in the body of an error", resetInBody(500)],
  ["an end before the announced length", closeEarly],
  ["an answer that is no HTTP", speakNonsense],
];

const senders: [name: string, options: Partial<ChatKitOptions>][] = [
  ["each time", {}],
  ["each time, through a given fetch", { fetch: (request) => fetch(request) }],
];

for (const [when, options] of senders)
  test.for(broken)(
    `%s, ${when}: a ConnectionError with its cause after 3 requests`,
    async ([, move]) => {
      const ending = await play({ moves: [move], options });

      expect(problemOf(ending)).toMatch(/^no whole answer came: .+/);
      expect(ending.error).toBeInstanceOf(ConnectionError);
      expect(ending.error).toMatchObject({
        kind: "connection",
        attempts: 3,
        cause: expect.any(Error),
      });
      expect(ending.requests).toHaveLength(3);
      expect(ending.waits).toEqual([250, 500]);
    },
  );

test.for(broken)("%s, once: the page with the second request", async ([, move]) => {
  const { answer, requests } = await play({ moves: [move, ok] });

  expect(answer).toEqual(PAGE);
  expect(requests).toHaveLength(2);
});

test("a refused connection: a ConnectionError that says so, after 3 attempts", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));

  const ending = await play({ moves: [ok], options: { baseUrl: `http://127.0.0.1:${port}/v1` } });

  expect(problemOf(ending)).toMatch(/^no whole answer came: .*ECONNREFUSED/);
  expect(ending.error).toMatchObject({ kind: "connection", attempts: 3 });
  expect(ending.requests).toEqual([]);
});

test("a connection that is taken and never answered: a TimeoutError", async () => {
  const sockets: { destroy(): void }[] = [];
  const server = createServer((socket) => void sockets.push(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: `http://127.0.0.1:${port}/v1`,
    timeoutMs: 50,
    maxRetries: 0,
  });

  await expect(chatkit.threads.list()).rejects.toBeInstanceOf(TimeoutError);
});

const late: [when: string, move: Move][] = [
  ["stalled headers", stall],
  ["a stalled body", stallInBody],
  ["a body that drips without end", drip(150, JSON.stringify(PAGE) + " ".repeat(100_000))],
];

test.for(late)("%s, each time: a TimeoutError after 2 requests", async ([, move]) => {
  const options: Partial<ChatKitOptions> = { timeoutMs, maxRetries: 1 };

  const ending = await play({ moves: [move], options });

  expect(problemOf(ending)).toBe("no whole answer within 1000 ms");
  expect(ending.error).toBeInstanceOf(TimeoutError);
  expect(ending.error).toMatchObject({ kind: "timeout", attempts: 2 });
  expect(ending.requests).toHaveLength(2);
});

test.for(late)("%s, once: the page with the second request", async ([, move]) => {
  const { answer, requests } = await play({ moves: [move, ok], options: { timeoutMs } });

  expect(answer).toEqual(PAGE);
  expect(requests).toHaveLength(2);
});

test("a body that drips, but in time: every item with one request", async () => {
  const { answer, requests } = await play({
    moves: [drip(150, JSON.stringify(PAGE))],
    options: { timeoutMs },
  });

  expect(answer).toEqual(PAGE);
  expect(requests).toHaveLength(1);
});

test("a reset in the middle of a listing: every item, none of them twice", async () => {
  const first = pageOf(["a", "b"], { has_more: true });
  const last = pageOf(["c"]);
  const sendPage: Move = (response, { url }) =>
    void response.end(JSON.stringify(url.includes("after=b") ? last : first));

  const { answer, requests } = await play({
    moves: [sendPage, reset, resetInBody(200), sendPage],
    call: listThreads,
  });

  expect(answer).toEqual(["a", "b", "c"]);
  expect(requests).toHaveLength(4);
});

/** What never settles, and minds no signal. */
const never = (): Promise<never> => new Promise(() => {});
const deaf: [what: string, options: Partial<ChatKitOptions>][] = [
  ["a key's function that never settles", { apiKey: never }],
  ["a fetch that minds no signal", { fetch: never }],
  [
    "a body that minds no signal",
    { fetch: async () => new Response(new ReadableStream({ pull: never })) },
  ],
  ["a hook that never settles", { hooks: { onRequest: never } }],
];

test.concurrent.for(deaf)("%s: a TimeoutError in time", async ([, options]) => {
  const chatkit = createChatKit({ apiKey: "sk-test", maxRetries: 0, timeoutMs: 30, ...options });

  await expect(chatkit.threads.list()).rejects.toBeInstanceOf(TimeoutError);
});

test.concurrent.for(deaf)("%s: a TimeoutError by the deadline", async ([, options]) => {
  const chatkit = createChatKit({ apiKey: "sk-test", deadlineMs: 30, ...options });

  await expect(chatkit.threads.list()).rejects.toThrow(
    "no whole answer within the deadline of 30 ms",
  );
});

test.concurrent.for(deaf)(
  "%s: an abort wins at once, with the caller's own reason",
  async ([, options]) => {
    const chatkit = createChatKit({ apiKey: "sk-test", ...options });
    const controller = new AbortController();
    const reason = new Error("the user left");

    const call = chatkit.threads.retrieve("cthr_1", { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 10);

    await expect(call).rejects.toBe(reason);
  },
);

test.for<[how: string, end: (answer: PromiseWithResolvers<Response>) => void]>([
  ["comes", (answer) => answer.resolve(Response.json(PAGE))],
  ["fails", (answer) => answer.reject(new Error("too late"))],
])("an answer that %s when the call is over: nobody hears of it", async ([, end]) => {
  const answer = Promise.withResolvers<Response>();
  const heard: string[] = [];
  const chatkit = createChatKit({
    apiKey: "sk-test",
    maxRetries: 0,
    timeoutMs: 20,
    fetch: () => answer.promise,
    hooks: {
      onResponse: () => void heard.push("response"),
      onError: () => void heard.push("error"),
    },
  });
  const note = (): void => void heard.push("unhandled rejection");
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));

  await chatkit.threads.list().catch(() => {});
  end(answer);
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(heard).toEqual(["error"]);
});

test.for<[what: string, slow: (wait: () => Promise<void>) => Partial<ChatKitOptions>]>([
  [
    "a key",
    (wait) => ({
      async apiKey() {
        await wait();
        return "sk-late";
      },
    }),
  ],
  ["a hook", (wait) => ({ hooks: { onRequest: wait } })],
])("%s that comes when the attempt is over: nothing is sent for it", async ([, slow]) => {
  const pending = Promise.withResolvers<void>();
  const sent: (string | null)[] = [];
  let asked = 0;
  const chatkit = createChatKit({
    apiKey: "sk-test",
    maxRetries: 1,
    timeoutMs: 20,
    fetch: async ({ headers }) => {
      sent.push(headers.get("authorization"));
      return Response.json({ id: "cthr_1" });
    },
    ...slow(() => (++asked === 1 ? pending.promise : Promise.resolve())),
  });

  await chatkit.threads.retrieve("cthr_1");
  pending.resolve();
  await new Promise((resolve) => setTimeout(resolve, 5));

  expect(asked).toBe(2);
  expect(sent).toHaveLength(1);
});

test("a signal that outlives its calls keeps nothing of them", async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  const chatkit = createChatKit({
    apiKey: "sk-test",
    maxRetries: 1,
    timeoutMs: 20,
    fetch: ({ url }) =>
      url.endsWith("found") ? Promise.resolve(Response.json({ id: "cthr_1" })) : never(),
  });

  await chatkit.threads.retrieve("found", { signal });
  await chatkit.threads.retrieve("lost", { signal, deadlineMs: 60 }).catch(() => {});

  expect(added.mock.calls.length).toBeGreaterThan(1);
  expect(removed.mock.calls).toEqual(added.mock.calls);
});

test("a time without an end is one", async () => {
  const server = await serve((_request, response) => {
    setTimeout(() => sendJson(response, PAGE), 30);
  });
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url, maxRetries: 0 });

  const page = await chatkit.threads.list({}, { timeoutMs: Infinity });

  expect(page).toEqual(PAGE);
});

test.for([
  [{ timeoutMs: 0 }, "no whole answer within 0 ms"],
  [{ deadlineMs: 0 }, "no whole answer within the deadline of 0 ms"],
] as const)(
  "%j leaves no time: a TimeoutError, and nothing is sent",
  async ([options, problem]) => {
    const ending = await play({ moves: [ok], options: { maxRetries: 0, ...options } });

    expect(problemOf(ending)).toBe(problem);
    expect(ending.requests).toEqual([]);
  },
);

test("the deadline in an attempt: a TimeoutError that names it and keeps the error before", async () => {
  const ending = await play({
    moves: [fail(503), stall],
    options: { deadlineMs: 900, timeoutMs: 60_000 },
  });

  expect(problemOf(ending)).toBe("no whole answer within the deadline of 900 ms");
  expect(ending.error).toMatchObject({ kind: "timeout", attempts: 2, cause: { status: 503 } });
  expect(ending.requests).toHaveLength(2);
});

test("a wait that ends behind the deadline: a TimeoutError that names it, and no further request", async () => {
  const ending = await play({
    moves: [fail(503), ok],
    options: { deadlineMs: 260 },
    lateMs: 42,
  });

  expect(problemOf(ending)).toBe("no whole answer within the deadline of 260 ms");
  expect(ending.error).toMatchObject({ kind: "timeout", cause: { status: 503 } });
  expect(ending.requests).toHaveLength(1);
});

test("a clock that is set back meanwhile moves no deadline", async () => {
  const ending = await play({
    moves: [
      (response, request, clock) => {
        vi.setSystemTime(Date.now() - 3_600_000);
        return fail(503)(response, request, clock);
      },
    ],
    options: { deadlineMs: 400, maxRetries: 10 },
  });

  expect(ending.error).toMatchObject({ status: 503, attempts: 2 });
});

test("an abort may have the error of another call for its reason, and leaves that as it is", async () => {
  const { error } = await play({ moves: [fail(503)], options: { maxRetries: 1 } });
  const heard: string[] = [];
  const chatkit = createChatKit({
    apiKey: "sk-test",
    fetch: never,
    hooks: { onRetry: () => void heard.push("retry"), onError: () => void heard.push("error") },
  });
  const controller = new AbortController();

  const call = chatkit.threads.list({}, { signal: controller.signal });
  controller.abort(error);

  await expect(call).rejects.toBe(error);
  expect(error).toMatchObject({ attempts: 2 });
  expect(heard).toEqual([]);
});
