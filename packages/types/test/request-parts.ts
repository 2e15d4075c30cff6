import type { Parameter, Schema } from "@chatkit-contract/codegen";

import { requests } from "@chatkit-contract/types/validators/requests";
import type { Validate } from "@chatkit-contract/types/validation";

import { contractOperations, readExamples, type ContractOperation } from "./contract.ts";

/** A part of an operation's request: its schema by the contract, a valid value or more, and its validator. */
export interface RequestPart {
  operation: ContractOperation;
  part: "path" | "query" | "headers" | "body";
  schema: Schema;
  examples: [name: string, value: unknown][];
  validate: Validate | undefined;
}

const PLACES = { path: "path", query: "query", headers: "header" } as const;

/** Every part of every request that the contract describes. A query is closed; a request may carry any other header. */
export const requestParts: RequestPart[] = contractOperations.flatMap((operation) => {
  const places = (["path", "query", "headers"] as const).map((part): RequestPart => {
    const parameters = operation.parameters.filter((parameter) => parameter.in === PLACES[part]);
    return {
      operation,
      part,
      schema: {
        type: "object",
        properties: Object.fromEntries(parameters.map(({ name, schema = {} }) => [name, schema])),
        required: parameters.filter(({ required }) => required).map(({ name }) => name),
        ...(part === "query" ? { additionalProperties: false } : {}),
      },
      examples: combineExamples(parameters),
      validate: requests[operation.id][part],
    };
  });
  const { body } = operation;
  return [
    ...places.filter(({ part, schema }) => part === "query" || hasProperties(schema)),
    ...(body
      ? [{ operation, part: "body" as const, ...body, validate: requests[operation.id].body }]
      : []),
  ];
});

function hasProperties({ properties = {} }: Schema): boolean {
  return Object.keys(properties).length > 0;
}

/** All parameters together, with their first examples, then each further example in its place. */
function combineExamples(parameters: Parameter[]): [name: string, value: unknown][] {
  const all = parameters.map(({ name, examples }) => ({ name, examples: readExamples(examples) }));
  const first = Object.fromEntries(all.map(({ name, examples }) => [name, examples[0]?.[1]]));
  return [
    ["first of all", first],
    ...all.flatMap(({ name, examples }) =>
      examples
        .slice(1)
        .map(([example, value]): [string, unknown] => [
          `${name}: ${example}`,
          { ...first, [name]: value },
        ]),
    ),
  ];
}
