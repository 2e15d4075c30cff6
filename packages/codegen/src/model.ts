import {
  METHODS,
  resolveRef,
  schemaName,
  type ContractDocument,
  type Method,
  type OperationObject,
  type Pagination,
  type Parameter,
  type Reference,
  type Schema,
} from "./document.ts";

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
  /** Whether its calls may be sent again, by their method or by `x-idempotent`. */
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

const JSON_MEDIA_TYPE = "application/json";

/** What HTTP lets a client send again (RFC 9110, section 9.2.2). */
const IDEMPOTENT_METHODS: ReadonlySet<Method> = new Set(["get", "head", "put", "delete"]);

function readOperation(
  document: ContractDocument,
  path: string,
  method: Method,
  operation: OperationObject,
  shared: NonNullable<OperationObject["parameters"]>,
): Operation {
  const id = operation.operationId;
  const parameters = readParameters(document, shared, operation.parameters ?? []);
  const headers = parameters.filter((parameter) => parameter.in === "header");
  const pathParameters = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) =>
    ruled(parameters.find((parameter) => parameter.in === "path" && parameter.name === name)),
  );

  const body = operation.requestBody && resolveRef(document, operation.requestBody);
  const success = Object.keys(operation.responses).filter((status) => /^2\d\d$/.test(status));
  const answers = Object.fromEntries(
    Object.entries(operation.responses).map(([status, node]) => [
      status,
      schemaName(resolveRef(document, node).content?.[JSON_MEDIA_TYPE]?.schema),
    ]),
  );
  const answer = resolveRef(document, ruled(operation.responses[success[0] ?? ""]));
  const result = answers[success[0] ?? ""];

  const pagination = operation["x-pagination"];
  const parts = id.split(".");
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
    body: body && {
      schema: ruled(schemaName(body.content[JSON_MEDIA_TYPE]?.schema)),
      required: body.required ?? false,
      description: body.description ?? "The request body.",
    },
    result,
    resultDescription: answer.description,
    item: pagination && result !== undefined ? itemSchema(document, result, pagination) : undefined,
    pagination,
    isIdempotent: IDEMPOTENT_METHODS.has(method) || operation["x-idempotent"] === true,
    needsKey: needsKey(document, operation),
    answers,
    errors: Object.keys(operation.responses).filter((status) => !success.includes(status)),
    summary: operation.summary ?? "",
    description: operation.description ?? "",
    isDeprecated: operation.deprecated ?? false,
  };
}

/** The parameters of a path and of an operation, which overrides those that have the same name in the same place. */
function readParameters(
  document: ContractDocument,
  ...lists: (Parameter | Reference)[][]
): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const node of lists.flat()) {
    const parameter = resolveRef<Parameter>(document, node);
    found.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...found.values()];
}

/** What is there in every contract that keeps the rules of `contract/generation`, which say better what is missing. */
function ruled<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("the contract breaks a rule of contract/generation; lint it first");
  }
  return value;
}

function itemSchema(
  document: ContractDocument,
  envelope: string,
  pagination: Pagination,
): string | undefined {
  const page = resolveRef<Schema>(document, document.components?.schemas?.[envelope] ?? {});
  const list = resolveRef<Schema>(document, page.properties?.[pagination.items] ?? {});
  return schemaName(list.items);
}

function needsKey(document: ContractDocument, operation: OperationObject): boolean {
  const requirements = operation.security ?? document.security ?? [];
  return requirements.some((requirement) => Object.keys(requirement).length > 0);
}
