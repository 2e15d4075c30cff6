import { expect, test, vi } from "vitest";

import { createRawClient, type RawClientOptions } from "../src/raw/index.ts";
import { bundle } from "./bundle.ts";
import { sendJson, serve } from "./server.ts";

const params = {
  path: { thread_id: "cthr_1" },
  header: { "OpenAI-Beta": "chatkit_beta=v1" },
} as const;

test("sends the key and the headers of its options, and answers as the wire has it", async () => {
  const server = await serve((_request, response) => sendJson(response, { id: "cthr_1" }));
  const raw = createRawClient({
    apiKey: "sk-test",
    baseUrl: server.url,
    headers: { "OpenAI-Project": "proj_1" },
  });

  const { data, response } = await raw.GET("/chatkit/threads/{thread_id}", { params });

  expect(response.status).toBe(200);
  expect(data?.id).toBe("cthr_1");
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    method: "GET",
    url: "/v1/chatkit/threads/cthr_1",
    headers: {
      authorization: "Bearer sk-test",
      "openai-beta": "chatkit_beta=v1",
      "openai-project": "proj_1",
    },
  });
});

test("an error answer is a value, and is not asked for again", async () => {
  const envelope = { error: { message: "Try later.", type: "server_error" } };
  const server = await serve((_request, response) => sendJson(response, envelope, 503));
  const raw = createRawClient({ apiKey: "sk-test", baseUrl: server.url });

  const { data, error, response } = await raw.GET("/chatkit/threads/{thread_id}", { params });

  expect(data).toBeUndefined();
  expect(error).toEqual(envelope);
  expect(response.status).toBe(503);
  expect(server.requests).toHaveLength(1);
});

test("asks for the key before every request, and sends through the fetch it was given", async () => {
  const seen: (string | null)[] = [];
  const keys = ["sk-1", "sk-2"];
  const raw = createRawClient({
    apiKey: async () => keys.shift() ?? "",
    fetch: async (request) => {
      seen.push(request.headers.get("authorization"));
      return Response.json({});
    },
  });

  await raw.GET("/chatkit/threads/{thread_id}", { params });
  await raw.GET("/chatkit/threads/{thread_id}", { params });

  expect(seen).toEqual(["Bearer sk-1", "Bearer sk-2"]);
});

test.for<[name: string, options: unknown, message: RegExp]>([
  ["an empty key", { apiKey: "" }, /^there is no apiKey /],
  [
    "an option that it has no use for",
    { apiKey: "sk-1", maxRetries: 3 },
    /^createRawClient: there is no option maxRetries; there are apiKey, baseUrl, fetch, headers, dangerouslyAllowBrowser$/,
  ],
  [
    "a relative base URL",
    { apiKey: "sk-1", baseUrl: "/v1" },
    /^createRawClient: baseUrl .* is "\/v1"/,
  ],
  [
    "a header that cannot be sent",
    { apiKey: "sk-1", headers: { "x-a": "sk-1\n" } },
    /^createRawClient: the header x-a cannot have this value$/,
  ],
])("%s: one clear line", ([, options, message]) => {
  expect(() => createRawClient(options as RawClientOptions)).toThrow(
    expect.objectContaining({ name: "TypeError", message: expect.stringMatching(message) }),
  );
});

test("in a browser it is made only by one who says that the key may be read", () => {
  vi.stubGlobal("window", { document: {} });
  try {
    expect(() => createRawClient({ apiKey: "sk-1" })).toThrow("createRawClient: in a browser");
    expect(() => createRawClient({ apiKey: "sk-1", dangerouslyAllowBrowser: true })).not.toThrow();
  } finally {
    vi.unstubAllGlobals();
  }
});

test("whoever does not import it does not load it", async () => {
  expect(await bundle("raw/index.ts")).toContain("eject");
  expect(await bundle("index.ts")).not.toContain("eject");
});
