import type { Parameter } from "@chatkit-contract/codegen";

import { readExamples, resolveSchema, typesOf } from "./contract-document.ts";
import { exampleOf } from "./contract.ts";
import type { ValueCase } from "./value-case.ts";
import { casesWithinType } from "./value-cases.ts";

/** A text on one side of one rule of a parameter. */
export interface TextCase extends Omit<ValueCase, "make"> {
  make: () => string;
}

/** What is not to be taken for a value of a type, by Requests in the description of the contract. */
const NO_VALUES: Readonly<Record<string, string[]>> = {
  integer: ["", "0x10", "1e1", "2.0", "+1", "01", "-0", "1_0", "١", "ten"],
  number: ["", "0x10", "1e1", ".5", "1.", "+1", "NaN", "ten"],
  boolean: ["", "0", "1", "True", "yes", "null"],
};
const VALUES: Readonly<Record<string, string[]>> = { boolean: ["true", "false"] };

/** Every case of a parameter's text, its examples among them. */
export function parameterCases(parameter: Parameter): TextCase[] {
  const { schema = {}, in: place } = parameter;
  const [type = "string", ...others] = typesOf(schema);
  if (others.length > 0 || !["string", "integer", "number", "boolean"].includes(type)) {
    throw new Error(`the bound tests cannot write ${parameter.name} as text: teach them`);
  }
  const example = exampleOf(parameter);
  // A header's characters are of one byte each, which fetch holds callers to.
  const filler = place === "header" ? "x" : undefined;
  const shown = readExamples(parameter.examples);
  const good = VALUES[type] ?? (shown.length > 0 ? [] : [String(example)]);
  const cases = [
    ...shown.map(([name, { value }]) => textCase(true, type, `its example ${name}`, String(value))),
    ...good.map((text) => textCase(true, type, `"${text}"`, text)),
    ...(NO_VALUES[type] ?? []).map((text) => textCase(false, type, `"${text}"`, text)),
    ...[...casesWithinType(resolveSchema(schema), example, filler)].map((known) => ({
      ...known,
      make: () => String(known.make()),
    })),
  ];
  return cases.filter(({ make }) => isSendable(place, make()));
}

/** Whether a text arrives as it is. */
function isSendable(place: Parameter["in"], text: string): boolean {
  switch (place) {
    case "header":
      // Spaces around it are no part of a header's value (RFC 9110, section 5.5).
      return /^[ -~]*$/.test(text) && text.trim() === text;
    case "path":
      // Such segments make another path of the path that they stand in (RFC 3986, section 5.2.4), or are none.
      return !["", ".", ".."].includes(text);
    default:
      return true;
  }
}

function textCase(isAccepted: boolean, type: string, what: string, text: string): TextCase {
  return { path: [], rule: "type", isAccepted, what, bound: type, make: () => text };
}
