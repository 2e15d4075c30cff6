import { explain } from "@chatkit-contract/types/validation";
import { closedAnswers } from "@chatkit-contract/types/validators/closed-answers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { tameAnswers, type HttpOperation } from "../src/dynamic.ts";
import { startMock, type Mock } from "../src/index.ts";
import { call, createCaller } from "./call.ts";
import { firstSuccess, NEEDED_HEADERS, operationCases, type OperationCase } from "./contract.ts";

const TRIALS = 30;

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ dynamic: true });
});
afterAll(() => mock.close());

describe.each(operationCases)("$id", (known) => {
  test("makes up answers that meet the contract as it stands", async () => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      expect(await findFault(known)).toBeUndefined();
    }
  });

  test("makes up answers that differ, without fields that the contract does not name", async () => {
    const { chatkit } = createCaller(mock.url);
    const answers = [await call(chatkit, known), await call(chatkit, known)] as object[];

    expect(answers[0]).not.toStrictEqual(answers[1]);
    expect(Object.keys(answers[0]!).toSorted()).toStrictEqual(
      Object.keys(firstSuccess(known.id) as object).toSorted(),
    );
  });
});

describe.each(operationCases.filter(({ operation }) => operation.pagination))("$id", (known) => {
  const names = known.operation.pagination!;

  test.each([0, 1, 2])("makes up pages of at most %i", async (limit) => {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const url = `${mock.url}${known.path}?${names.limit}=${limit}`;
      const page = (await (await fetch(url, { headers: NEEDED_HEADERS })).json()) as Record<
        string,
        unknown
      >;
      const items = page[names.items] as Record<string, unknown>[];

      expect(items.length).toBeLessThanOrEqual(limit);
      expect(page).toMatchObject({
        [names.first_id]: items[0]?.[names.item_id] ?? null,
        [names.last_id]: items.at(-1)?.[names.item_id] ?? null,
        [names.has_more]: false,
      });
    }
  });
});

test("still gives an example that is preferred", async () => {
  const [known] = operationCases;
  const { chatkit } = createCaller(mock.url, "code=200, example=empty_page");

  expect(await call(chatkit, known!)).toMatchObject({ data: [] });
});

test("makes up no negative number and no unknown field, unless the contract says otherwise", () => {
  const schema = {
    type: "object",
    properties: { count: { type: "integer" }, degrees: { type: "number", minimum: -9 } },
  };
  const operation = {
    request: { body: { contents: [{ schema: structuredClone(schema) }] } },
    responses: [{ contents: [{ schema }] }],
  } as unknown as HttpOperation;

  const [tamed] = tameAnswers([operation]);

  expect(tamed?.responses[0]?.contents?.[0]?.schema).toStrictEqual({
    type: "object",
    additionalProperties: false,
    properties: {
      count: { type: "integer", minimum: 0 },
      degrees: { type: "number", minimum: -9 },
    },
  });
  expect(tamed?.request).toStrictEqual(operation.request);
});

/** What is wrong with an answer of the mock, held against the contract to the letter. */
async function findFault({ id, operation, path, body }: OperationCase): Promise<unknown> {
  const response = await fetch(mock.url + path, {
    method: operation.method,
    headers: { ...NEEDED_HEADERS, "content-type": "application/json" },
    body: operation.takesBody ? JSON.stringify(body) : null,
  });
  const answer: unknown = await response.json();
  const validate = closedAnswers[id][String(response.status)];
  expect(validate).toBeDefined();
  return validate?.(answer) ? undefined : explain(validate?.errors, answer);
}
