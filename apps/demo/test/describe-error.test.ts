import { createChatKit } from "@chatkit-contract/client";
import { expect, test } from "vitest";

import { BACKEND_UNREACHABLE } from "../src/backend-unreachable.ts";
import { describeError } from "../src/describe-error.ts";

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
  const { name, value } = BACKEND_UNREACHABLE;

  const absent = await failWith(503, { [name]: value });
  const failing = await failWith(503, { [name]: "some-gateway; error=destination_unavailable" });

  expect(describeError(absent).title).toBe("The backend cannot be reached");
  expect(describeError(failing).title).toBe("The backend failed");
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
    fetch: async () =>
      Response.json({}, { status, headers: { "x-request-id": "req_1", ...headers } }),
  });
  return chatkit.threads.list().then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
}
