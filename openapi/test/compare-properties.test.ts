import fc from "fast-check";
import { expect, test } from "vitest";
import { compareContracts } from "../compare/compare.ts";
import type { Difference } from "../compare/difference.ts";

const NAMES = ["Book", "Shelf", "Cover"];

const bounds = fc.record({ minimum: fc.nat(3), maximum: fc.nat(9) }, { requiredKeys: [] });
const string = fc
  .record(
    {
      minLength: fc.nat(2),
      pattern: fc.constantFrom("a", "b"),
      default: fc.constantFrom("x", "y"),
    },
    { requiredKeys: [] },
  )
  .map((keywords) => ({ type: "string", ...keywords }));
const scalar = fc.oneof(
  string,
  bounds.map((keywords) => ({ type: "integer", ...keywords })),
  bounds.map((keywords) => ({ type: "number", ...keywords })),
  fc.constant({ type: "boolean" }),
  fc.subarray(["a", "b", "c"], { minLength: 1 }).map((values) => ({ enum: values })),
  fc.constantFrom("a", "b").map((value) => ({ const: value })),
  fc.subarray(["string", "integer", "number", "null"], { minLength: 1 }).map((type) => ({ type })),
);

const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    scalar,
    fc.constantFrom(...NAMES).map((name) => ({ $ref: `#/components/schemas/${name}` })),
    fc
      .tuple(tie("schema"), fc.nat(3))
      .map(([items, maxItems]) => ({ type: "array", items, maxItems })),
    fc.tuple(tie("schema"), fc.constantFrom("anyOf", "oneOf")).map(([inner, key]) => ({
      [key]: [inner, { type: "null" }],
    })),
    fc
      .tuple(
        fc.constantFrom("anyOf", "oneOf"),
        fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
      )
      .map(([key, members]) => ({ [key]: members })),
    fc
      .record({
        properties: fc.dictionary(fc.constantFrom("id", "kind", "size"), tie("schema")),
        required: fc.subarray(["id", "kind"]),
        additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
      })
      .map((keywords) => ({ type: "object", ...keywords })),
  ),
}));

const operation = fc
  .record({
    limit: fc.option(scalar),
    isRequired: fc.boolean(),
    body: fc.option(schema),
    statuses: fc.dictionary(fc.constantFrom("200", "404", "default"), schema, { maxKeys: 2 }),
  })
  .map(({ limit, isRequired, body, statuses }) => ({
    parameters: limit ? [{ name: "limit", in: "query", required: isRequired, schema: limit }] : [],
    ...(body ? { requestBody: { required: isRequired, content: json(body) } } : {}),
    responses: Object.fromEntries(
      Object.entries(statuses).map(([status, answer]) => [status, { content: json(answer) }]),
    ),
  }));

const contract = fc
  .record({
    paths: fc.dictionary(
      fc.constantFrom("/books", "/books/{id}"),
      fc.dictionary(fc.constantFrom("get", "post"), operation, { maxKeys: 2 }),
    ),
    schemas: fc.tuple(schema, schema, schema),
  })
  .map(({ paths, schemas }) => ({
    openapi: "3.1.0",
    paths,
    components: {
      schemas: Object.fromEntries(NAMES.map((name, index) => [name, schemas[index] ?? {}])),
    },
  }));

test("a contract does not differ from itself, whatever the order of its keys", () => {
  fc.assert(
    fc.property(contract, (document) => {
      expect(compareContracts(document, structuredClone(document))).toEqual([]);
      expect(compareContracts(document, reversed(document) as object)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("both ways round it is the same differences, before and after exchanged", () => {
  fc.assert(
    fc.property(contract, contract, (a, b) => {
      const there = compareContracts(a, b).map(essence);
      const back = compareContracts(b, a).map((difference) => essence(mirrored(difference)));

      expect(back.toSorted()).toEqual(there.toSorted());
    }),
    { numRuns: 500 },
  );
});

test("a schema that is spelled otherwise is the same schema", () => {
  fc.assert(
    fc.property(contract, (document) => {
      expect(compareContracts(document, respelled(document) as object)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("the same two contracts give the same list", () => {
  fc.assert(
    fc.property(contract, contract, (a, b) => {
      expect(compareContracts(a, reversed(b) as object)).toEqual(compareContracts(a, b));
    }),
    { numRuns: 200 },
  );
});

function json(schemaOfBody: object): object {
  return { "application/json": { schema: schemaOfBody } };
}

function essence({ where, kind, change, direction, before, after, places }: Difference): string {
  return JSON.stringify({ where, kind, change, direction, before, after, places });
}

function mirrored(difference: Difference): Difference {
  const change = ({ added: "removed", removed: "added", changed: "changed" } as const)[
    difference.change
  ];
  return { ...difference, change, before: difference.after, after: difference.before };
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

/** Constants as enums, references inside `allOf`, a list with null as `anyOf`, and words that do not count. */
function respelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(respelled);
  if (typeof value !== "object" || value === null) return value;
  const node = Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, respelled(part)]),
  );
  if ("const" in node) return { enum: [node["const"]], title: "A constant" };
  if ("$ref" in node) return { allOf: [node], description: "A reference" };
  if (Array.isArray(node["type"]))
    return { anyOf: node["type"].map((type: unknown) => ({ type })) };
  return node;
}
