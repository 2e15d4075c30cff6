import {
  METHODS,
  resolveRef,
  schemaName,
  type ContractDocument,
  type Method,
  type OperationObject,
  type Pagination,
  type Parameter,
  type Schema,
} from "./document.ts";
import { InvalidContractError } from "./invalid-contract.ts";

/** An operation of the contract, with everything resolved that the emitters need. */
export interface Operation {
  id: string;
  /** The parts of the id before the last dot: `threads` of `threads.list`. */
  group: string[];
  /** The last part of the id: `list` of `threads.list`. */
  name: string;
  method: Method;
  path: string;
  /** Path parameters in the order of the path. */
  pathParameters: Parameter[];
  queryParameters: Parameter[];
  /** Headers the caller may set, without those that the client sends by itself. */
  headerParameters: Parameter[];
  /** Headers the client always sends (`x-client-value`). */
  clientHeaderParameters: Parameter[];
  body: { schema: string; required: boolean; description: string } | undefined;
  /** The schema component of the success answer, undefined where there is no body. */
  result: string | undefined;
  resultDescription: string;
  /** The schema component of one item of a paged answer. */
  item: string | undefined;
  pagination: Pagination | undefined;
  isIdempotent: boolean;
  needsKey: boolean;
  /** The schema component of each declared answer, by its status code or `default`; undefined for one without a body. */
  answers: Record<string, string | undefined>;
  /** The declared error answers: status codes and `default`. */
  errors: string[];
  summary: string;
  description: string;
  isDeprecated: boolean;
}

/** Lists a contract's operations in the document's order. */
export function readOperations(document: ContractDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation
        ? [readOperation(document, path, method, operation, item.parameters ?? [])]
        : [];
    }),
  );
}

/** Members of the client that are not groups of operations. */
const RESERVED_GROUPS = ["raw"];

const JSON_MEDIA_TYPE = "application/json";

function readOperation(
  document: ContractDocument,
  path: string,
  method: Method,
  operation: OperationObject,
  shared: NonNullable<OperationObject["parameters"]>,
): Operation {
  const id = operation.operationId;
  const fail = (problem: string): never => {
    throw new InvalidContractError(`${method.toUpperCase()} ${path} (${id}): ${problem}`);
  };

  const parameters = [...shared, ...(operation.parameters ?? [])].map((node) =>
    resolveRef<Parameter>(document, node),
  );
  const pathParameters = [...path.matchAll(/\{([^}]+)\}/g)].map(
    ([, name]) =>
      parameters.find((parameter) => parameter.in === "path" && parameter.name === name) ??
      fail(`the path parameter ${name} is not declared; declare it under parameters`),
  );
  const headers = parameters.filter((parameter) => parameter.in === "header");
  for (const { name, in: place, schema } of [...pathParameters, ...headers]) {
    if (resolveRef<Schema>(document, schema ?? {}).type !== "string") {
      fail(`the ${place} parameter ${name} is not a string, which is all that a client can send`);
    }
  }

  const body = operation.requestBody && resolveRef(document, operation.requestBody);
  const bodySchema = body && schemaName(body.content[JSON_MEDIA_TYPE]?.schema);
  if (body && bodySchema === undefined) {
    fail(`the request body is not a named schema; let its ${JSON_MEDIA_TYPE} schema be a $ref`);
  }

  const success = Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status));
  if (success.length !== 1) {
    fail(`${success.length} success answers; declare exactly one 2xx answer`);
  }
  const answers = Object.fromEntries(
    Object.entries(operation.responses).map(([status, node]) => {
      const schema = resolveRef(document, node).content?.[JSON_MEDIA_TYPE]?.schema;
      const name = schemaName(schema);
      if (schema && name === undefined) {
        fail(
          `the ${status} answer is not a named schema; let its ${JSON_MEDIA_TYPE} schema be a $ref`,
        );
      }
      return [status, name];
    }),
  );
  const answer = resolveRef(document, operation.responses[success[0] ?? ""] ?? fail("no answer"));
  const result = answers[success[0] ?? ""];

  const pagination = operation["x-pagination"];
  const parts = id.split(".");
  if (RESERVED_GROUPS.includes(parts[0] ?? "")) {
    fail(`the client has a ${parts[0]} of its own; begin the operationId with another word`);
  }
  return {
    id,
    group: parts.slice(0, -1),
    name: parts.at(-1) ?? id,
    method,
    path,
    pathParameters,
    queryParameters: parameters.filter((parameter) => parameter.in === "query"),
    headerParameters: headers.filter((header) => header["x-client-value"] === undefined),
    clientHeaderParameters: headers.filter((header) => header["x-client-value"] !== undefined),
    body:
      body && bodySchema !== undefined
        ? {
            schema: bodySchema,
            required: body.required ?? false,
            description: body.description ?? "The request body.",
          }
        : undefined,
    result,
    resultDescription: answer.description,
    item: pagination && result !== undefined ? itemSchema(document, result, pagination) : undefined,
    pagination,
    isIdempotent: operation["x-idempotent"] ?? false,
    needsKey: needsKey(document, operation, fail),
    answers,
    errors: Object.keys(operation.responses).filter((status) => !success.includes(status)),
    summary: operation.summary ?? "",
    description: operation.description ?? "",
    isDeprecated: operation.deprecated ?? false,
  };
}

function itemSchema(
  document: ContractDocument,
  envelope: string,
  pagination: Pagination,
): string | undefined {
  const schema = document.components?.schemas?.[envelope];
  return schemaName(schema?.properties?.[pagination.items]?.items);
}

function needsKey(
  document: ContractDocument,
  operation: OperationObject,
  fail: (problem: string) => never,
): boolean {
  const requirements = operation.security ?? document.security ?? [];
  for (const scheme of requirements.flatMap((requirement) => Object.keys(requirement))) {
    const declared = document.components?.securitySchemes?.[scheme];
    if (declared?.type !== "http" || declared.scheme?.toLowerCase() !== "bearer") {
      fail(`the security scheme ${scheme} is not HTTP bearer, the only one the client can send`);
    }
  }
  return requirements.some((requirement) => Object.keys(requirement).length > 0);
}
