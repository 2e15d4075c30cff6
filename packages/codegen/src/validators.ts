import { compileValidator } from "./compile-validator.ts";
import { resolveRef, type ContractDocument, type Parameter, type Schema } from "./document.ts";
import type { Operation } from "./model.ts";
import { closedSchemas, exactSchemas, openSchemas, type Schemas } from "./schema-variants.ts";

/** A part of a request that is validated by itself. */
type RequestPart = "path" | "query" | "headers" | "body";

/**
 * Modules that validate every request part and every answer, by their path below `validators/`, and the tables that
 * find them by operation:
 *
 * - `requests/<operationId>.<part>`: closed, as the contract wants requests;
 * - `answers/<Schema>`: open to what is newer than the contract, as a client has to judge;
 * - `closed-answers/<Schema>`: exactly the contract, for implementations and tests.
 */
export function emitValidators(
  document: ContractDocument,
  operations: Operation[],
): Record<string, string> {
  const schemas = document.components?.schemas ?? {};
  const requests = operations.map((operation) => ({
    operation,
    parts: requestSchemas(operation),
  }));
  const answers = [...new Set(operations.flatMap(({ answers: all }) => Object.values(all)))].filter(
    (name) => name !== undefined,
  );

  const modules: Record<string, string> = {};
  const exact = exactSchemas(schemas);
  for (const { operation, parts } of requests) {
    for (const [part, schema] of Object.entries(parts)) {
      modules[`requests/${operation.id}.${part}`] = compile(schema, exact);
    }
  }
  for (const [folder, variant] of [
    ["answers", openSchemas(schemas)],
    ["closed-answers", closedSchemas(schemas)],
  ] as const) {
    for (const name of answers) {
      modules[`${folder}/${name}`] = compile({ $ref: `#/components/schemas/${name}` }, variant);
    }
    modules[folder] = answerTable(folder, operations, answers);
  }
  modules["requests"] = requestTable(document, requests);
  return modules;
}

function compile(schema: Schema, schemas: Schemas): string {
  return compileValidator(schema, schemas).replaceAll("IMPORT/", "../../validation/");
}

/** The schema of each part of a request. Query parameters are closed; a request may carry any other header. */
function requestSchemas(operation: Operation): Partial<Record<RequestPart, Schema>> {
  const headers = headerParameters(operation);
  return {
    ...(operation.pathParameters.length > 0
      ? { path: parametersSchema(operation.pathParameters) }
      : {}),
    query: { ...parametersSchema(operation.queryParameters), additionalProperties: false },
    ...(headers.length > 0 ? { headers: parametersSchema(headers) } : {}),
    ...(operation.body ? { body: { $ref: `#/components/schemas/${operation.body.schema}` } } : {}),
  };
}

function headerParameters(operation: Operation): Parameter[] {
  return [...operation.clientHeaderParameters, ...operation.headerParameters];
}

function parametersSchema(parameters: Parameter[]): Schema {
  return {
    type: "object",
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema ?? {}])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}

function requestTable(
  document: ContractDocument,
  requests: { operation: Operation; parts: Partial<Record<RequestPart, Schema>> }[],
): string {
  const imports: string[] = [];
  const rows = requests.map(({ operation, parts }) => {
    const fields = Object.keys(parts).map((part) => {
      const name = `validate${imports.length}`;
      imports.push(
        `import { validate as ${name} } from "./requests/${operation.id}.${part}.gen.ts";`,
      );
      return `    ${part}: ${name},`;
    });
    const types = Object.fromEntries(
      operation.queryParameters.map(({ name, schema }) => [name, wireType(document, schema)]),
    );
    const facts = {
      isBodyRequired: operation.body?.required ?? false,
      headerNames: headerParameters(operation).map(({ name }) => name),
      queryTypes: types,
    };
    for (const [name, value] of Object.entries(facts)) {
      fields.push(`    ${name}: ${JSON.stringify(value)},`);
    }
    return [`  ${JSON.stringify(operation.id)}: {`, ...fields, "  },"].join("\n");
  });
  return `${imports.join("\n")}
import type { OperationId } from "../operations.gen.ts";
import type { RequestValidators } from "../validation/validate.ts";

/** What validates the parts of each operation's requests. */
export const requests: Readonly<Record<OperationId, RequestValidators>> = {
${rows.join("\n")}
};
`;
}

/** How a query parameter's text is read. */
function wireType(document: ContractDocument, schema: Schema | undefined): string {
  const { type } = resolveRef<Schema>(document, schema ?? {});
  return ["integer", "number", "boolean"].find((name) => name === type) ?? "string";
}

function answerTable(folder: string, operations: Operation[], answers: string[]): string {
  const rows = operations.map((operation) => {
    const fields = Object.entries(operation.answers).flatMap(([status, name]) =>
      name === undefined ? [] : [`    ${JSON.stringify(status)}: ${name},`],
    );
    return [`  ${JSON.stringify(operation.id)}: {`, ...fields, "  },"].join("\n");
  });
  const imports = answers.map(
    (name) => `import { validate as ${name} } from "./${folder}/${name}.gen.ts";`,
  );
  return `${imports.join("\n")}
import type { OperationId } from "../operations.gen.ts";
import type { Validate } from "../validation/validate.ts";

/** What validates each operation's answers, by status code or \`default\`; an answer without a body has none. */
export const ${folder.replace(/-(.)/, (_all, letter: string) => letter.toUpperCase())}: Readonly<
  Record<OperationId, Readonly<Record<string, Validate>>>
> = {
${rows.join("\n")}
};
`;
}
