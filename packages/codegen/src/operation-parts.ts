import { optionsTypeName, queryTypeName } from "@chatkit-contract/openapi/names";

import type { Operation } from "./model.ts";

/** What a call takes besides its path values: the type of each, and "?" where it may be left out. */
export interface OperationParts {
  body: Part | undefined;
  query: Part | undefined;
  /** The type of the call's own settings, which may always be left out. */
  options: string;
}

/** The type of a part, and "?" where it may be left out. */
export interface Part {
  type: string;
  mark: "" | "?";
}

/** The parts of an operation's call. */
export function readParts(operation: Operation): OperationParts {
  const { id, body, queryParameters } = operation;
  const isQueryRequired = queryParameters.some(({ required }) => required);
  return {
    body: body && { type: body.schema, mark: body.required ? "" : "?" },
    query:
      queryParameters.length > 0
        ? { type: queryTypeName(id), mark: isQueryRequired ? "" : "?" }
        : undefined,
    options: optionsName(operation),
  };
}

/** The type of the settings of one call: one of its own where headers can be set. */
export function optionsName({ id, headerParameters }: Operation): string {
  return headerParameters.length > 0 ? optionsTypeName(id) : "CallOptions";
}
