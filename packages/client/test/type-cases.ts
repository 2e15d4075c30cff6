import type { Schema } from "@chatkit-contract/codegen";

import { resolve, sampleValue } from "./contract-requests.ts";

/** A value that a compiler has to take or to refuse, by its type alone. */
export interface TypeCase {
  /** The names that lead to what was changed. */
  path: string[];
  /** What it was changed to. */
  what: string;
  isValid: boolean;
  value: unknown;
}

type Fields = Record<string, unknown>;

/** Every change of a valid value that a compiler can judge: each type, choice and constant, each field at every depth. */
export function* typeCases(node: Schema, example: unknown): Generator<TypeCase> {
  const types = typesOf(node);
  for (const [type, value] of VALUES) {
    if (types.length > 0 && !types.includes(type)) {
      yield wrong(JSON.stringify(value), value);
    }
  }
  yield* casesWithinType(node, example);
}

const VALUES: [type: string, value: unknown][] = [
  ["null", null],
  ["boolean", true],
  ["number", 7],
  ["string", "a text"],
  ["array", []],
  ["object", {}],
];

/** The JSON types that a schema takes. A compiler does not tell an integer from a number. */
function typesOf(node: Schema): string[] {
  const { type, anyOf, oneOf } = resolve<Schema>(node);
  const branches = anyOf ?? oneOf;
  return branches
    ? branches.flatMap(typesOf)
    : [type ?? []].flat().map((name) => (name === "integer" ? "number" : name));
}

function* casesWithinType(node: Schema, example: unknown): Generator<TypeCase> {
  const schema = resolve<Schema>(node);
  const choices = "const" in schema ? [schema.const] : schema.enum;
  for (const choice of choices ?? []) {
    yield right(JSON.stringify(choice), choice);
  }
  if (choices) {
    const other = typeof choices[0] === "string" ? "no such value" : 7;
    yield wrong(JSON.stringify(other), other);
  }
  const tag = schema.discriminator?.propertyName;
  const branches = schema.anyOf ?? schema.oneOf ?? [];
  for (const branch of tag === undefined ? branches : []) {
    yield right(`a ${typesOf(branch).join(" or ")}`, sampleValue(branch));
  }
  if (tag !== undefined) {
    const $ref = schema.discriminator?.mapping?.[String((example as Fields)[tag])];
    yield* casesWithinType({ $ref: $ref ?? "" }, example);
  } else if (Array.isArray(example)) {
    const [first = sampleValue(schema.items ?? {})] = example as unknown[];
    for (const known of typeCases(schema.items ?? {}, first)) {
      yield within("0", known, [known.value]);
    }
  } else if (schema.type === "object") {
    yield* objectCases(schema, example as Fields);
  }
}

function* objectCases(schema: Schema, example: Fields): Generator<TypeCase> {
  const { properties = {}, required = [], additionalProperties: others } = schema;
  for (const [name, property] of Object.entries(properties)) {
    const { [name]: value = sampleValue(property), ...rest } = example;
    const leftOut = required.includes(name) ? wrong : right;
    yield within(name, leftOut("left out", undefined), rest);
    for (const known of typeCases(property, value)) {
      yield within(name, known, { ...rest, [name]: known.value });
    }
  }
  if (others === false) {
    yield within("no_such_field", wrong("unknown", "any"), { ...example, no_such_field: "any" });
  }
  if (typeof others === "object") {
    const [entry = "entry"] = Object.keys(example);
    for (const known of typeCases(others, example[entry] ?? sampleValue(others))) {
      yield within(entry, known, { ...example, [entry]: known.value });
    }
  }
}

function right(what: string, value: unknown): TypeCase {
  return { path: [], what, isValid: true, value };
}

function wrong(what: string, value: unknown): TypeCase {
  return { path: [], what, isValid: false, value };
}

function within(name: string, known: TypeCase, value: unknown): TypeCase {
  return { ...known, path: [name, ...known.path], value };
}
