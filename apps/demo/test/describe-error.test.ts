import { createChatKit } from "@chatkit-contract/client";
import { expect, test } from "vitest";

import { describeError } from "../src/describe-error.ts";
import { PROXY_PROBLEMS, PROXY_STATUS } from "../src/proxy-status.ts";

test.each([
  [401, "The API key was refused", "OPENAI_API_KEY"],
  [403, "The API key was refused", "OPENAI_API_KEY"],
  [400, "The backend refused the request", "says why below"],
  [500, "The backend failed", "Trying again"],
  [503, "The backend failed", "Trying again"],
])("puts a %i into words", async (status, title, advice) => {
  const description = describeError(await failWith(status));

  expect(description).toEqual({
    title,
    advice: expect.stringContaining(advice),
    requestId: "req_1",
  });
});

test("says how long to wait where the answer says it", async () => {
  expect(describeError(await failWith(429, { "retry-after": "7" })).advice).toContain("in 7 s.");
  expect(describeError(await failWith(429)).advice).toContain("Wait a moment");
});

test("tells a backend that is not there from one that fails", async () => {
  const absent = await failWith(503, { [PROXY_STATUS]: PROXY_PROBLEMS.unreachable });
  const failing = await failWith(503, {
    [PROXY_STATUS]: "some-gateway; error=destination_unavailable",
  });

  expect(describeError(absent).title).toBe("The backend cannot be reached");
  expect(describeError(failing).title).toBe("The backend failed");
});

test("tells what the console refuses from what the backend does", async () => {
  const own = await failWith(403, { [PROXY_STATUS]: PROXY_PROBLEMS.refused });
  const theirs = await failWith(403, { [PROXY_STATUS]: "some-gateway; error=http_request_denied" });

  expect(describeError(own).title).toBe("The console did not let it through");
  expect(describeError(theirs).title).toBe("The API key was refused");
});

test("blames itself for what no call threw", () => {
  expect(describeError(new RangeError("oops"))).toEqual({
    title: "Something broke in this page",
    advice: "This is a fault of the demo itself.",
    requestId: null,
  });
});

async function failWith(status: number, headers: Record<string, string> = {}): Promise<unknown> {
  const chatkit = createChatKit({
    apiKey: "any",
    baseUrl: "http://127.0.0.1/v1",
    // What is put into words is the last failure: the client need not wait, as Retry-After says, for two more.
    maxRetries: 0,
    fetch: async () =>
      Response.json({}, { status, headers: { "x-request-id": "req_1", ...headers } }),
  });
  return chatkit.threads.list().then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
}
