import { UNKNOWN } from "./unknown.ts";

/**
 * What a value leads to: the fields behind which an open union can lie, or, for such a union itself, its discriminator
 * and the known cases (each with what it leads to in turn, or null).
 */
export type OpenShape =
  | { readonly fields: Readonly<Record<string, OpenShape>> }
  | { readonly by: string; readonly cases: Readonly<Record<string, OpenShape | null>> };

/**
 * Replaces, in a parsed answer, every member of an open union that the contract does not know by
 * `{ [discriminator]: UNKNOWN, raw }`. Changes the value in place, since nobody else has seen it yet.
 *
 * @param value The answer, or a part of it.
 * @param shape What it leads to; undefined or null where that is nothing.
 */
export function markUnknownCases(value: unknown, shape: OpenShape | null | undefined): unknown {
  if (!shape || typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      markPart(value, index, shape);
    }
    return value;
  }
  const record = value as Record<string, unknown>;
  if ("fields" in shape) {
    for (const field in shape.fields) {
      markPart(record, field, shape.fields[field]);
    }
    return record;
  }
  const { by, cases } = shape;
  const known = record[by];
  return typeof known === "string" && Object.hasOwn(cases, known)
    ? markUnknownCases(record, cases[known])
    : { [by]: UNKNOWN, raw: record };
}

function markPart<Key extends PropertyKey>(
  whole: Record<Key, unknown>,
  key: Key,
  shape: OpenShape | null | undefined,
): void {
  const part = whole[key];
  const marked = markUnknownCases(part, shape);
  // A write that changes nothing would cost more than the look.
  if (marked !== part) {
    whole[key] = marked;
  }
}
