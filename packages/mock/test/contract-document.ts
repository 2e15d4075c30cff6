import type {
  Answer,
  ContractDocument,
  OperationObject,
  Parameter,
  PathItem,
  RequestBody,
  Schema,
} from "@chatkit-contract/codegen";
import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };

type Examples = Record<string, object> | undefined;

/** An operation as the contract has it, its references followed. */
export interface DeclaredOperation {
  parameters: Parameter[];
  requestBody: RequestBody | undefined;
  /** By status code or `default`. */
  responses: Record<string, Answer>;
}

/** Reads what the contract says of an operation, with the parameters that all of its path share. */
export function readOperation(path: string, method: string): DeclaredOperation {
  const item = (contract.paths as unknown as ContractDocument["paths"])[path] as PathItem;
  const operation = item[method.toLowerCase() as "get"] as OperationObject;
  return {
    parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
      resolve<Parameter>(parameter),
    ),
    requestBody: operation.requestBody && resolve<RequestBody>(operation.requestBody),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([code, answer]) => [code, resolve<Answer>(answer)]),
    ),
  };
}

/** Follows references to what they name. */
export function resolve<T extends object>(node: object): T {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) {
    return node as T;
  }
  const named = $ref
    .split("/")
    .slice(1)
    .reduce<unknown>(
      (value, key) =>
        (value as Record<string, unknown>)[key.replaceAll("~1", "/").replaceAll("~0", "~")],
      contract,
    );
  return resolve(named as object);
}

/** A schema with what it refers to, and what `allOf` puts together, as one; its own words win. */
export function resolveSchema({ $ref, allOf, ...own }: Schema): Schema {
  const parts = [
    ...($ref === undefined ? [] : [resolveSchema(resolve<Schema>({ $ref }))]),
    ...(allOf ?? []).map((part) => resolveSchema(part)),
    own,
  ];
  return {
    ...(Object.assign({}, ...parts) as Schema),
    ...(parts.some(({ properties }) => properties) && {
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Properties,
    }),
    ...(parts.some(({ required }) => required) && {
      required: [...new Set(parts.flatMap(({ required = [] }) => required))],
    }),
  };
}

type Properties = Record<string, Schema>;

/** The JSON types that a schema takes, in any of its branches; none where it does not say. */
export function typesOf(schema: Schema): string[] {
  const { type, anyOf, oneOf } = resolveSchema(schema);
  const branches = anyOf ?? oneOf;
  return branches ? [...new Set(branches.flatMap(typesOf))] : [type ?? []].flat();
}

/** A keyword's number, if the schema has it. */
export function numberOf(schema: Schema, keyword: string): number | undefined {
  return schema[keyword] as number | undefined;
}

/** Named examples, their references followed. */
export function readExamples(examples: Examples): [name: string, example: Example][] {
  return Object.entries(examples ?? {}).map(([name, node]) => [name, resolve<Example>(node)]);
}

/** A named example. */
export interface Example {
  value: unknown;
  "x-status"?: number;
}
