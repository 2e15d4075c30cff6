import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations, type OperationId } from "@chatkit-contract/types/operations";
import type { Operation } from "@chatkit-contract/types";

/** An operation of the contract with values for all that it needs, taken from the contract's examples. */
export interface OperationCase {
  id: OperationId;
  operation: Operation;
  /** The path with its parameters filled in. */
  path: string;
  /** The values of the path's parameters, in order. */
  pathValues: string[];
  /** The body, for an operation that takes one. */
  body: unknown;
  /** What its `responses` say. */
  responses: Record<string, ResponseObject>;
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
  const declared = readOperation(operation);
  const pathValues = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => {
    const parameters = (declared.parameters ?? []).map((parameter) =>
      resolve<Parameter>(parameter),
    );
    return String(firstValue(parameters.find((parameter) => parameter.name === name)?.examples));
  });
  const values = pathValues.values();
  return {
    id: id as OperationId,
    operation,
    path: operation.path.replaceAll(/\{[^}]+\}/g, () =>
      encodeURIComponent(values.next().value ?? ""),
    ),
    pathValues,
    body: firstValue(
      resolve<Content>(declared.requestBody ?? {}).content?.["application/json"]?.examples,
    ),
    responses: Object.fromEntries(
      Object.entries(declared.responses).map(([code, answer]) => [
        code,
        resolve<ResponseObject>(answer),
      ]),
    ),
  };
});

/** Every named example of every answer that a request can ask for with `Prefer`. */
export const exampleCases: ExampleCase[] = operationCases.flatMap((operationCase) =>
  Object.entries(operationCase.responses).flatMap(([code, { content }]) =>
    Object.entries(content?.["application/json"]?.examples ?? {}).flatMap(([example, node]) => {
      const { value, "x-status": standsFor } = resolve<Example>(node);
      const status = Number(code === "default" ? standsFor : code);
      // An answer that is declared by its status hides what `default` says of it.
      const isHidden = code === "default" && String(status) in operationCase.responses;
      return isHidden ? [] : [{ ...operationCase, status, example, value: structuredClone(value) }];
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

/** The values that a schema of the contract lists. */
export function readEnum(schema: keyof typeof contract.components.schemas): string[] {
  return (contract.components.schemas[schema] as { enum?: string[] }).enum ?? [];
}

/** The path of the contract's server, such as `/v1`. */
export const BASE_PATH: string = new URL(contract.servers[0]?.url ?? "").pathname;

interface OperationObject {
  parameters?: object[];
  requestBody?: object;
  responses: Record<string, object>;
}

interface Parameter {
  name: string;
  examples?: Record<string, object>;
}

interface Content {
  content?: Record<string, { examples?: Record<string, object> }>;
}

interface ResponseObject extends Content {
  headers?: Record<string, object>;
}

interface Example {
  value: unknown;
  "x-status"?: number;
}

function readOperation({ path, method }: Operation): OperationObject {
  const paths = contract.paths as unknown as Record<string, Record<string, OperationObject>>;
  return paths[path]?.[method.toLowerCase()] as OperationObject;
}

function firstValue(examples: Record<string, object> | undefined): unknown {
  const [first] = Object.values(examples ?? {});
  return first && resolve<Example>(first).value;
}

function resolve<T extends object>(node: object): T {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) {
    return node as T;
  }
  const keys = $ref.slice(2).split("/");
  return resolve(
    keys.reduce<unknown>(
      (value, key) => (value as Record<string, unknown>)[key],
      contract,
    ) as object,
  );
}
