import type { Parameter } from "@chatkit-contract/codegen";

import { readExamples } from "./contract-document.ts";
import { exampleOf, operationCases, type OperationCase } from "./contract.ts";
import { parameterCases } from "./parameter-cases.ts";
import { REFUSAL_CODES, type Rule } from "./refusal-codes.ts";
import { completeBody, necessary, withText, type RequestParts } from "./request-parts.ts";
import type { ValueCase } from "./value-case.ts";
import { valueCases } from "./value-cases.ts";

/** A request on one side of one rule of the contract, and what has to be answered to it. */
export interface BoundCase extends CaseInWords {
  /** Such as `limit 101 (maximum 100)`. */
  title: string;
  operation: OperationCase;
  /** The part of the request that the rule is about. */
  place: Parameter["in"] | "body";
  /** Whom a refusal names: a parameter, or a field with dots; null for the body as a whole. */
  param: string | null;
  /** The code of a refusal. */
  code: string;
  make: () => RequestParts;
}

type CaseInWords = Omit<ValueCase, "make">;

/** Every rule of every operation's requests, from both sides. */
export const boundCases: BoundCase[] = operationCases.flatMap((known) => [
  ...known.parameters.flatMap((parameter) => casesOfParameter(known, parameter)),
  ...known.parameters.flatMap((parameter) => casesOfRepetition(known, parameter)),
  ...casesOfStrangers(known),
  ...casesOfBody(known),
]);

function casesOfParameter(known: OperationCase, parameter: Parameter): BoundCase[] {
  const { name, in: place, required = false } = parameter;
  const put = (text: string | undefined): RequestParts =>
    withText(known, necessary(known), parameter, text);
  const leftOut = absence([name], required);
  return [
    ...parameterCases(parameter).map((each) =>
      boundCase(known, place, { ...each, path: [name] }, () => put(each.make())),
    ),
    // A path without a value is another path.
    ...(place === "path" ? [] : [boundCase(known, place, leftOut, () => put(undefined))]),
  ];
}

function casesOfRepetition(known: OperationCase, parameter: Parameter): BoundCase[] {
  const { name, in: place } = parameter;
  if (place !== "query") {
    return [];
  }
  const once = withText(known, necessary(known), parameter, String(exampleOf(parameter)));
  const twice: CaseInWords = {
    path: [name],
    rule: "duplicate",
    isAccepted: false,
    what: "given twice",
    bound: "once",
  };
  return [
    boundCase(known, place, twice, () => ({
      ...once,
      query: [...once.query, ...once.query.slice(-1)],
    })),
  ];
}

function casesOfStrangers(known: OperationCase): BoundCase[] {
  const parts = necessary(known);
  return ["no_such_parameter", "__proto__"].map((name) => {
    const unknown: CaseInWords = {
      path: [name],
      rule: "additionalProperties",
      isAccepted: false,
      what: "unknown in the query",
      bound: false,
    };
    return boundCase(known, "query", unknown, () => ({
      ...parts,
      query: [...parts.query, [name, "any"]],
    }));
  });
}

function casesOfBody(known: OperationCase): BoundCase[] {
  const { required = false, content } = known.requestBody ?? {};
  const media = content?.["application/json"];
  if (!media) {
    return [];
  }
  const put = (body: unknown): RequestParts => ({ ...necessary(known), body });
  const examples = readExamples(media.examples).map(([name, { value }]) => {
    const what = `its example ${name}`;
    const example: CaseInWords = {
      path: [],
      rule: "type",
      isAccepted: true,
      what,
      bound: "object",
    };
    return boundCase(known, "body", example, () => put(value));
  });
  return [
    boundCase(known, "body", absence([], required), () => put(undefined)),
    ...examples,
    ...[...valueCases(media.schema ?? {}, completeBody(known))].map((each) =>
      boundCase(known, "body", each, () => put(each.make())),
    ),
  ];
}

function absence(path: string[], isRequired: boolean): CaseInWords {
  return { path, rule: "required", isAccepted: !isRequired, what: "left out", bound: isRequired };
}

function boundCase(
  operation: OperationCase,
  place: BoundCase["place"],
  words: CaseInWords,
  make: () => RequestParts,
): BoundCase {
  const { path, rule, what, bound } = words;
  const subject = path.join(".");
  return {
    ...words,
    title: `${subject || "a body"} ${what} (${describeRule(rule, bound)})`,
    operation,
    place,
    param: subject || null,
    code: REFUSAL_CODES[rule],
    make,
  };
}

function describeRule(rule: Rule, bound: unknown): string {
  switch (rule) {
    case "required":
      return bound === true ? "required" : "optional";
    case "additionalProperties":
      return bound === false ? "closed" : "open";
    case "duplicate":
      return "at most once";
    default:
      return `${rule} ${[bound].flat().join(", ")}`;
  }
}
