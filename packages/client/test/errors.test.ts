import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import {
  ApiError,
  ChatKitError,
  ConnectionError,
  createChatKit,
  InvalidAnswerError,
  type ChatKit,
} from "../src/index.ts";
import { sendJson, serve } from "./server.ts";

const PAGE = { object: "list", data: [], first_id: null, last_id: null, has_more: false };

async function listFrom(answer: (response: ServerResponse) => void): Promise<unknown> {
  const server = await serve((_request, response) => answer(response));
  const chatkit = createChatKit({ apiKey: "sk-secret", baseUrl: server.url });
  const error: unknown = await chatkit.threads
    .list({ user: "user_private" }, { maxRetries: 0 })
    .then(
      (page) => expect.fail(`resolved with ${JSON.stringify(page)}`),
      (reason: unknown) => reason,
    );
  expect(server.requests).toHaveLength(1);
  expect(error).toBeInstanceOf(ChatKitError);
  const everything = `${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
  expect(everything).not.toContain("sk-secret");
  expect(everything).not.toContain("user_private");
  return error;
}

test("an error answer is an ApiError with everything the answer says", async () => {
  const error = await listFrom((response) =>
    sendJson(
      response,
      {
        error: {
          message: "No such cursor.",
          type: "invalid_request_error",
          param: "after",
          code: "invalid_cursor",
        },
      },
      400,
      { "x-request-id": "req_7" },
    ),
  );

  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    kind: "api",
    name: "ApiError",
    status: 400,
    code: "invalid_cursor",
    param: "after",
    type: "invalid_request_error",
    requestId: "req_7",
    operation: "threads.list",
    method: "GET",
  });
  expect((error as ApiError).message).toMatch(
    /^threads\.list: GET http:\/\/127\.0\.0\.1:\d+\/v1\/chatkit\/threads: 400 No such cursor\. \(request req_7\)$/,
  );
  expect((error as ApiError).headers.get("x-request-id")).toBe("req_7");
});

test.for<[name: string, body: string]>([
  ["an empty body", ""],
  ["HTML", "<html>Bad gateway</html>"],
  ["JSON of another shape", '{"detail":"no"}'],
  ["an envelope of other types", '{"error":{"message":1,"code":2,"param":[],"type":{}}}'],
  ["null", "null"],
])("an error answer with %s is an ApiError all the same", async ([, body]) => {
  const error = await listFrom((response) => {
    response.writeHead(502, { "content-length": String(body.length) }).end(body);
  });

  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 502, code: null, param: null, type: null });
});

test.for<[name: string, contentType: string, body: string, problem: RegExp]>([
  ["HTML", "text/html", "<html></html>", /its body is not JSON/],
  ["an empty body", "application/json", "", /its body is empty/],
  ["truncated JSON", "application/json", '{"object":"list","data":[', /is not JSON/],
  ["a list", "application/json", "[]", /is not a JSON object/],
  ["null", "application/json", "null", /is not a JSON object/],
  ["a page without data", "application/json", '{"has_more":false}', /its data is not a list/],
  ["a page without has_more", "application/json", '{"data":[]}', /its has_more is not true/],
  ["an error in a success", "application/json", '{"error":{}}', /its data is not a list/],
])("a success answer with %s is an InvalidAnswerError", async ([, type, body, problem]) => {
  const error = await listFrom((response) => {
    response.writeHead(200, { "content-type": type, "x-request-id": "req_8" }).end(body);
  });

  expect(error).toBeInstanceOf(InvalidAnswerError);
  expect(error).toMatchObject({ kind: "invalid_answer", status: 200, requestId: "req_8" });
  expect((error as Error).message).toMatch(problem);
});

test("JSON under another content type is read all the same", async () => {
  const server = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).end(JSON.stringify(PAGE));
  });
  const chatkit = createChatKit({ apiKey: "sk-secret", baseUrl: server.url });

  expect(await chatkit.threads.list()).toEqual(PAGE);
});

test("a connection that is reset before the answer is a ConnectionError with its cause", async () => {
  const error = await listFrom((response) => response.destroy());

  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ kind: "connection", operation: "threads.list" });
  expect((error as Error).cause).toBeInstanceOf(Error);
});

test("a connection that breaks in the body is a ConnectionError", async () => {
  const error = await listFrom((response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"object":"list",', () => response.destroy());
  });

  expect(error).toBeInstanceOf(ConnectionError);
});

test("a connection that breaks in the body of an error answer is a ConnectionError", async () => {
  const error = await listFrom((response) => {
    response.writeHead(500, { "content-length": "1000" });
    response.write('{"error":', () => response.destroy());
  });

  expect(error).toBeInstanceOf(ConnectionError);
});

test("a refused connection is a ConnectionError that says so", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  const chatkit = createChatKit({ apiKey: "sk-secret", baseUrl: `http://127.0.0.1:${port}` });

  await expect(chatkit.threads.retrieve("cthr_1", { maxRetries: 0 })).rejects.toThrow(
    /^threads\.retrieve: GET .*\/chatkit\/threads\/cthr_1: no whole answer came: .*ECONNREFUSED/,
  );
});

test("an abort rejects with the caller's own reason", async () => {
  const server = await serve(() => {});
  const chatkit = createChatKit({ apiKey: "sk-secret", baseUrl: server.url });
  const controller = new AbortController();
  const reason = new Error("the user left");

  const call = chatkit.threads.retrieve("cthr_1", { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 20);

  await expect(call).rejects.toBe(reason);
});

test("an error of the key's function is the caller's own", async () => {
  const server = await serve((_request, response) => sendJson(response, {}));
  const sealed = new Error("vault is sealed");
  const chatkit = createChatKit({ apiKey: () => Promise.reject(sealed), baseUrl: server.url });

  await expect(chatkit.threads.retrieve("cthr_1")).rejects.toBe(sealed);
  expect(server.requests).toEqual([]);
});

test.for<[name: string, call: (chatkit: ChatKit) => PromiseLike<unknown>, message: RegExp]>([
  [
    "half a surrogate pair in a path",
    (chatkit) => chatkit.threads.retrieve("a\ud800"),
    /^threads\.retrieve: thread_id is "a\\ud800"; it must be a string/,
  ],
  [
    "a header option that no header can hold",
    (chatkit) =>
      chatkit.sessions.create(
        { workflow: { id: "wf_1" }, user: "user_1" },
        { idempotencyKey: "secret\nvalue" },
      ),
    /^sessions\.create: the header Idempotency-Key cannot be sent with this value$/,
  ],
  [
    "a body that is no JSON",
    (chatkit) =>
      chatkit.sessions.create({
        workflow: { id: "wf_1", state_variables: { big: 1n as unknown as number } },
        user: "user_1",
      }),
    /BigInt/,
  ],
  [
    "a timeout that is no number",
    (chatkit) => chatkit.threads.list({}, { timeoutMs: Number.NaN }),
    /^threads\.list: timeoutMs is NaN; it must be a number of at least 0$/,
  ],
])("%s is a TypeError before anything is sent", async ([, call, message]) => {
  const server = await serve((_request, response) => sendJson(response, {}));
  const chatkit = createChatKit({ apiKey: "sk-secret", baseUrl: server.url });

  const error: unknown = await call(chatkit).then(undefined, (reason: unknown) => reason);

  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).not.toContain("\n");
  expect(server.requests).toEqual([]);
});

test.for([() => "sk-secret\nvalue", () => "", () => undefined as unknown as string])(
  "a key that no header can hold is a TypeError that does not repeat it: case %#",
  async (apiKey) => {
    const server = await serve((_request, response) => sendJson(response, {}));
    const chatkit = createChatKit({ apiKey, baseUrl: server.url });

    const error: unknown = await chatkit.threads
      .retrieve("cthr_1")
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(/^the API key is missing or malformed/);
    expect(String((error as Error).stack)).not.toContain("sk-secret");
    expect(server.requests).toEqual([]);
  },
);
