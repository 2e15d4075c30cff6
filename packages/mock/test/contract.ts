import type { Parameter } from "@chatkit-contract/codegen";

import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations, type OperationId } from "@chatkit-contract/types/operations";
import type { Operation } from "@chatkit-contract/types";

import { readExamples, readOperation, type DeclaredOperation } from "./contract-document.ts";
import { sampleValue } from "./sample-values.ts";

/** An operation of the contract with values for all that it needs, taken from the contract's examples. */
export interface OperationCase extends DeclaredOperation {
  id: OperationId;
  operation: Operation;
  /** The path with its parameters filled in. */
  path: string;
  /** The values of the path's parameters, in order. */
  pathValues: string[];
  /** The values of the query parameters that a call needs. */
  query: Record<string, unknown>;
  /** The values of the headers that a call needs, but for the key. */
  headers: Record<string, string>;
  /** The body, for an operation that takes one. */
  body: unknown;
}

/** A named example of an answer. */
export interface ExampleCase extends OperationCase {
  /** The status to ask for: the answer's own, or, below `default`, the one that the example stands for. */
  status: number;
  example: string;
  value: unknown;
}

/** A header that a request has to carry, with a value that will do. */
export const NEEDED_HEADERS: Record<string, string> = {
  ...Object.values(operations)[0]?.headers,
  authorization: "Bearer test-key",
};

/** Every operation of the contract. */
export const operationCases: OperationCase[] = Object.entries(operations).map(([id, operation]) => {
  const declared = readOperation(operation.path, operation.method);
  const { parameters, requestBody } = declared;
  const valuesIn = (place: Parameter["in"]): [name: string, value: unknown][] =>
    parameters
      .filter((parameter) => parameter.in === place && parameter.required)
      .map((parameter) => [parameter.name, exampleOf(parameter)]);
  const pathParameters = new Map(valuesIn("path"));
  const pathValues = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) =>
    String(pathParameters.get(name)),
  );
  const values = pathValues.values();
  const [body] = readExamples(requestBody?.content["application/json"]?.examples);
  return {
    ...declared,
    id: id as OperationId,
    operation,
    path: operation.path.replaceAll(/\{[^}]+\}/g, () =>
      encodeURIComponent(values.next().value ?? ""),
    ),
    pathValues,
    query: Object.fromEntries(valuesIn("query")),
    headers: Object.fromEntries(valuesIn("header").map(([name, value]) => [name, String(value)])),
    body: body?.[1].value,
  };
});

/** Every named example of every answer that a request can ask for with `Prefer`. */
export const exampleCases: ExampleCase[] = operationCases.flatMap((operationCase) =>
  Object.entries(operationCase.responses).flatMap(([code, { content }]) =>
    readExamples(content?.["application/json"]?.examples).flatMap(([example, shown]) => {
      const status = Number(code === "default" ? shown["x-status"] : code);
      // An answer that is declared by its status hides what `default` says of it.
      const isHidden = code === "default" && String(status) in operationCase.responses;
      return isHidden
        ? []
        : [{ ...operationCase, status, example, value: structuredClone(shown.value) }];
    }),
  ),
);

/** The examples of success answers. */
export const successCases: ExampleCase[] = exampleCases.filter(({ status }) => status < 400);

/** The first example of an operation's success answer: what a mock answers when nothing is asked for. */
export function firstSuccess(id: OperationId): unknown {
  return successCases.find((known) => known.id === id)?.value;
}

/** The examples of error answers. */
export const errorCases: ExampleCase[] = exampleCases.filter(({ status }) => status >= 400);

/** The first operation for which something holds. */
export function findOperation(holds: (operation: Operation) => unknown): OperationCase {
  const found = operationCases.find(({ operation }) => holds(operation));
  if (found === undefined) {
    throw new Error(`the contract has no operation for which ${String(holds)} holds`);
  }
  return found;
}

/** The first example of a parameter, or a value that will do. */
export function exampleOf(parameter: Parameter): unknown {
  const [example] = readExamples(parameter.examples);
  return example
    ? example[1].value
    : (parameter["x-client-value"] ?? sampleValue(parameter.schema ?? {}));
}

/** The values that a schema of the contract lists. */
export function readEnum(schema: keyof typeof contract.components.schemas): string[] {
  return (contract.components.schemas[schema] as { enum?: string[] }).enum ?? [];
}

/** The path of the contract's server, such as `/v1`. */
export const BASE_PATH: string = new URL(contract.servers[0]?.url ?? "").pathname;
