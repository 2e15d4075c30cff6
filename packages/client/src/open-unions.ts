import { openShapes } from "./open-shapes.gen.ts";
import { UNKNOWN } from "./unknown.ts";

/**
 * What a schema leads to: the fields behind which an open union can lie, or, for such a union itself, its discriminator
 * and the known cases (each with the schema to go on in, or null).
 */
export type OpenShape =
  | { readonly fields: Readonly<Record<string, string>> }
  | { readonly by: string; readonly cases: Readonly<Record<string, string | null>> };

/**
 * Replaces, in a parsed answer, every member of an open union that the contract does not know by
 * `{ [discriminator]: UNKNOWN, raw }`. Changes the value in place, since nobody else has seen it yet.
 *
 * @param value The answer, or a part of it.
 * @param schema The schema it follows.
 */
export function markUnknownCases(value: unknown, schema: string): unknown {
  const shape = openShapes[schema];
  if (shape === undefined || typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      markPart(value, index, schema);
    }
    return value;
  }
  const record = value as Record<string, unknown>;
  if ("fields" in shape) {
    for (const field in shape.fields) {
      markPart(record, field, shape.fields[field] as string);
    }
    return record;
  }
  const known = record[shape.by];
  const next = typeof known === "string" ? shape.cases[known] : undefined;
  if (typeof next === "string") {
    return markUnknownCases(record, next);
  }
  // A case like "constructor" is found too, but in the prototype, and is no null.
  return next === null ? record : { [shape.by]: UNKNOWN, raw: record };
}

function markPart<Key extends PropertyKey>(
  whole: Record<Key, unknown>,
  key: Key,
  schema: string,
): void {
  const part = whole[key];
  const marked = markUnknownCases(part, schema);
  // A write that changes nothing would cost more than the look.
  if (marked !== part) {
    whole[key] = marked;
  }
}
