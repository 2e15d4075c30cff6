import { expect, test } from "vitest";

import { createChatKit, type ChatKitOptions } from "../src/index.ts";

test.for<[name: string, options: unknown, message: RegExp]>([
  ["no options", undefined, /^createChatKit: options are missing; pass \{ apiKey \}$/],
  ["no key", {}, /^createChatKit: apiKey is missing; pass a key, or a function that gives one$/],
  ["an empty key", { apiKey: "" }, /apiKey is missing/],
  ["a key that is a number", { apiKey: 12 }, /apiKey is missing/],
  [
    "an unknown option",
    { apiKey: "sk-1", baseURL: "http://localhost" },
    /there is no option baseURL; there are apiKey, baseUrl, fetch, headers, hooks, validate, timeoutMs, deadlineMs, maxRetries, maxRetryAfterMs$/,
  ],
  [
    "a relative base URL",
    { apiKey: "sk-1", baseUrl: "/v1" },
    /baseUrl is "\/v1"; it must be an absolute/,
  ],
  ["another protocol", { apiKey: "sk-1", baseUrl: "ftp://x" }, /baseUrl is "ftp:\/\/x"/],
  ["a base URL with a query", { apiKey: "sk-1", baseUrl: "http://x/?a=1" }, /without a query/],
  ["a base URL that is no URL", { apiKey: "sk-1", baseUrl: "http://:99999" }, /baseUrl is/],
  [
    "a base URL with a password",
    { apiKey: "sk-1", baseUrl: "http://u:sk-1@x" },
    /baseUrl holds a user/,
  ],
  [
    "a base URL that is an object",
    { apiKey: "sk-1", baseUrl: new URL("http://x") },
    /baseUrl is "http/,
  ],
  ["a key with a line break", { apiKey: "sk-1\nx" }, /^the API key is missing or malformed/],
  [
    "a negative number",
    { apiKey: "sk-1", maxRetries: -1 },
    /^createChatKit: maxRetries is -1; it must/,
  ],
  ["a fetch that is no function", { apiKey: "sk-1", fetch: "fetch" }, /fetch is not a function/],
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
