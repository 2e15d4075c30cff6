import type { Answer, ContractDocument, OperationObject, Schema } from "@chatkit-contract/codegen";
import bundled from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations, type OperationId } from "@chatkit-contract/types/operations";

import { resolve, sampleValue } from "./contract-requests.ts";

/** The success answer of an operation, by the contract. */
export interface SuccessAnswer {
  id: OperationId;
  schema: Schema;
  examples: { name: string; value: unknown }[];
}

/** An answer with one thing in it that the contract does not allow. */
export interface Spoiled {
  /** Where, with dots. */
  path: string;
  what: string;
  value: unknown;
}

/** The success answer of every operation that has one with a body. */
export const successAnswers: SuccessAnswer[] = Object.entries(operations).flatMap(
  ([id, { path, method }]) => {
    const item = (bundled.paths as unknown as ContractDocument["paths"])[path];
    const declared = item?.[method.toLowerCase() as "get"] as OperationObject;
    const [, success] = Object.entries(declared.responses).find(([status]) =>
      status.startsWith("2"),
    )!;
    const media = resolve<Answer>(success).content?.["application/json"];
    const examples = Object.entries(media?.examples ?? {}).map(([name, example]) => ({
      name,
      value: resolve<{ value: unknown }>(example).value,
    }));
    return media ? [{ id: id as OperationId, schema: media.schema ?? {}, examples }] : [];
  },
);

/** A value with one field after the other given another type or, where it is required, left out. */
export function* spoil(node: Schema, value: unknown, path: string[] = []): Generator<Spoiled> {
  const schema = chooseCase(node, value);
  const types = declaredTypes(node);
  const wrong = SPECIMENS.find((specimen) => !types.has(jsonType(specimen)));
  if (types.size > 0 && wrong !== undefined) {
    yield { path: path.join("."), what: `as ${jsonType(wrong)}`, value: wrong };
  }
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      for (const inner of spoil(schema.items ?? {}, element, [...path, String(index)])) {
        yield { ...inner, value: value.with(index, inner.value) };
      }
    }
  } else if (typeof value === "object" && value !== null) {
    const fields = value as Record<string, unknown>;
    for (const name of schema.required ?? []) {
      const { [name]: _left, ...rest } = fields;
      yield { path: [...path, name].join("."), what: "left out", value: rest };
    }
    for (const [name, field] of Object.entries(fields)) {
      const others = schema.additionalProperties;
      const property = schema.properties?.[name] ?? (typeof others === "object" ? others : {});
      for (const inner of spoil(property, field, [...path, name])) {
        yield { ...inner, value: { ...fields, [name]: inner.value } };
      }
    }
  }
}

/** The value with every optional field that the contract knows. */
export function complete(node: Schema, value: unknown): unknown {
  const schema = chooseCase(node, value);
  if (Array.isArray(value)) {
    return value.map((element) => complete(schema.items ?? {}, element));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const fields = value as Record<string, unknown>;
  const known = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    name in fields ? complete(property, fields[name]) : sampleValue(property),
  ]);
  return { ...fields, ...Object.fromEntries(known) };
}

const SPECIMENS = [[], "spoiled", {}];

/** The schema that a value follows: its case of a union, or the branch of its type. */
function chooseCase(node: Schema, value: unknown): Schema {
  const schema = resolve<Schema>(node);
  const { propertyName, mapping } = schema.discriminator ?? {};
  const tag = propertyName && (value as Record<string, unknown>)[propertyName];
  const $ref = mapping?.[String(tag)];
  if ($ref !== undefined) {
    return chooseCase({ $ref }, value);
  }
  const branch = schema.anyOf?.find((each) => declaredTypes(each).has(jsonType(value)));
  return branch ? chooseCase(branch, value) : schema;
}

/** The JSON types that a schema allows; none where it does not say. */
function declaredTypes(node: Schema): Set<string> {
  const { type, anyOf, oneOf } = resolve<Schema>(node);
  const branches = [...(anyOf ?? []), ...(oneOf ?? [])].flatMap((each) => [...declaredTypes(each)]);
  return new Set([...[type ?? []].flat(), ...branches]);
}

function jsonType(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "array" : typeof value;
}
