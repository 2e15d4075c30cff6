import { expect, test } from "vitest";

import { ApiError, createChatKit, type ChatKit } from "../src/index.ts";
import { play, problemOf } from "./misbehaving/play.ts";
import { sendJson, serve } from "./server.ts";

test("an error answer is an ApiError with everything the answer says", async () => {
  const envelope = {
    message: "No such cursor.",
    type: "invalid_request_error",
    param: "after",
    code: "invalid_cursor",
  };

  const ending = await play({
    moves: [
      (response) => sendJson(response, { error: envelope }, 400, { "x-request-id": "req_7" }),
    ],
  });

  const { error } = ending;
  expect(problemOf(ending)).toBe("400 No such cursor. (request req_7)");
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
    /^sessions\.create: the header Idempotency-Key cannot have this value$/,
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
    expect((error as Error).message).toMatch(/^there is no apiKey /);
    expect(String((error as Error).stack)).not.toContain("sk-secret");
    expect(server.requests).toEqual([]);
  },
);
