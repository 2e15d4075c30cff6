import { camelCase } from "@chatkit-contract/openapi/names";

import type { Parameter } from "./document.ts";
import type { Operation } from "./model.ts";

/** A JSDoc block of the given paragraphs and tags, indented to stand before a member. */
export function jsDoc(lines: string[], indent = ""): string {
  const text = lines
    .join("\n")
    .replaceAll("*/", "*\\/")
    .split("\n")
    .map((line) => `${indent} * ${line}`.trimEnd());
  return [`${indent}/**`, ...text, `${indent} */`].join("\n");
}

/** What an editor shows on a method: the operation's own words, its arguments, its answer and its errors. */
export function operationDoc(operation: Operation): string[] {
  return [
    ...callDoc(operation),
    "@param options Settings of this one call.",
    `@returns ${inline(operation.resultDescription)}`,
    ...failuresDoc(operation).map((failure) => `@throws ${failure}`),
    ...deprecation(operation),
  ];
}

/** The operation's own words, and where it goes. */
export function operationSummary(operation: Operation): string[] {
  return [...opening(operation), ...deprecation(operation)];
}

/** What an editor shows on the maker of a query's options: the operation's own words, and what the query's data is. */
export function queryDoc(operation: Operation, kind: "query" | "infinite"): string[] {
  const data = inline(operation.resultDescription);
  return [
    ...callDoc(operation),
    operation.headerParameters.length > 0
      ? "@param options Settings of the calls; those that the contract sends as headers are part of the key."
      : "@param options Settings of the calls, which are no part of the key.",
    kind === "query"
      ? `@returns Options of a query whose data is: ${data}`
      : `@returns Options of an infinite query, each of whose pages is: ${data}`,
    ...deprecation(operation),
  ];
}

/** What an editor shows on the maker of a mutation's options. */
export function mutationDoc(operation: Operation): string[] {
  return [
    ...opening(operation),
    "",
    `@returns Options of a mutation whose data is: ${inline(operation.resultDescription)}`,
    ...deprecation(operation),
  ];
}

/** A path parameter's own words. */
export function pathParameterDoc({ description }: Parameter): string {
  return inline(description ?? "");
}

function opening(operation: Operation): string[] {
  return [
    sentence(operation.summary),
    "",
    ...(operation.description ? [operation.description.trim(), ""] : []),
    `\`${operation.method.toUpperCase()} ${operation.path}\``,
  ];
}

function callDoc(operation: Operation): string[] {
  const { body } = operation;
  return [
    ...opening(operation),
    "",
    ...operation.pathParameters.map(
      (parameter) => `@param ${camelCase(parameter.name)} ${pathParameterDoc(parameter)}`,
    ),
    ...(body ? [`@param body ${inline(body.description)}`] : []),
    ...(operation.queryParameters.length > 0 ? [`@param query ${QUERY_DOC}`] : []),
  ];
}

/** What is said of a query as a whole, whose parameters speak for themselves. */
export const QUERY_DOC = "What to select, and how.";

function failuresDoc({ errors }: Operation): string[] {
  return [
    `{ApiError} ${list(errors.filter((status) => status !== "default"))}, or any other error answer.`,
    "{ConnectionError} No answer came.",
    "{TimeoutError} No whole answer came in time.",
    "{InvalidAnswerError} An answer came that is not what the contract says.",
    "{TypeError} An argument is malformed; nothing was sent.",
    "The reason of `options.signal`, where it aborts.",
  ];
}

function deprecation({ isDeprecated }: Operation): string[] {
  return isDeprecated ? ["@deprecated"] : [];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) || text === "" ? text : `${text}.`;
}

function inline(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}

function list(words: string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words.at(-1)}` : words.join("");
}
