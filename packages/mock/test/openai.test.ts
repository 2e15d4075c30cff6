import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startMock, type Mock } from "../src/index.ts";
import { firstSuccess, operationCases } from "./contract.ts";

// The client that most people use today, against the mock: a third party that knows nothing of this contract.

let mock: Mock;
let chatkit: OpenAI["beta"]["chatkit"];
beforeAll(async () => {
  mock = await startMock();
  chatkit = connect().beta.chatkit;
});
afterAll(() => mock.close());

test("lists threads, page by page, and ends", async () => {
  const page = firstSuccess("threads.list") as Page;

  const first = await chatkit.threads.list({ limit: 20, order: "desc" });

  expect(plain(first.data)).toStrictEqual(page.data);
  expect(first.has_more).toBe(page.has_more);
  expect(first.last_id).toBe(page.last_id);
  expect(await collect(chatkit.threads.list())).toStrictEqual(page.data);
});

test("lists a thread's items, page by page, and ends", async () => {
  const page = firstSuccess("threads.listItems") as Page;
  const [threadId = ""] = argumentsOf("threads.listItems");

  const items = await collect(chatkit.threads.listItems(threadId));

  expect(items).toStrictEqual(page.data);
});

test("retrieves a thread", async () => {
  const [threadId = ""] = argumentsOf("threads.retrieve");

  expect(plain(await chatkit.threads.retrieve(threadId))).toStrictEqual(
    firstSuccess("threads.retrieve"),
  );
});

test("deletes a thread", async () => {
  const [threadId = ""] = argumentsOf("threads.delete");

  expect(plain(await chatkit.threads.delete(threadId))).toStrictEqual(
    firstSuccess("threads.delete"),
  );
});

test("creates a session", async () => {
  const { body } = operationCases.find(({ id }) => id === "sessions.create")!;

  const session = await chatkit.sessions.create(body as SessionParams);

  expect(plain(session)).toStrictEqual(firstSuccess("sessions.create"));
});

test("cancels a session", async () => {
  const [sessionId = ""] = argumentsOf("sessions.cancel");

  expect(plain(await chatkit.sessions.cancel(sessionId))).toStrictEqual(
    firstSuccess("sessions.cancel"),
  );
});

test("throws its own typed errors", async () => {
  const missing = { headers: { prefer: "code=404" } };
  const notFound = await failure(chatkit.threads.retrieve("cthr_unknown", missing));
  const refused = await failure(chatkit.threads.list({ limit: 101 }));
  const keyless = await failure(connect("").beta.chatkit.threads.list());
  const failed = await failure(chatkit.threads.list({}, { headers: { prefer: "code=500" } }));

  expect(notFound).toBeInstanceOf(OpenAI.NotFoundError);
  expect(notFound).toMatchObject({ status: 404, code: "not_found", param: "thread_id" });
  expect(refused).toBeInstanceOf(OpenAI.BadRequestError);
  expect(refused).toMatchObject({ status: 400, code: "integer_above_max_value", param: "limit" });
  expect(refused.requestID).toMatch(/^req_./);
  expect(keyless).toBeInstanceOf(OpenAI.AuthenticationError);
  expect(keyless).toMatchObject({ status: 401, code: "missing_api_key" });
  expect(failed).toBeInstanceOf(OpenAI.InternalServerError);
});

interface Page {
  data: unknown[];
  last_id: string | null;
  has_more: boolean;
}

type SessionParams = Parameters<OpenAI["beta"]["chatkit"]["sessions"]["create"]>[0];

function connect(key = "test-key"): OpenAI {
  const keyless = key === "" ? { defaultHeaders: { authorization: null } } : {};
  return new OpenAI({ apiKey: key || "unused", baseURL: mock.url, maxRetries: 0, ...keyless });
}

function argumentsOf(id: string): string[] {
  return operationCases.find((known) => known.id === id)?.pathValues ?? [];
}

async function collect(list: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of list) {
    items.push(plain(item));
    expect(items.length).toBeLessThan(1_000);
  }
  return items;
}

/** A value as it was on the wire: the package adds `_request_id` to objects. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function failure(call: PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  const reason = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(OpenAI.APIError);
  return reason as InstanceType<typeof OpenAI.APIError>;
}
