import { UNKNOWN } from "./unknown.ts";

/**
 * What a value leads to: the fields behind which an open union can lie, or, for such a union itself, its discriminator
 * and the known cases (each with what it leads to in turn, or null).
 */
export type OpenShape = Fields | Union;
type Fields = { readonly [field: string]: OpenShape };
type Union = readonly [
  discriminator: string,
  cases: { readonly [value: string]: OpenShape | null },
];

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
  if (Array.isArray(shape)) {
    const [discriminator, cases] = shape as unknown as Union;
    const known = record[discriminator];
    return typeof known === "string" && Object.hasOwn(cases, known)
      ? markUnknownCases(record, cases[known])
      : { [discriminator]: UNKNOWN, raw: record };
  }
  const fields = shape as Fields;
  for (const field in fields) {
    markPart(record, field, fields[field]);
  }
  return record;
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
