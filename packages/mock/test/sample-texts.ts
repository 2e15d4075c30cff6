import type { Schema } from "@chatkit-contract/codegen";

import { numberOf } from "./contract-document.ts";

/** A character that is two UTF-16 units long, and one character by JSON Schema. */
export const WIDE = "\u{1f600}";

/** Texts of the forms that patterns tend to ask for. */
const FORMS = [
  "text a A 0 abc Abc ABC a1 a-b a_b v1 1.0.0 en en-US #a1b2c3 2024-01-31 2024-01-31T00:00:00Z 12:00",
  "ab@example.com https://example.com/ 0b4cf5a2-6f3c-4ea5-9f43-3b7a3c1f9f10",
].flatMap((line) => line.split(" "));

/**
 * A valid text.
 *
 * @throws {Error} None can be made: the contract has to show one.
 */
export function sampleText(schema: Schema): string {
  const least = numberOf(schema, "minLength") ?? 0;
  const most = numberOf(schema, "maxLength") ?? Infinity;
  const fitting = FORMS.flatMap((form) => [form, form.repeat(least), form.slice(0, most)]).find(
    (text) => hasForm(schema, text) && text.length >= least && text.length <= most,
  );
  if (fitting === undefined) {
    throw new Error(`the contract has to show an example: ${JSON.stringify(schema)}`);
  }
  return fitting;
}

/** Whether a text has the form that a schema asks for, its length aside. */
export function hasForm({ pattern, format }: Schema, text: string): boolean {
  return (
    (pattern === undefined || new RegExp(pattern as string, "u").test(text)) &&
    (format !== "uri" || URL.canParse(text))
  );
}

/** Longer than this, a text is mostly of one byte a character: a body has at most 16 MiB. */
const MAX_WIDE = 1_000;

/**
 * A text of so many characters that is valid but for its length.
 *
 * @param sample A valid text.
 * @param filler The character to fill with, where any will do.
 * @throws {Error} The schema's form cannot be had at that length by repeating or leaving out a part of the sample.
 */
export function textOfLength(
  schema: Schema,
  sample: string,
  length: number,
  filler: string = WIDE,
): string {
  if (schema["pattern"] === undefined && schema["format"] === undefined) {
    return length <= MAX_WIDE ? filler.repeat(length) : "a".repeat(length - 1) + filler;
  }
  const characters = Array.from(sample);
  const missing = length - characters.length;
  const texts = characters.map((character, index) =>
    missing >= 0
      ? [...characters.slice(0, index), character.repeat(missing), ...characters.slice(index)]
      : [...characters.slice(0, index), ...characters.slice(index - missing)],
  );
  const fitting = texts
    .map((parts) => parts.join(""))
    .find((text) => Array.from(text).length === length && hasForm(schema, text));
  if (fitting === undefined) {
    throw new Error(`no text of ${length} characters is known like ${sample}`);
  }
  return fitting;
}

/**
 * Texts that are as good as valid, but for the form that the schema asks for.
 *
 * @throws {Error} Every change of the sample has the form.
 */
export function nearMisses(schema: Schema, sample: string): string[] {
  const least = numberOf(schema, "minLength") ?? 0;
  const most = numberOf(schema, "maxLength") ?? Infinity;
  const characters = Array.from(sample);
  const changed = [
    sample.slice(0, -1),
    sample.slice(1),
    sample.toUpperCase(),
    sample.toLowerCase(),
    `${sample}~`,
    `~${sample}`,
    ...characters.map((_character, index) => characters.with(index, "~").join("")),
    ...characters.map((_character, index) => characters.with(index, " ").join("")),
  ];
  const misses = [...new Set(changed)].filter(
    (text) =>
      // A header's value has no space at its ends, and a segment of a path is not empty.
      text.trim() === text &&
      text !== "" &&
      !hasForm(schema, text) &&
      Array.from(text).length >= least &&
      Array.from(text).length <= most,
  );
  if (misses.length === 0) {
    throw new Error(`no text is known that is nearly, but not quite, like ${sample}`);
  }
  return misses.slice(0, 4);
}
