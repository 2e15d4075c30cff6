import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startMock, type Mock } from "../src/index.ts";
import { boundCases } from "./bound-cases.ts";
import { operationCases, type OperationCase } from "./contract.ts";
import { declaredRules, isCaseOf, usedKeywords } from "./declared-rules.ts";
import { everything, necessary, sendParts, type RequestParts } from "./request-parts.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
});
afterAll(() => mock.close());

describe.each(operationCases)("$id", (operation) => {
  const cases = boundCases.filter((each) => each.operation.id === operation.id);

  test.each([
    { what: "what it needs, and no more", parts: necessary(operation) },
    { what: "every parameter and field at once", parts: everything(operation) },
  ])("accepts $what", async ({ parts }) => {
    expect(await send(operation, parts)).toEqual(success(operation));
  });

  for (const { title, isAccepted, param, code, make } of cases) {
    test(`${isAccepted ? "accepts" : "refuses"} ${title}`, async () => {
      const answer = await send(operation, make());

      const refusal = { status: 400, type: "invalid_request_error", param, code };
      expect(answer).toEqual(isAccepted ? success(operation) : refusal);
    });
  }

  test("has cases on both sides of every rule that its request declares", () => {
    const rules = declaredRules.filter((each) => each.operation.id === operation.id);
    const missing = rules.flatMap((declared) =>
      declared.sides
        .filter(
          (side) =>
            !cases.some(
              (each) => isCaseOf(each, declared) && each.isAccepted === (side === "accepted"),
            ),
        )
        .map((side) => `${declared.path.join(".")}: ${declared.rule} ${side}`),
    );

    expect(missing).toEqual([]);
    // At the least, an unknown parameter.
    expect(rules.length).toBeGreaterThan(0);
  });
});

test("has cases on both sides of every keyword that the contract uses for requests", () => {
  const used = [...usedKeywords()];
  const keywordsOf = (isAccepted: boolean): Set<string> =>
    new Set(boundCases.flatMap((each) => (each.isAccepted === isAccepted ? [each.rule] : [])));
  const refused = keywordsOf(false);
  const accepted = keywordsOf(true);

  expect(used.filter((keyword) => !refused.has(keyword))).toEqual([]);
  expect(used.filter((keyword) => !accepted.has(keyword) && !ONE_SIDED.includes(keyword))).toEqual(
    [],
  );
});

/** Keywords whose other side may not occur: nothing optional, nothing open. */
const ONE_SIDED = ["required", "additionalProperties"];

/** Sends a request; resolves with its answer's status and, for an error, what it was and who is to blame. */
async function send(operation: OperationCase, parts: RequestParts): Promise<unknown> {
  const response = await sendParts(mock.url, operation, parts);
  const text = await response.text();
  const { status } = response;
  if (status < 400) {
    return { status };
  }
  const { type, param, code } = (JSON.parse(text) as { error: Record<string, unknown> }).error;
  return { status, type, param, code };
}

/** The one success that the operation declares. */
function success({ responses }: OperationCase): unknown {
  return { status: Number(Object.keys(responses).find((code) => code.startsWith("2"))) };
}
