import { operations } from "@chatkit-contract/types/operations";
import { expect, test, vi } from "vitest";

import { createChatKit, InvalidAnswerError, UNKNOWN, type AnswerCheck } from "../src/index.ts";
import { validateAnswers } from "../src/validate/index.ts";
import { bundle } from "./bundle.ts";
import { complete, spoil, successAnswers } from "./contract-answers.ts";
import { sendJson, serve } from "./server.ts";

const cases = successAnswers.flatMap(({ id, schema, examples }) =>
  examples.map(({ name, value }) => ({ id, name, value: complete(schema, value), schema })),
);

test("the contract has an answer to judge for every operation", () => {
  const judged = Object.entries(operations).filter(([, { result }]) => result !== undefined);

  expect(successAnswers.map(({ id }) => id)).toEqual(judged.map(([id]) => id));
  expect(successAnswers.every(({ examples }) => examples.length > 0)).toBe(true);
});

test.for(cases)("$id: the example $name passes, with fields that nobody knows", ({ id, value }) => {
  const check = validateAnswers();

  expect(check(id, value)).toBeUndefined();
  expect(check(id, { ...(value as object), newer: { than: "the contract" } })).toBeUndefined();
});

test.for(cases)(
  "$id: each field of the example $name spoiled is refused, with its path",
  (given) => {
    const check = validateAnswers();
    const spoiled = [...spoil(given.schema, given.value)];
    const expected = spoiled.map(({ path, what }) => `${path} ${what}`);

    const told = spoiled.map(({ path, what, value }) => {
      const problem = check(given.id, value) ?? "nothing";
      const place = `its ${path || "body"} `;
      return problem.startsWith(place) ? `${path} ${what}` : `${path} ${what}: told ${problem}`;
    });

    expect(spoiled.length).toBeGreaterThan(3);
    expect(told).toEqual(expected);
  },
);

const page = (thread: object): object => ({
  object: "list",
  data: [
    {
      id: "cthr_1",
      object: "chatkit.thread",
      created_at: 1,
      title: "Ada's divorce",
      status: { type: "active" },
      user: "user_private",
      ...thread,
    },
  ],
  first_id: "cthr_1",
  last_id: "cthr_1",
  has_more: false,
});

async function listWith(validate: AnswerCheck | undefined, thread: object) {
  const server = await serve((_request, response) =>
    sendJson(response, page(thread), 200, { "x-request-id": "req_9" }),
  );
  return createChatKit({ apiKey: "sk-secret", baseUrl: server.url, validate }).threads.list();
}

test.for<[what: string, thread: object, problem: string]>([
  [
    "a wrong type",
    { title: ["Ada's divorce"] },
    "its data.0.title must be of type string or null, and is an array",
  ],
  [
    "a number out of bounds",
    { created_at: -12_345 },
    "its data.0.created_at must be >= 0, and is a number",
  ],
  [
    "a wrong constant",
    { object: "Ada" },
    'its data.0.object must be "chatkit.thread", and is a string',
  ],
  ["null", { user: null }, "its data.0.user must be of type string, and is null"],
  ["a missing field", { user: undefined }, "its data.0.user is missing"],
  [
    "a known case that is incomplete",
    { status: { type: "locked" } },
    "its data.0.status.reason is missing",
  ],
])(
  "%s is an InvalidAnswerError that names path and type, and no value",
  async ([, thread, problem]) => {
    const error: unknown = await listWith(validateAnswers(), thread).catch(
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(InvalidAnswerError);
    expect((error as Error).message).toMatch(
      /^threads\.list: GET \S+\/v1\/chatkit\/threads: 200, but /,
    );
    expect((error as Error).message).toContain(`200, but ${problem} (request req_9)`);
    expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toMatch(
      /Ada|user_private|12.?345/,
    );
  },
);

test("without a check a wrong field passes", async () => {
  expect((await listWith(undefined, { title: 7 })).data[0]?.title).toBe(7);
});

test('"warn" warns once, without a value, and lets the answer pass', async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();

  const { data } = await listWith(validateAnswers("warn"), { title: ["Ada's divorce"] });

  expect(data[0]?.title).toEqual(["Ada's divorce"]);
  expect(warn.mock.calls).toEqual([
    [
      "threads.list: the answer is not what the contract says: its data.0.title must be of type string or null, and is an array",
    ],
  ]);
});

test('"warn" tells whoever is given, in place of the console', async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const onProblem = vi.fn<(problem: string, operationId: string) => void>();

  await listWith(validateAnswers("warn", { onProblem }), { user: undefined });
  await listWith(validateAnswers("warn", { onProblem }), {});

  expect(onProblem.mock.calls).toEqual([
    [expect.stringMatching(/: its data\.0\.user is missing$/), "threads.list"],
  ]);
  expect(warn).not.toHaveBeenCalled();
});

test("what is newer than the contract passes, and comes as unknown", async () => {
  const { data } = await listWith(validateAnswers(), { status: { type: "frozen", depth: 3 } });

  expect(data[0]?.status).toEqual({ type: UNKNOWN, raw: { type: "frozen", depth: 3 } });
});

test("every page of a listing is checked", async () => {
  const server = await serve(({ url }, response) =>
    sendJson(response, {
      ...page({}),
      has_more: !url.includes("after"),
      ...(url.includes("after") ? { first_id: 7 } : {}),
    }),
  );
  const validate = validateAnswers();
  const chatkit = createChatKit({ apiKey: "sk-secret", baseUrl: server.url, validate });

  await expect(chatkit.threads.list().all({ concurrency: 1 })).rejects.toThrow(
    "its first_id must be of type string or null, and is a number",
  );
  expect(server.requests).toHaveLength(2);
});

test("a name of the answer's own cannot break the line of a message", () => {
  const session = cases.find(({ id }) => id === "sessions.create")!.value as { workflow: object };
  const workflow = { ...session.workflow, state_variables: { "a\nb": [] } };

  const problem = validateAnswers()("sessions.create", { ...session, workflow });

  expect(problem).toMatch(/^its workflow\.state_variables\.a\\nb must be /);
});

test("a mode that there is not is one clear line", () => {
  expect(() => validateAnswers("log" as "warn")).toThrow(
    new TypeError('validateAnswers: mode is "log"; it must be "warn" or "throw"'),
  );
});

test("whoever does not import it does not carry it", async () => {
  const index = await bundle("index.ts");
  const validate = await bundle("validate/index.ts");

  // The names by which compiled validators report a fault outlive minification.
  expect(validate).toContain("instancePath");
  expect(index).not.toContain("instancePath");
  expect(index).toContain("has_more");
});

test("it needs no eval, and brings no validators of requests", async () => {
  const code = await bundle("validate/index.ts");

  expect(code).not.toMatch(/\beval\b|\bFunction\(/);
  expect(code).not.toContain("max_results");
  expect(code).not.toContain("threads.list.query");
});
