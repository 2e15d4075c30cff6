import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { ApiError, ConnectionError, InvalidAnswerError, type ChatKit } from "../../src/index.ts";
import { listThreads, ok, PAGE, pageOf, play, problemOf, send, fail, type Move } from "./play.ts";

const json = { "content-type": "application/json" };
const wire = JSON.stringify(PAGE);
const HTML = "<html>user_private</html>";

const sendNothingInChunks: Move = (response) => {
  response.writeHead(200, { ...json, "transfer-encoding": "chunked" }).end();
};

const unusable: [when: string, move: Move, problem: string][] = [
  ["truncated JSON", send(wire.slice(0, 100), json), "its body is not JSON"],
  ["HTML", send(HTML, { "content-type": "text/html" }), "its body is not JSON"],
  ["an empty body", send("", json), "its body is empty"],
  ["an empty body in chunks", sendNothingInChunks, "its body is empty"],
  ["no content", send("", {}, 204), "its body is empty"],
  ["null", send("null", json), "its body is not a JSON object"],
  ["a list", send("[]", json), "its body is not a JSON object"],
  ["a string", send('"user_private"', json), "its body is not a JSON object"],
];

const notAPage: [when: string, move: Move, problem: string][] = [
  ["a page without data", send('{"has_more":false}', json), "its data is not a list"],
  ["a page without has_more", send('{"data":[]}', json), "its has_more is not true or false"],
  [
    "a page whose has_more is a text",
    send('{"data":[],"has_more":"no"}', json),
    "its has_more is not true or false",
  ],
  [
    "an error with 200",
    send('{"error":{"message":"user_private"}}', json),
    "its data is not a list",
  ],
];

const ways: [name: string, call: (chatkit: ChatKit) => PromiseLike<unknown>][] = [
  ["awaited", (chatkit) => chatkit.threads.list({ user: "user_private" })],
  ["iterated", listThreads],
  [
    "all of it",
    (chatkit) => chatkit.threads.list({ user: "user_private" }).all({ concurrency: 1 }),
  ],
];

for (const [way, call] of ways) {
  test.for([...unusable, ...notAPage])(
    `%s with 200 to a list, ${way}: an InvalidAnswerError after 1 request`,
    async ([, move, problem]) => {
      const ending = await play({ moves: [move], call });

      expect(problemOf(ending)).toMatch(/^20[04], but /);
      expect(problemOf(ending).slice("200, but ".length)).toBe(problem);
      expect(ending.error).toBeInstanceOf(InvalidAnswerError);
      expect(ending.error).toMatchObject({ kind: "invalid_answer", attempts: 1, requestId: null });
      expect(ending.requests).toHaveLength(1);
    },
  );
}

test.for(unusable)(
  "%s with 200 to a retrieve: an InvalidAnswerError after 1 request",
  async ([, move, problem]) => {
    const ending = await play({
      moves: [move],
      call: (chatkit) => chatkit.threads.retrieve("cthr_1"),
    });

    expect(problemOf(ending).slice("200, but ".length)).toBe(problem);
    expect(ending.error).toBeInstanceOf(InvalidAnswerError);
    expect(ending.requests).toHaveLength(1);
  },
);

test("an answer that breaks the contract names its request", async () => {
  const ending = await play({ moves: [send(HTML, { "x-request-id": "req_8" })] });

  expect(problemOf(ending)).toBe("200, but its body is not JSON (request req_8)");
  expect(ending.error).toMatchObject({ status: 200, requestId: "req_8" });
});

// What there is of it is unpacked, and is no whole JSON.
test("gzip that is cut short: an InvalidAnswerError after 1 request", async () => {
  const cut = gzipSync(wire).subarray(0, 60);

  const ending = await play({ moves: [send(cut, { ...json, "content-encoding": "gzip" })] });

  expect(problemOf(ending)).toMatch(/^200, but its body is not JSON$/);
  expect(ending.error).toBeInstanceOf(InvalidAnswerError);
  expect(ending.requests).toHaveLength(1);
});

const many = pageOf(Array.from({ length: 100 }, (_, index) => `cthr_${index}`));
/** 10 MB of titles. */
const large = {
  ...many,
  data: (many as { data: object[] }).data.map((thread) => ({
    ...thread,
    title: "ü".repeat(52_500),
  })),
};

const usable: [when: string, move: Move, answer: object][] = [
  ["as text/plain", send(wire, { "content-type": "text/plain" }), PAGE],
  ["without a content type", send(wire), PAGE],
  ["gzipped", send(gzipSync(wire), { ...json, "content-encoding": "gzip" }), PAGE],
  ["with another success status", send(wire, json, 203), PAGE],
  ["of 10 MB", send(JSON.stringify(large), json), large],
];

test.for(usable)("JSON %s: every item with 1 request", async ([, move, answer]) => {
  const ending = await play({ moves: [move] });

  expect(ending.answer).toEqual(answer);
  expect(ending.requests).toHaveLength(1);
});

test("gzip that is none: a ConnectionError after 3 requests", async () => {
  const ending = await play({ moves: [send(wire, { ...json, "content-encoding": "gzip" })] });

  expect(problemOf(ending)).toMatch(/^no whole answer came: /);
  expect(ending.error).toBeInstanceOf(ConnectionError);
  expect(ending.requests).toHaveLength(3);
});

const errors: [when: string, body: string, problem: string, fields: object][] = [
  ["an empty body", "", "without a message", {}],
  ["HTML", HTML, "without a message", {}],
  ["JSON of another shape", '{"detail":"no"}', "without a message", {}],
  [
    "an envelope of other types",
    '{"error":{"message":1,"code":2,"param":[],"type":{}}}',
    "without a message",
    {},
  ],
  ["null", "null", "without a message", {}],
  ["truncated JSON", '{"error":{"message":"Off', "without a message", {}],
  [
    "an envelope",
    '{"error":{"message":"Off.","type":"server_error","param":"limit","code":"down"}}',
    "Off.",
    { type: "server_error", param: "limit", code: "down" },
  ],
];

test.for(errors)("500 with %s: an ApiError after 3 requests", async ([, body, problem, fields]) => {
  const ending = await play({ moves: [send(body, { ...json, "x-request-id": "req_7" }, 500)] });

  expect(problemOf(ending)).toBe(`500 ${problem} (request req_7)`);
  expect(ending.error).toBeInstanceOf(ApiError);
  expect(ending.error).toMatchObject({
    kind: "api",
    status: 500,
    requestId: "req_7",
    attempts: 3,
    code: null,
    param: null,
    type: null,
    ...fields,
  });
  expect(ending.requests).toHaveLength(3);
});

test.for(errors)("404 with %s: an ApiError after 1 request", async ([, body, problem]) => {
  const ending = await play({ moves: [send(body, json, 404)] });

  expect(problemOf(ending)).toBe(`404 ${problem}`);
  expect(ending.error).toMatchObject({ kind: "api", status: 404, attempts: 1 });
  expect(ending.requests).toHaveLength(1);
});

test("500 twice, then a page: the page after 3 requests", async () => {
  const { answer, requests, waits } = await play({ moves: [fail(500), send("", {}, 500), ok] });

  expect(answer).toEqual(PAGE);
  expect(requests).toHaveLength(3);
  expect(waits).toEqual([250, 500]);
});
