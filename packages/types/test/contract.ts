import type {
  Answer,
  ContractDocument,
  OperationObject,
  Parameter,
  PathItem,
  RequestBody,
  Schema,
} from "@chatkit-contract/codegen";
import bundled from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations, type OperationId } from "@chatkit-contract/types/operations";

type Content = NonNullable<Answer["content"]>;
type Example = { value: unknown };

/** A JSON body of the contract: its schema and its examples by name. */
export interface Body {
  schema: Schema;
  examples: [name: string, value: unknown][];
}

/** An operation as the contract has it, read without any of the generator's code. */
export interface ContractOperation {
  id: OperationId;
  /** In small letters. */
  method: string;
  path: string;
  object: OperationObject;
  parameters: Parameter[];
  body: Body | undefined;
  /** By status code or `default`; undefined for an answer without a body. */
  answers: [status: string, body: Body | undefined][];
}

/** The bundled contract. */
export const contract = bundled as unknown as ContractDocument;

/** Follows references to what they name. */
export function resolve<T>(node: T | { $ref: string }): T {
  let current: unknown = node;
  while (typeof current === "object" && current !== null && "$ref" in current) {
    current = String(current.$ref)
      .split("/")
      .slice(1)
      .reduce<unknown>(
        (value, key) =>
          (value as Record<string, unknown>)[key.replaceAll("~1", "/").replaceAll("~0", "~")],
        contract,
      );
  }
  return current as T;
}

/** Every operation of the contract, in its order. */
export const contractOperations: ContractOperation[] = Object.entries(contract.paths).flatMap(
  ([path, item]) =>
    Object.entries(item).flatMap(([method, value]) =>
      method === "parameters"
        ? []
        : [readOperation(method, path, item, value as unknown as OperationObject)],
    ),
);

function readOperation(
  method: string,
  path: string,
  item: PathItem,
  object: OperationObject,
): ContractOperation {
  const body = object.requestBody && resolve<RequestBody>(object.requestBody);
  return {
    // Whether the table has it too is what the tests of the table ask.
    id: object.operationId as OperationId,
    method,
    path,
    object,
    parameters: [...(item.parameters ?? []), ...(object.parameters ?? [])].map((parameter) =>
      resolve<Parameter>(parameter),
    ),
    body: body && readBody(body.content),
    answers: Object.entries(object.responses).map(([status, answer]) => [
      status,
      readBody(resolve<Answer>(answer).content),
    ]),
  };
}

function readBody(content: Content | undefined): Body | undefined {
  const media = content?.["application/json"];
  return (
    media && {
      schema: media.schema ?? {},
      examples: readExamples(media.examples),
    }
  );
}

/** Named examples with their values. */
export function readExamples(
  examples: Record<string, Example | { $ref: string }> | undefined,
): [name: string, value: unknown][] {
  return Object.entries(examples ?? {}).map(([name, example]) => [
    name,
    resolve<Example>(example).value,
  ]);
}

/** The ids of the operations table, for tests that go over it. */
export const operationIds = Object.keys(operations) as OperationId[];
