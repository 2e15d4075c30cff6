import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import type { OperationId } from "@chatkit-contract/types/operations";

/** The examples of an operation's request body, by name. */
export function requestExamples(operationId: OperationId): Map<string, unknown> {
  return resolveExamples(findOperation(operationId).requestBody);
}

/** The examples of an operation's success answer, by name, in the contract's order: the whole listing comes first. */
export function answerExamples(operationId: OperationId): Map<string, unknown> {
  return resolveExamples(findOperation(operationId).responses["200"]);
}

interface OperationObject {
  operationId?: string;
  requestBody?: Body;
  responses: Record<string, Body>;
}

interface Body {
  content?: Record<string, { examples?: Record<string, Example> }>;
}

type Example = { value: unknown } | { $ref: string };

function findOperation(operationId: OperationId): OperationObject {
  // The contract's type is that of its text; what is read of it here every OpenAPI document has.
  const paths = contract.paths as unknown as Record<string, Record<string, OperationObject>>;
  const operation = Object.values(paths)
    .flatMap((item) => Object.values(item))
    .find((candidate) => candidate.operationId === operationId);
  if (operation === undefined) {
    throw new Error(`The contract has no operation ${operationId}.`);
  }
  return operation;
}

function resolveExamples(body: Body | undefined): Map<string, unknown> {
  const examples = body?.content?.["application/json"]?.examples ?? {};
  return new Map(Object.entries(examples).map(([name, example]) => [name, resolve(example).value]));
}

function resolve(example: Example): { value: unknown } {
  if ("value" in example) {
    return example;
  }
  const named = contract.components.examples as Record<string, { value: unknown }>;
  const name = example.$ref.slice("#/components/examples/".length);
  const resolved = named[name];
  if (resolved === undefined) {
    throw new Error(`The contract has no example ${example.$ref}.`);
  }
  return resolved;
}
