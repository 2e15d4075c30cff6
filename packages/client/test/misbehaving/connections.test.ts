import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

import { expect, onTestFinished, test } from "vitest";

import {
  ConnectionError,
  createChatKit,
  TimeoutError,
  type ChatKitOptions,
} from "../../src/index.ts";
import {
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
