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
    return value.map((element) => markUnknownCases(element, schema));
  }
  const record = value as Record<string, unknown>;
  if ("fields" in shape) {
    for (const field in shape.fields) {
      if (field in record) {
        record[field] = markUnknownCases(record[field], shape.fields[field] as string);
      }
    }
    return record;
  }
  const known = record[shape.by];
  if (typeof known !== "string" || !Object.hasOwn(shape.cases, known)) {
    return { [shape.by]: UNKNOWN, raw: record };
  }
  const next = shape.cases[known];
  return next ? markUnknownCases(record, next) : record;
}
