/** The parts of a bundled OpenAPI 3.1 document that generation reads. */
export interface ContractDocument {
  openapi: string;
  info: { title: string; version: string; summary?: string; description?: string };
  servers?: { url: string }[];
  tags?: { name: string; description?: string }[];
  security?: Record<string, string[]>[];
  paths: Record<string, PathItem>;
  components?: {
    schemas?: Record<string, Schema>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Answer>;
    requestBodies?: Record<string, RequestBody>;
    headers?: Record<string, Header>;
    examples?: Record<string, Example>;
    securitySchemes?: Record<string, SecurityScheme>;
  };
}

export const METHODS = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
] as const;
export type Method = (typeof METHODS)[number];

export type PathItem = { [M in Method]?: OperationObject } & {
  parameters?: (Parameter | Reference)[];
};

export interface Reference {
  $ref: string;
}

export interface OperationObject {
  operationId: string;
  summary?: string;
  description?: string;
  deprecated?: boolean;
  tags?: string[];
  parameters?: (Parameter | Reference)[];
  requestBody?: RequestBody | Reference;
  responses: Record<string, Answer | Reference>;
  security?: Record<string, string[]>[];
  "x-pagination"?: Pagination;
  "x-idempotent"?: boolean;
}

/** The names by which a paged operation is walked; see `x-pagination` in the contract. */
export interface Pagination {
  after: string;
  before: string;
  limit: string;
  order: string;
  items: string;
  first_id: string;
  last_id: string;
  has_more: string;
  item_id: string;
  sort_key: string;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  description?: string;
  required?: boolean;
  schema?: Schema;
  examples?: Record<string, Example>;
  /** The value of a header that a generated client always sends, and therefore does not ask for. */
  "x-client-value"?: string;
}

export interface RequestBody {
  description?: string;
  required?: boolean;
  content: Record<string, MediaType>;
}

export interface Answer {
  description: string;
  headers?: Record<string, Header | Reference>;
  content?: Record<string, MediaType>;
}

export interface Header {
  description?: string;
  required?: boolean;
  schema?: Schema;
}

export interface MediaType {
  schema?: Schema;
  examples?: Record<string, Example | Reference>;
}

export interface Example {
  summary?: string;
  value: unknown;
}

export interface SecurityScheme {
  type: string;
  scheme?: string;
}

export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  discriminator?: { propertyName: string; mapping?: Record<string, string> };
  "x-open"?: boolean;
  [keyword: string]: unknown;
}

/**
 * Follows a local reference, and references behind it, to what it names.
 *
 * @throws {Error} The reference names nothing in this document.
 */
export function resolveRef<T extends object>(document: ContractDocument, node: T | Reference): T {
  let current: unknown = node;
  while (typeof current === "object" && current !== null && "$ref" in current) {
    const { $ref } = current as Reference;
    current = $ref
      .replace(/^#\//, "")
      .split("/")
      .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>(
        (value, key) =>
          typeof value === "object" && value !== null
            ? (value as Record<string, unknown>)[key]
            : undefined,
        document,
      );
    if (current === undefined) {
      throw new Error(`${$ref} names nothing in the contract`);
    }
  }
  return current as T;
}

/** The name of the schema component that a reference names, or undefined for anything else. */
export function schemaName(schema: Schema | undefined): string | undefined {
  return schema?.$ref?.match(/^#\/components\/schemas\/([^/]+)$/)?.[1];
}
