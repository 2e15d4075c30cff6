import type { Schema } from "@chatkit-contract/codegen";

import { resolve, resolveSchema } from "./contract-document.ts";
import { operationCases, type OperationCase } from "./contract.ts";
import type { BoundCase } from "./bound-cases.ts";
import { REFUSAL_CODES, type Rule } from "./refusal-codes.ts";

/** A rule that the contract declares, found by reading it: what there have to be cases of, whoever makes them. */
export interface DeclaredRule {
  operation: OperationCase;
  place: BoundCase["place"];
  /** The names that lead to what has to keep it; `*` for any element or entry. */
  path: string[];
  rule: Rule;
  /** Which requests there are at this rule: those that keep it, those that do not. */
  sides: ("accepted" | "refused")[];
}

/** Every rule of every operation's requests. */
export const declaredRules: DeclaredRule[] = operationCases.flatMap((operation) => [
  ...operation.parameters.flatMap(({ name, in: place, required, schema }) => [
    ...[...readRules(schema ?? {}, [name])]
      // Every text is a string, and no segment of a path is empty.
      .filter(
        ({ rule, bound }) =>
          !(rule === "type" && bound === "string") &&
          !(place === "path" && rule === "minLength" && bound === 1),
      )
      .map((found) => declare(operation, place, found)),
    ...(place === "path"
      ? []
      : [declare(operation, place, { path: [name], rule: "required", bound: required ?? false })]),
    ...(place === "query"
      ? [declare(operation, place, { path: [name], rule: "duplicate", bound: "once" })]
      : []),
  ]),
  declare(operation, "query", { path: ["*"], rule: "additionalProperties", bound: false }),
  ...[...readBody(operation)].map((found) => declare(operation, "body", found)),
]);

/** Whether a case is one of a declared rule. */
export function isCaseOf(each: BoundCase, { operation, place, path, rule }: DeclaredRule): boolean {
  const names = each.path;
  return (
    each.operation.id === operation.id &&
    each.place === place &&
    each.rule === rule &&
    names.length === path.length &&
    path.every((name, index) => name === "*" || name === names[index])
  );
}

interface FoundRule {
  path: string[];
  rule: Rule;
  bound: unknown;
}

function* readBody({ requestBody }: OperationCase): Generator<FoundRule> {
  if (requestBody) {
    yield { path: [], rule: "required", bound: requestBody.required ?? false };
    yield* readRules(requestBody.content["application/json"]?.schema ?? {}, []);
  }
}

function* readRules(node: Schema, path: string[]): Generator<FoundRule> {
  const schema = resolveSchema(node);
  const { properties, required = [], additionalProperties, propertyNames, items } = schema;
  for (const [keyword, bound] of Object.entries(schema)) {
    if (keyword in REFUSAL_CODES && !["required", "additionalProperties"].includes(keyword)) {
      yield { path, rule: keyword as Rule, bound };
    }
  }
  for (const [name, property] of Object.entries(properties ?? {})) {
    yield { path: [...path, name], rule: "required", bound: required.includes(name) };
    yield* readRules(property, [...path, name]);
  }
  if (additionalProperties === false) {
    yield { path: [...path, "*"], rule: "additionalProperties", bound: false };
  }
  if (typeof additionalProperties === "object") {
    yield* readRules(additionalProperties, [...path, "*"]);
  }
  if (propertyNames) {
    yield* [...readRules(propertyNames, path)].filter(({ rule }) => rule !== "type");
  }
  if (items) {
    yield* readRules(items, [...path, "*"]);
  }
  const tag = schema.discriminator?.propertyName;
  if (tag !== undefined) {
    yield { path: [...path, tag], rule: "enum", bound: schema.discriminator?.mapping };
  }
  for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    // Which values the field may have that tells the branches apart, the union says.
    yield* [...readRules(branch, path)].filter(
      ({ path: place, rule }) => place[path.length] !== tag || !["const", "enum"].includes(rule),
    );
  }
}

function declare(
  operation: OperationCase,
  place: BoundCase["place"],
  { path, rule, bound }: FoundRule,
): DeclaredRule {
  return { operation, place, path, rule, sides: sidesOf(rule, bound) };
}

function sidesOf(rule: Rule, bound: unknown): DeclaredRule["sides"] {
  switch (rule) {
    case "required":
      return [bound === false ? "accepted" : "refused"];
    case "additionalProperties":
    case "duplicate":
      return ["refused"];
    case "format":
      // What says only what a number means is checked by nobody.
      return bound === "uri" ? ["accepted", "refused"] : [];
    case "minLength":
    case "minItems":
    case "minProperties":
      return bound === 0 ? ["accepted"] : ["accepted", "refused"];
    default:
      return ["accepted", "refused"];
  }
}

/** The keywords that occur in the contract's descriptions of requests, and have something to refuse. */
export function usedKeywords(): Set<string> {
  const used = new Set<string>();
  for (const { parameters, requestBody } of operationCases) {
    collectKeywords([parameters, requestBody], used, new Set());
  }
  return used;
}

/** Not by the schemas' structure, so that a part of them that is not walked shows. */
function collectKeywords(node: unknown, used: Set<string>, seen: Set<unknown>): void {
  if (typeof node !== "object" || node === null || seen.has(node)) {
    return;
  }
  seen.add(node);
  if ("$ref" in node) {
    collectKeywords(resolve(node), used, seen);
  }
  for (const [key, value] of Object.entries(node)) {
    // A field may have a keyword's name, but below it stands an object. Any text of a parameter is a string.
    const isKeyword = Array.isArray(value) || typeof value !== "object";
    const isOpen = value === "string" || (key === "additionalProperties" && value === true);
    const refuses = isKeyword && !isOpen && key in REFUSAL_CODES;
    if (refuses && sidesOf(key as Rule, value).includes("refused")) {
      used.add(key);
    }
    if (!["example", "examples", "default"].includes(key)) {
      collectKeywords(value, used, seen);
    }
  }
}
