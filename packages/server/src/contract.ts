import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { DEFAULT_BASE_URL, operations, type OperationId } from "@chatkit-contract/types/operations";

/** A schema as the contract writes it, as far as the server reads it. */
export interface Schema {
  readonly $ref?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What the contract says of an operation, as far as the server reads it. */
interface DeclaredOperation {
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
  readonly responses: Readonly<Record<string, object>>;
}

/** The path of the contract's server, such as `/v1`. */
export const BASE_PATH: string = new URL(DEFAULT_BASE_URL).pathname.replace(/\/$/, "");

/** The headers that the contract's answers carry, by name. */
export const ANSWER_HEADERS: readonly string[] = [
  ...new Set(
    Object.values(contract.components.responses).flatMap(({ headers }) => Object.keys(headers)),
  ),
];

/** The status of an operation's success. */
export function successStatus(id: OperationId): number {
  return Number(Object.keys(declared(id).responses).find((code) => code.startsWith("2")) ?? 200);
}

/** The schema of an operation's body. */
export function bodySchema(id: OperationId): Schema {
  return declared(id).requestBody?.content["application/json"]?.schema ?? {};
}

/** Follows a schema's references to what they name. */
export function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) {
    return schema;
  }
  const names = schema.$ref.slice(2).split("/");
  // A reference of a bundled contract always names something in it.
  return resolve(names.reduce<object>((part, name) => part[name as keyof object], contract));
}

function declared(id: OperationId): DeclaredOperation {
  const { method, path } = operations[id];
  const paths = contract.paths as Record<string, unknown> as Paths;
  return paths[path]?.[method.toLowerCase()] ?? { responses: {} };
}

type Paths = Record<string, Record<string, DeclaredOperation>>;
