import type { Schema } from "@chatkit-contract/codegen";

import { validateRequest, type Issue, type Validate } from "@chatkit-contract/types/validation";
import { requests } from "@chatkit-contract/types/validators/requests";
import fc from "fast-check";
import { expect, test } from "vitest";

import { contractOperations, resolve } from "./contract.ts";
import { readQuery } from "../src/validation/read-query.ts";

const parameters = contractOperations.flatMap((operation) =>
  operation.parameters
    .filter((parameter) => parameter.in === "query")
    .map(({ name, schema = {} }) => ({
      id: operation.id,
      operation,
      name,
      schema: resolve<Schema>(schema),
    })),
);
const integers = parameters.filter(({ schema }) => schema.type === "integer");
const texts = parameters.filter(({ schema }) => schema.type === "string" && !schema.enum);

type Case = (typeof parameters)[number];

function send({ operation }: Case, query: string | [string, string][]): Sent {
  const pathValues = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => [name, "id"]);
  return validateRequest(operation.id, {
    path: Object.fromEntries(pathValues),
    query: new URLSearchParams(query),
    body: operation.body?.examples[0]?.[1],
  });
}
type Sent = { query?: Readonly<Record<string, unknown>>; issue?: Issue | undefined };

test("the contract has integers and texts in its queries", () => {
  expect([integers.length, texts.length].every((length) => length > 0)).toBe(true);
});

/** What other readers of numbers take for one, and what looks like one. */
const STRANGE = [
  "| |0x10|1e1|1E1|+1|01|00|-0|-| 1|1 |1\n|\t1|1.0|1.|.5|1,000|1_000|1n|Infinity|NaN|true|null",
  "undefined|[1]|\u0661|\uff11|\u00b2|1\u0000|\u200b1|1\u00a0|--1|1-|0b1|0o7",
].flatMap((line) => line.split("|"));

test.each(integers)("$name of $id: no form but plain digits is an integer", (parameter) => {
  const let_through = STRANGE.filter((text) => {
    const { issue } = send(parameter, [[parameter.name, text]]);
    return issue?.rule !== "type" || issue.path !== parameter.name || issue.given !== text;
  });

  expect(let_through).toEqual([]);
});

test.each(integers)("$name of $id: every integer within its bounds is read", (parameter) => {
  const { minimum, maximum } = parameter.schema as { minimum: number; maximum: number };
  fc.assert(
    fc.property(fc.integer({ min: minimum, max: maximum }), (value) => {
      expect(send(parameter, [[parameter.name, String(value)]])).toEqual({
        query: { [parameter.name]: value },
      });
    }),
  );
});

test.each(integers)("$name of $id: every integer beyond its bounds is told so", (parameter) => {
  const { minimum, maximum } = parameter.schema as { minimum: number; maximum: number };
  const beyond = [2n ** 31n, 2n ** 53n + 1n, 2n ** 64n, 10n ** 308n, 10n ** 400n];
  const values = [...beyond, BigInt(maximum) + 1n, BigInt(minimum) - 1n, ...beyond.map((n) => -n)];

  for (const value of values) {
    const { issue } = send(parameter, [[parameter.name, String(value)]]);
    expect(issue).toMatchObject({
      path: parameter.name,
      rule: value > 0n ? "maximum" : "minimum",
    });
    expect(issue?.message).toMatch(/not -?[\d.e+]+$/);
  }
});

test.each(integers)(
  "$name of $id: any text is read exactly if it is that integer's",
  (parameter) => {
    const { minimum, maximum } = parameter.schema as { minimum: number; maximum: number };
    const digits = fc.string({
      unit: fc.constantFrom(..."0 1 2 9 + - . e E x X _".split(" "), " "),
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string({ unit: "binary", maxLength: 5 })), (text) => {
        const value = Number(text);
        const isInteger = String(value) === text && Number.isInteger(value);

        const { issue } = send(parameter, [[parameter.name, text]]);

        expect(issue === undefined).toBe(isInteger && value >= minimum && value <= maximum);
        expect(issue?.rule === "type").toBe(!isInteger);
      }),
      { numRuns: 2000 },
    );
  },
);

test.each(texts)("$name of $id: any text of fitting length arrives as it was sent", (parameter) => {
  const { minLength = 0, maxLength = 200 } = parameter.schema as Record<string, number>;
  const text = fc.string({ unit: "binary", minLength, maxLength: Math.min(maxLength, 200) });
  fc.assert(
    fc.property(text, (value) => {
      const query = `${parameter.name}=${encodeURIComponent(value)}`;

      expect(send(parameter, query)).toEqual({ query: { [parameter.name]: value } });
    }),
  );
});

test.each(parameters)("$name of $id: given twice it is refused, equal or not", (parameter) => {
  const { name } = parameter;
  for (const query of [`${name}=1&${name}=1`, `${name}=a&x=1&${name}=b`, `${name}&${name}`]) {
    expect(send(parameter, query).issue).toMatchObject({
      path: name,
      rule: "duplicate",
      code: "duplicate_parameter",
      allowed: "given once",
    });
  }
});

test.each(contractOperations)("$id: a parameter that is nobody's is refused", (operation) => {
  const names = ["__proto__", "constructor", "toString", "", "LIMIT", "limit[]", "limit ", "%00"];
  const parameter = { id: operation.id, operation, name: "", schema: {} };

  for (const name of names) {
    expect(send(parameter, [[name, "1"]]).issue).toMatchObject({
      path: name,
      rule: "additionalProperties",
      given: "1",
      code: "unknown_parameter",
    });
    expect(
      send(parameter, [
        [name, "1"],
        [name, "1"],
      ]).issue,
    ).toMatchObject({ path: name });
  }
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

test("names and values are decoded once", () => {
  const query = "us%65r=a%2Bb+c%2520%F0%9F%98%80&limit=%31";

  const { values } = readQuery(new URLSearchParams(query), { limit: "integer" }) as {
    values: unknown;
  };

  expect(values).toEqual({ user: "a+b c%20\u{1f600}", limit: 1 });
});

test("reads numbers and booleans of other contracts as strictly", () => {
  const types = { size: "number", flag: "boolean" };
  const read = (query: string): unknown => readQuery(new URLSearchParams(query), types);

  expect(read("size=-1.50&flag=true")).toEqual({ values: { size: -1.5, flag: true } });
  expect(read("size=0&flag=false")).toEqual({ values: { size: 0, flag: false } });
  expect(read("size=1e1&flag=1")).toEqual({ values: { size: "1e1", flag: "1" } });
  expect(read("size=&flag=TRUE")).toEqual({ values: { size: "", flag: "TRUE" } });
});

test("keeps a parameter named __proto__ as a parameter", () => {
  const { values } = readQuery(new URLSearchParams("__proto__=1"), {}) as { values: object };

  expect(Object.entries(values)).toEqual([["__proto__", "1"]]);
});

test("the table's query types are the contract's", () => {
  const types = Object.fromEntries(
    contractOperations.map(({ id, parameters: all }) => [
      id,
      Object.fromEntries(
        all
          .filter((parameter) => parameter.in === "query")
          .map(({ name, schema = {} }) => [name, resolve<Schema>(schema).type]),
      ),
    ]),
  );

  expect(
    Object.fromEntries(Object.entries(requests).map(([id, { queryTypes }]) => [id, queryTypes])),
  ).toEqual(types);
});

test("what the query validators judge is what was read", () => {
  const judged = contractOperations.map(({ id }): Validate => requests[id].query);

  expect(judged.every((validate) => validate({}))).toBe(true);
});
