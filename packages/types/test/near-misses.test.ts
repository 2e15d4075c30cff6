import {
  explain,
  validateRequest,
  type Issue,
  type Validate,
} from "@chatkit-contract/types/validation";
import { answers } from "@chatkit-contract/types/validators/answers";
import { closedAnswers } from "@chatkit-contract/types/validators/closed-answers";
import { afterAll, expect, test } from "vitest";

import { contract, contractOperations } from "./contract.ts";
import { complete, nearMisses, type NearMiss } from "./near-misses.ts";
import { requestParts } from "./request-parts.ts";

let count = 0;
afterAll(() => {
  console.info(`${count} verdicts on near misses`);
});

const answerCases = contractOperations.flatMap((operation) =>
  operation.answers.flatMap(([status, body]) => (body ? [{ operation, status, body }] : [])),
);

test.each(answerCases)(
  "the $operation.id answer $status: the closed validator refuses each near miss, the open one all but what is newer",
  ({ operation, status, body }) => {
    const open = answers[operation.id][status];
    const closed = closedAnswers[operation.id][status];
    const wrong = body.examples.flatMap(([name, example]) =>
      [...nearMisses(body.schema, complete(body.schema, example))].flatMap((miss) => [
        ...judge(open, miss, miss.isOpen).map((fault) => `open, ${name}: ${fault}`),
        ...judge(closed, miss, miss.rule === undefined).map((fault) => `closed, ${name}: ${fault}`),
      ]),
    );

    expect(wrong).toEqual([]);
  },
);

test.each(requestParts)(
  "the $part of $operation.id: each near miss is refused, by its place and rule",
  ({ part, schema, examples, validate }) => {
    const wrong = examples.flatMap(([name, example]) =>
      [...nearMisses(schema, complete(schema, example))].flatMap((miss) =>
        judge(validate, miss, isFineRequest(part, miss)).map((fault) => `${name}: ${fault}`),
      ),
    );

    expect(wrong).toEqual([]);
  },
);

const queries = requestParts.filter(({ part }) => part === "query");

test.each(queries)(
  "a query of $operation.id as text: each near miss is refused, by its place and rule",
  ({ operation, schema, examples }) => {
    const { path } = operation;
    const pathValues = Object.fromEntries(
      [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => [name, "id"]),
    );
    const wrong = examples.flatMap(([name, example]) =>
      [...nearMisses(schema, complete(schema, example))]
        // What is of another type has another text, or the same: that is the query reader's own test.
        .filter(({ rule, path: place }) => rule !== "type" && place.length === 1)
        .flatMap((miss) => {
          const fields = Object.entries(miss.value as object).map(([key, value]) => [
            key,
            String(value),
          ]);
          const { issue } = validateRequest(operation.id, {
            path: pathValues,
            query: new URLSearchParams(fields),
            body: operation.body?.examples[0]?.[1],
          });
          count++;
          return compare(miss, isFineRequest("query", miss), issue).map(
            (fault) => `${name}: ${fault}`,
          );
        }),
    );

    expect(wrong).toEqual([]);
  },
);

/** Requests are closed, but for headers and path values, of which there may be more than the contract names. */
function isFineRequest(part: string, { rule, isOpen }: NearMiss): boolean {
  const isOpenPart = part === "path" || part === "headers";
  return rule === undefined || (rule === "additionalProperties" && isOpenPart && isOpen);
}

function judge(validate: Validate | undefined, miss: NearMiss, isFine: boolean): string[] {
  count++;
  if (validate === undefined) {
    return ["there is no validator"];
  }
  const issue = validate(miss.value) ? undefined : explain(validate.errors, miss.value);
  return compare(miss, isFine, issue);
}

const { enum: codes } = contract.components?.schemas?.["ErrorCode"] ?? {};

function compare(miss: NearMiss, isFine: boolean, issue: Issue | undefined): string[] {
  const { what, path, rule, allowed = [] } = miss;
  if (isFine || issue === undefined) {
    return isFine === (issue === undefined)
      ? []
      : [`${what}: ${issue ? `refused: ${issue.message}` : "let through"}`];
  }
  const place = path.join(".");
  return [
    ...(issue.path === place ? [] : [`${what}: path ${issue.path}, not ${place}`]),
    ...(issue.rule === rule ? [] : [`${what}: rule ${issue.rule}, not ${rule}`]),
    ...allowed
      .filter((word) => !issue.allowed.includes(word))
      .map((word) => `${what}: allowed is ${issue.allowed}, without ${word}`),
    ...(codes?.includes(issue.code) ? [] : [`${what}: the contract has no code ${issue.code}`]),
    ...(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,800}$/u.test(issue.message)
      ? []
      : [`${what}: no short line: ${issue.message}`]),
  ];
}
