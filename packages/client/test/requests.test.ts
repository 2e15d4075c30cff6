import { expect, test, vi } from "vitest";

import { ConnectionError, createChatKit, type ChatKit } from "../src/index.ts";
import { sendJson, serve } from "./server.ts";

const CALLS: [name: string, call: (chatkit: ChatKit) => PromiseLike<unknown>][] = [
  ["a list with nothing chosen", (chatkit) => chatkit.threads.list()],
  [
    "a list with everything chosen",
    (chatkit) =>
      chatkit.threads.list({
        after: "cthr_1",
        before: "cthr_2",
        limit: 7,
        order: "asc",
        user: "Zoë & co=1/2",
      }),
  ],
  [
    "a list with a parameter left undefined",
    (chatkit) => chatkit.threads.list({ user: undefined, limit: 0 }),
  ],
  ["a path value that has to be encoded", (chatkit) => chatkit.threads.retrieve("a/b?c#d e%")],
  ["a delete", (chatkit) => chatkit.threads.delete("cthr_1")],
  ["a path value and a query", (chatkit) => chatkit.threads.listItems("cthr_1", { limit: 3 })],
  ["a body", (chatkit) => chatkit.sessions.create({ workflow: { id: "wf_1" }, user: "user_1" })],
  [
    "a body and a header option",
    (chatkit) =>
      chatkit.sessions.create(
        { workflow: { id: "wf_1", state_variables: { a: 1, b: true, c: "ü" } }, user: "user_1" },
        { idempotencyKey: "key-1" },
      ),
  ],
  ["a post without a body", (chatkit) => chatkit.sessions.cancel("cksess_1")],
];

/** What the runtime's own fetch adds. */
const FETCH_HEADERS = [
  "accept-encoding",
  "accept-language",
  "connection",
  "host",
  "sec-fetch-mode",
  "user-agent",
];

// The golden file stands between the binder and openapi-fetch: whatever takes its place must send the same bytes.
test("sends what the contract says, byte for byte", async () => {
  const server = await serve((_request, response) =>
    sendJson(response, {
      object: "list",
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
    }),
  );
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url });

  for (const [, call] of CALLS) {
    await call(chatkit);
  }

  const golden = server.requests.map(({ method, url, headers, body }, index) => {
    const sent = Object.entries(headers)
      .filter(([name]) => !FETCH_HEADERS.includes(name))
      .toSorted(([one], [other]) => one.localeCompare(other));
    return { call: CALLS[index]?.[0], method, url, headers: Object.fromEntries(sent), body };
  });
  await expect(JSON.stringify(golden, null, 2)).toMatchFileSnapshot("golden/requests.json");
});

test("asks for the key before every request", async () => {
  const server = await serve((_request, response) => sendJson(response, {}));
  let count = 0;
  const chatkit = createChatKit({
    apiKey: async () => `sk-${++count}`,
    baseUrl: `${server.url}/`,
  });

  await chatkit.threads.retrieve("cthr_1");
  await chatkit.threads.retrieve("cthr_2");

  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer sk-1",
    "Bearer sk-2",
  ]);
  expect(server.requests.map(({ url }) => url)).toEqual([
    "/v1/chatkit/threads/cthr_1",
    "/v1/chatkit/threads/cthr_2",
  ]);
});

test("sends through the fetch it was given", async () => {
  const seen: string[] = [];
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "https://chatkit.example/v1",
    fetch: async (request) => {
      seen.push(`${request.method} ${request.url}`);
      return Response.json({ id: "cthr_1" });
    },
  });

  const thread = await chatkit.threads.retrieve("cthr_1");

  expect(thread).toEqual({ id: "cthr_1" });
  expect(seen).toEqual(["GET https://chatkit.example/v1/chatkit/threads/cthr_1"]);
});

test("a given fetch that gives nothing is a failure, and nothing goes through the global one", async () => {
  const fallback = vi.spyOn(globalThis, "fetch");
  const chatkit = createChatKit({ apiKey: "sk-test", maxRetries: 0, fetch: vi.fn<() => never>() });

  await expect(chatkit.threads.retrieve("cthr_1")).rejects.toBeInstanceOf(ConnectionError);

  expect(fallback).not.toHaveBeenCalled();
});

test.for<[name: string, user: unknown, shown: string]>([
  ["null, which would silently be left out", null, "null"],
  ["half a surrogate pair, which has no encoding", "a\ud800", '"a\\ud800"'],
  ["a list, which no parameter takes", ["a", "b"], '["a","b"]'],
  ["an object, which no parameter takes", { name: "a" }, '{"name":"a"}'],
])("refuses %s, in the query", async ([, user, shown]) => {
  const server = await serve((_request, response) => sendJson(response, {}));
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url });

  await expect(chatkit.threads.list({ user: user as string })).rejects.toThrow(
    new TypeError(`threads.list: user is ${shown}; it must be one well-formed value, or left out`),
  );

  expect(server.requests).toEqual([]);
});

test("refuses null as a query, which would list everybody's threads", () => {
  const chatkit = createChatKit({ apiKey: "sk-test" });

  expect(() => chatkit.threads.list(null as never)).toThrow(
    new TypeError("threads.list: query is null; it must be an object, or left out"),
  );
});

test("a body with half a surrogate pair fails as any other call does", async () => {
  const server = await serve((_request, response) => sendJson(response, {}, 400));
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url });

  const call = chatkit.sessions.create({ user: "a\ud800", workflow: { id: "wf_1" } });

  await expect(call).rejects.toMatchObject({ kind: "api", status: 400 });
});
