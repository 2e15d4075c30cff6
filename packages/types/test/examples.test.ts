import { explain, validateRequest, type Validate } from "@chatkit-contract/types/validation";
import { answers } from "@chatkit-contract/types/validators/answers";
import { closedAnswers } from "@chatkit-contract/types/validators/closed-answers";
import { requests } from "@chatkit-contract/types/validators/requests";
import { expect, test } from "vitest";

import { contractOperations, operationIds } from "./contract.ts";
import { requestParts } from "./request-parts.ts";

const answerExamples = contractOperations.flatMap(({ id, answers: all }) =>
  all.flatMap(([status, body]) =>
    (body?.examples ?? []).map(([name, value]) => ({ id, status, name, value })),
  ),
);

test.each(answerExamples)(
  "the example $name of $id's answer $status is valid, open and closed",
  ({ id, status, value }) => {
    expect(problem(answers[id][status], value)).toBeUndefined();
    expect(problem(closedAnswers[id][status], value)).toBeUndefined();
  },
);

const requestExamples = requestParts.flatMap(({ operation, part, examples, validate }) =>
  examples.map(([name, value]) => ({ id: operation.id, part, name, value, validate })),
);

test.each(requestExamples)("the example ($name) of $id's $part is valid", ({ value, validate }) => {
  expect(problem(validate, value)).toBeUndefined();
});

test.each(contractOperations)("$id takes a request made of its examples", (operation) => {
  const parts = requestParts.filter((each) => each.operation === operation);
  const first = (name: string): Record<string, unknown> =>
    (parts.find(({ part }) => part === name)?.examples[0]?.[1] ?? {}) as Record<string, unknown>;

  const request = {
    path: first("path") as Record<string, string>,
    query: new URLSearchParams(
      Object.entries(first("query")).map(([name, value]) => [name, String(value)]),
    ),
    body: operation.body?.examples[0]?.[1],
  };

  expect(validateRequest(operation.id, request)).toEqual({ query: first("query") });
});

test("the tables hold every part and every answer of every operation, and no other", () => {
  const declared = contractOperations.map(({ id, answers: all, body, parameters }) => {
    const has = (place: string): boolean => parameters.some((parameter) => parameter.in === place);
    return {
      id,
      answers: all.flatMap(([status, answer]) => (answer ? [status] : [])),
      parts: [
        ...(has("path") ? ["path"] : []),
        "query",
        ...(has("header") ? ["headers"] : []),
        ...(body ? ["body"] : []),
      ],
    };
  });

  const tabled = operationIds.map((id) => {
    expect(Object.keys(closedAnswers[id])).toEqual(Object.keys(answers[id]));
    return {
      id,
      answers: Object.keys(answers[id]),
      parts: ["path", "query", "headers", "body"].filter((part) =>
        Object.hasOwn(requests[id], part),
      ),
    };
  });

  expect(tabled).toEqual(declared);
});

function problem(validate: Validate | undefined, value: unknown): string | undefined {
  if (validate === undefined) {
    return "there is no validator";
  }
  return validate(value) ? undefined : explain(validate.errors, value).message;
}
