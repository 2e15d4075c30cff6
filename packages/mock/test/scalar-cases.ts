import type { Schema } from "@chatkit-contract/codegen";

import { numberOf } from "./contract-document.ts";
import { hasForm, nearMisses, textOfLength } from "./sample-texts.ts";
import { sampleValue, stepOf } from "./sample-values.ts";
import { accepted, count, refused, type ValueCase } from "./value-case.ts";

/** A text that no list of choices has. */
export const STRANGE = "no_such_value";

/** The cases of a constant or a list of choices. */
export function* choiceCases(schema: Schema): Generator<ValueCase> {
  const rule = "const" in schema ? "const" : "enum";
  const choices = "const" in schema ? [schema.const] : (schema.enum ?? []);
  for (const choice of choices) {
    yield accepted(rule, choices, JSON.stringify(choice), () => choice);
  }
  const [first] = choices;
  const others =
    typeof first === "string"
      ? [STRANGE, first.toUpperCase(), `${first} `, first.slice(0, -1)]
      : typeof first === "number"
        ? [Math.max(...choices.map(Number)) + 1]
        : [!first];
  for (const other of others.filter((each) => !choices.includes(each))) {
    yield refused(rule, choices, JSON.stringify(other), () => other);
  }
}

/** The cases of a number. */
export function* numberCases(schema: Schema): Generator<ValueCase> {
  const step = stepOf(schema);
  for (const [rule, direction, isExclusive] of NUMBER_BOUNDS) {
    const bound = numberOf(schema, rule);
    if (bound !== undefined) {
      const last = direction * Math.floor((direction * bound) / step) * step;
      const inside = isExclusive && last === bound ? last - direction * step : last;
      const outside = inside + direction * step;
      yield accepted(rule, bound, String(inside), () => inside);
      yield refused(rule, bound, String(outside), () => outside);
    }
  }
  if (schema["multipleOf"] !== undefined) {
    const inside = sampleValue(schema) as number;
    const between = inside + (schema.type === "integer" ? 1 : step / 2);
    yield accepted("multipleOf", step, String(inside), () => inside);
    yield refused("multipleOf", step, String(between), () => between);
  }
}

const NUMBER_BOUNDS = [
  ["minimum", -1, false],
  ["exclusiveMinimum", -1, true],
  ["maximum", 1, false],
  ["exclusiveMaximum", 1, true],
] as const;

/** The cases of a text. */
export function* textCases(schema: Schema, value: string, filler?: string): Generator<ValueCase> {
  for (const [rule, direction] of [
    ["minLength", -1],
    ["maxLength", 1],
  ] as const) {
    const bound = numberOf(schema, rule);
    if (bound !== undefined) {
      for (const length of [bound, bound + direction].filter((each) => each >= 0)) {
        const verdict = length === bound ? accepted : refused;
        const make = (): string => textOfLength(schema, value, length, filler);
        yield verdict(rule, bound, `of ${count(length, "character")}`, make);
      }
    }
  }
  for (const rule of ["pattern", "format"] as const) {
    const form = schema[rule] as string | undefined;
    if (form !== undefined) {
      if (!hasForm(schema, value)) {
        throw new Error(`the contract's own example ${value} does not match ${form}`);
      }
      yield accepted(rule, form, `"${value}"`, () => value);
      for (const miss of rule === "pattern" ? nearMisses(schema, value) : NO_URIS) {
        yield refused(rule, form, `"${miss}"`, () => miss);
      }
    }
  }
}

const NO_URIS = ["no such form", "/only/a/path", "https://a host/"];
