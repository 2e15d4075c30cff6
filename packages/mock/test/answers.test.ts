import { ApiError } from "@chatkit-contract/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { call, createCaller } from "./call.ts";
import { errorCases, firstSuccess, operationCases, successCases } from "./contract.ts";
import { targets, type Target } from "./targets.ts";

describe.each(targets)("success answers of $name", ({ start }) => {
  let target: Target;
  beforeAll(async () => {
    target = await start();
  });
  afterAll(() => target.close());

  test.each(successCases)("$id answers $status $example", async (known) => {
    const { chatkit } = createCaller(target.url, `code=${known.status}, example=${known.example}`);

    expect(await call(chatkit, known)).toStrictEqual(known.value);
  });

  test.each(operationCases)("$id answers its first example unasked", async (known) => {
    const { chatkit } = createCaller(target.url);

    expect(await call(chatkit, known)).toStrictEqual(firstSuccess(known.id));
  });

  test.each(operationCases.filter(({ operation }) => operation.pagination))(
    "$id lists its items and ends",
    async (known) => {
      const { chatkit } = createCaller(target.url);
      const items: unknown[] = [];

      for await (const item of call(chatkit, known) as unknown as AsyncIterable<unknown>) {
        items.push(item);
        expect(items.length).toBeLessThan(1_000);
      }

      const page = firstSuccess(known.id) as Record<string, unknown>;
      expect(items).toStrictEqual(page[known.operation.pagination!.items]);
    },
  );
});

describe("error answers of the mock", () => {
  let target: Target;
  beforeAll(async () => {
    target = await targets[0]!.start();
  });
  afterAll(() => target.close());

  test.each(errorCases)("$id answers $status $example", async (known) => {
    const { chatkit, last } = createCaller(
      target.url,
      `code=${known.status}, example=${known.example}`,
    );

    const error = await call(chatkit, known).then(
      () => undefined,
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(ApiError);
    const { status, code, param, type, message, requestId } = error as ApiError;
    const { message: sentence, ...fields } = (known.value as Envelope).error;
    expect({ status, code, param, type }).toStrictEqual({ status: known.status, ...fields });
    expect(requestId).toBe(last().headers.get("x-request-id"));
    expect(message).toContain(`: ${known.status} ${sentence}`);
    expect(message.endsWith(` (request ${requestId})`)).toBe(true);
  });

  test("every declared error of every operation is among them", () => {
    const declared = operationCases.flatMap(({ id, responses }) =>
      Object.keys(responses)
        .filter((code) => code >= "4")
        .map((code) => `${id} ${code}`),
    );
    const tried = new Set(
      errorCases.map(
        ({ id, status, responses }) => `${id} ${status in responses ? status : "default"}`,
      ),
    );

    expect(declared.filter((answer) => !tried.has(answer))).toStrictEqual([]);
  });
});

interface Envelope {
  error: { message: string; type: string; param: string | null; code: string | null };
}
