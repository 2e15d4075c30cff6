import { beforeEach, expect, test, vi } from "vitest";

import { createChatKit, type ChatKitOptions } from "../src/index.ts";
import { sendJson, serve } from "./server.ts";

const VARIABLES = ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"];

beforeEach(() => {
  for (const name of VARIABLES) {
    vi.stubEnv(name, undefined);
  }
  return () => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  };
});

test.for<[name: string, options: unknown, message: RegExp]>([
  [
    "no options",
    undefined,
    /^there is no apiKey \(or OPENAI_API_KEY\) of visible ASCII without spaces$/,
  ],
  ["no key", {}, /^there is no apiKey /],
  ["an empty key", { apiKey: "" }, /^there is no apiKey /],
  ["a key that is a number", { apiKey: 12 }, /^there is no apiKey /],
  [
    "an unknown option",
    { apiKey: "sk-1", baseURL: "http://localhost" },
    /there is no option baseURL; there are apiKey, baseUrl, fetch, headers, dangerouslyAllowBrowser, hooks, validate, timeoutMs, deadlineMs, maxRetries, maxRetryAfterMs$/,
  ],
  [
    "a relative base URL",
    { apiKey: "sk-1", baseUrl: "/v1" },
    /baseUrl .* is "\/v1"; it must be an absolute/,
  ],
  ["another protocol", { apiKey: "sk-1", baseUrl: "ftp://x" }, /baseUrl .* is "ftp:\/\/x";/],
  [
    "a base URL with a query",
    { apiKey: "sk-1", baseUrl: "http://x/?a=1" },
    /without user, query or fragment$/,
  ],
  ["a base URL that is no URL", { apiKey: "sk-1", baseUrl: "http://:99999" }, /baseUrl .* is/],
  [
    "a base URL with a password",
    { apiKey: "sk-1", baseUrl: "http://u:sk-1@x" },
    /baseUrl .* is "http:\/\/\*\*\*@x"; it must/,
  ],
  [
    "a base URL that is an object",
    { apiKey: "sk-1", baseUrl: { href: "http://u:sk-1@x" } },
    /baseUrl .* is \{"href":"http:\/\/\*\*\*@x"\};/,
  ],
  ["a key with a line break", { apiKey: "sk-1\nx" }, /^there is no apiKey /],
  [
    "a negative number",
    { apiKey: "sk-1", maxRetries: -1 },
    /^createChatKit: maxRetries is -1; it must/,
  ],
  ["a fetch that is no function", { apiKey: "sk-1", fetch: "fetch" }, /fetch is not a function/],
  [
    "an unknown hook",
    { apiKey: "sk-1", hooks: { onReqest() {} } },
    /^hooks: there is no option onReqest; there are onRequest, onResponse, onRetry, onError$/,
  ],
  ["hooks that are a text", { apiKey: "sk-1", hooks: "all" }, /there is no option 0; there are/],
  [
    "a hook that is no function",
    { apiKey: "sk-1", hooks: { onRetry: "log" } },
    /onRetry is not a function$/,
  ],
  [
    "a check that is no function",
    { apiKey: "sk-1", validate: "warn" },
    /validate is not a function$/,
  ],
  [
    "a header that is null",
    { apiKey: "sk-1", headers: { "x-team": null } },
    /the header x-team cannot have this value$/,
  ],
])("%s: one clear line", ([, options, message]) => {
  let error: unknown;
  try {
    createChatKit(options as ChatKitOptions);
  } catch (thrown) {
    error = thrown;
  }

  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).not.toContain("\n");
  expect((error as Error).message).not.toContain("sk-1");
});

test("what the options leave out comes from the environment", async () => {
  const server = await serve((_request, response) => sendJson(response, {}));
  vi.stubEnv("OPENAI_API_KEY", "sk-env");
  vi.stubEnv("OPENAI_BASE_URL", server.url);
  vi.stubEnv("OPENAI_ORG_ID", "org-env");
  vi.stubEnv("OPENAI_PROJECT_ID", "proj-env");

  await createChatKit().threads.retrieve("cthr_1");

  expect(server.requests[0]?.headers).toMatchObject({
    authorization: "Bearer sk-env",
    "openai-organization": "org-env",
    "openai-project": "proj-env",
  });
});

test("an option wins over the environment, a header in any case", async () => {
  const server = await serve((_request, response) => sendJson(response, {}));
  vi.stubEnv("OPENAI_API_KEY", "sk-env");
  vi.stubEnv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1");
  vi.stubEnv("OPENAI_ORG_ID", "org-env");
  const chatkit = createChatKit({
    apiKey: "sk-option",
    baseUrl: server.url,
    headers: { "openai-organization": "org-option" },
  });

  await chatkit.threads.retrieve("cthr_1");

  expect(server.requests[0]?.headers).toMatchObject({
    authorization: "Bearer sk-option",
    "openai-organization": "org-option",
  });
  expect(server.requests[0]?.headers).not.toHaveProperty("openai-project");
});

test("a variable that is set to nothing says nothing", async () => {
  for (const name of VARIABLES) {
    vi.stubEnv(name, "");
  }
  const server = await serve((_request, response) => sendJson(response, {}));

  expect(() => createChatKit()).toThrow("there is no apiKey (or OPENAI_API_KEY)");
  await createChatKit({ apiKey: "sk-option", baseUrl: server.url }).threads.retrieve("cthr_1");

  expect(server.requests[0]?.headers).not.toHaveProperty("openai-organization");
});

test.for<[name: string, process: unknown]>([
  ["there is no environment", undefined],
  [
    "the environment may not be read",
    {
      get env() {
        throw new Error("requires env access");
      },
    },
  ],
])("where %s, the options suffice", ([, process]) => {
  vi.stubGlobal("process", process);

  expect(() => createChatKit({ apiKey: "sk-option" })).not.toThrow();
  expect(() => createChatKit()).toThrow("there is no apiKey (or OPENAI_API_KEY)");
});

test("a base URL of the environment that is none: its variable is named", () => {
  vi.stubEnv("OPENAI_BASE_URL", "localhost:3000");

  expect(() => createChatKit({ apiKey: "sk-1" })).toThrow(
    'createChatKit: baseUrl (or OPENAI_BASE_URL) is "localhost:3000"; it must be an absolute http(s) URL',
  );
});

test("in a browser a client is made only by one who says that the key may be read", () => {
  vi.stubGlobal("window", { document: {} });

  expect(() => createChatKit({ apiKey: "sk-1" })).toThrow(
    "createChatKit: in a browser everybody can read the key",
  );
  expect(() => createChatKit({ apiKey: async () => "sk-1" })).toThrow("in a browser");
  expect(() => createChatKit({ apiKey: "sk-1", dangerouslyAllowBrowser: true })).not.toThrow();
});
