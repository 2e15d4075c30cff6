import { camelCase } from "@chatkit-contract/openapi/names";

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
  const { body } = operation;
  return [
    sentence(operation.summary),
    "",
    ...(operation.description ? [operation.description.trim(), ""] : []),
    `\`${operation.method.toUpperCase()} ${operation.path}\``,
    "",
    ...operation.pathParameters.map(
      ({ name, description }) => `@param ${camelCase(name)} ${inline(description ?? "")}`,
    ),
    ...(body ? [`@param body ${inline(body.description)}`] : []),
    ...(operation.queryParameters.length > 0 ? ["@param query What to select, and how."] : []),
    "@param options Settings of this one call.",
    `@returns ${inline(operation.resultDescription)}`,
    `@throws {ApiError} ${list(operation.errors.filter((status) => status !== "default"))}, or any other error answer.`,
    "@throws {ConnectionError} No answer came.",
    "@throws {TimeoutError} No whole answer came in time.",
    "@throws {InvalidAnswerError} An answer came that is not what the contract says.",
    ...(operation.isDeprecated ? ["@deprecated"] : []),
  ];
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
