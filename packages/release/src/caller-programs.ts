import {
  readOperations,
  resolveRef,
  schemaName,
  type ContractDocument,
  type Operation,
  type Schema,
} from "@chatkit-contract/codegen";
import { camelCase, optionsTypeName, queryTypeName } from "@chatkit-contract/openapi/names";

import type { Program } from "./program.ts";
import {
  choicesOf,
  fieldsOf,
  isNullable,
  printKey,
  sampleObject,
  sampleValue,
  sampleValues,
  typeText,
} from "./sample-value.ts";

const TYPES = "@chatkit-contract/types";
const OPERATIONS = "@chatkit-contract/types/operations";
const CLIENT = "@chatkit-contract/client";

/**
 * The smallest programs that callers of a contract can have written: one for each name, each call, each thing that a
 * request may hold, and each thing that an answer holds. What an open union or enum may come to hold is in none.
 */
export function callerPrograms(document: ContractDocument): Program[] {
  const operations = readOperations(document);
  const { requests, answers } = reachOf(document, operations);
  return [
    ...Object.keys(document.components?.schemas ?? {}).map(importProgram),
    ...operations.flatMap((operation) => operationPrograms(document, operation)),
    ...[...requests].flatMap((name) => requestPrograms(document, name)),
    ...[...answers].flatMap((name) => answerPrograms(document, name)),
  ];
}

function importProgram(name: string): Program {
  return {
    at: name,
    isName: true,
    imports: { [TYPES]: [name] },
    given: `value: ${name}`,
    statements: ["return value;"],
  };
}

function operationPrograms(document: ContractDocument, operation: Operation): Program[] {
  const place = `${operation.method.toUpperCase()} ${operation.path}`;
  const key = JSON.stringify(operation.id);
  const wire = (at: string, part: string, statement: string): Program => ({
    at: `${place}${at}`,
    imports: { [TYPES]: ["operations"] },
    given: `wire: operations[${key}]["${part}"]`,
    statements: [statement],
  });
  return [
    {
      at: `${place} operationId`,
      imports: { [OPERATIONS]: ["OperationId"] },
      given: "",
      statements: [`const id: OperationId = ${key};`, "return id;"],
    },
    {
      at: place,
      imports: { [TYPES]: ["paths"] },
      given: `wire: paths[${JSON.stringify(operation.path)}]`,
      statements: [`return wire.${operation.method};`],
    },
    ...callPrograms(document, place, operation),
    ...queryPrograms(document, place, operation),
    ...operation.headerParameters.flatMap(({ name, schema = {} }) =>
      sampleValues(document, schema).map(({ suffix }) => ({
        at: `${place} header ${name}${suffix}`,
        imports: { [CLIENT]: [optionsTypeName(operation.id)] },
        given: "",
        statements: [
          `const options: ${optionsTypeName(operation.id)} = { ${camelCase(name)}: "text" };`,
          "return options;",
        ],
      })),
    ),
    ...operation.pathParameters.map(({ name }) =>
      wire(` path ${name}`, "parameters", `return wire.path[${JSON.stringify(name)}];`),
    ),
    ...Object.entries(operation.answers).map(([status, schema]) =>
      wire(
        ` ${status}`,
        "responses",
        schema === undefined
          ? `return wire[${JSON.stringify(status)}];`
          : `return wire[${JSON.stringify(status)}].content["application/json"];`,
      ),
    ),
  ];
}

/** Calls with as little as can be given, with all that can, and what they answer. */
function callPrograms(document: ContractDocument, place: string, operation: Operation): Program[] {
  const { id, body, result, item, headerParameters } = operation;
  const path = operation.pathParameters.map(({ name }) => JSON.stringify(name));
  const hasQuery = operation.queryParameters.length > 0;
  const isQueryRequired = operation.queryParameters.some(({ required }) => required);
  const least = [
    ...path,
    ...(body?.required
      ? [sampleValue(document, { $ref: `#/components/schemas/${body.schema}` })]
      : []),
    ...(isQueryRequired ? [sampleQuery(document, operation, [])] : []),
  ];
  const options = headerParameters.length > 0 ? optionsTypeName(id) : "CallOptions";
  const all = [...path, ...(body ? ["body"] : []), ...(hasQuery ? ["query"] : []), "options"];
  const given = [
    "chatkit: Api",
    ...(body ? [`body: ${body.schema}`] : []),
    ...(hasQuery ? [`query: ${queryTypeName(id)}`] : []),
    `options: ${options}`,
  ];
  const call = `chatkit.${id}(${least.join(", ")})`;
  const answered = (at: string, type: string, statement: string): Program => ({
    at: `${place}${at}`,
    imports: { [CLIENT]: ["Api", type] },
    given: "chatkit: Api",
    statements: [statement],
  });
  return [
    {
      at: place,
      imports: { [CLIENT]: ["Api"] },
      given: "chatkit: Api",
      statements: [`return ${call};`],
    },
    {
      at: place,
      imports: {
        [CLIENT]: ["Api", options, ...(body ? [body.schema] : [])],
        ...(hasQuery ? { [TYPES]: [queryTypeName(id)] } : {}),
      },
      given: given.join(", "),
      statements: [`return chatkit.${id}(${all.join(", ")});`],
    },
    ...(result === undefined
      ? []
      : [answered("", result, `const answer: ${result} = await ${call};`)]),
    ...(item === undefined
      ? []
      : [
          answered(
            " x-pagination",
            item,
            `for await (const item of ${call}) { const each: ${item} = item; }`,
          ),
        ]),
  ].map((program) =>
    program.statements[0]?.startsWith("const answer")
      ? { ...program, statements: [...program.statements, "return answer;"] }
      : program,
  );
}

function queryPrograms(document: ContractDocument, place: string, operation: Operation): Program[] {
  const type = queryTypeName(operation.id);
  return operation.queryParameters.flatMap(({ name, schema = {} }) =>
    sampleValues(document, schema).map(({ value, suffix }) => ({
      at: `${place} query ${name}${suffix}`,
      imports: { [TYPES]: [type] },
      given: "",
      statements: [
        `const query: ${type} = ${sampleQuery(document, operation, [[name, value]])};`,
        "return query;",
      ],
    })),
  );
}

function sampleQuery(
  document: ContractDocument,
  { queryParameters }: Operation,
  others: readonly (readonly [string, string])[],
): string {
  const properties = queryParameters.map(({ name, schema = {} }) => [name, schema] as const);
  const required = queryParameters.flatMap((each) => (each.required ? [each.name] : []));
  return sampleObject(document, { properties: Object.fromEntries(properties), required }, others);
}

/** A value of a request's schema for each thing that it may hold. */
function requestPrograms(document: ContractDocument, name: string): Program[] {
  const schema = named(document, name);
  const build = (at: string, value: string): Program => ({
    at,
    imports: { [CLIENT]: [name] },
    given: "",
    statements: [`const value: ${name} = ${value};`, "return value;"],
  });
  const { properties } = fieldsOf(document, schema);
  const { additionalProperties: others } = schema;
  return [
    ...sampleValues(document, schema).map(({ value, suffix }) => build(`${name}${suffix}`, value)),
    ...Object.entries(properties).flatMap(([field, node]) =>
      sampleValues(document, node).map(({ value, suffix }) =>
        build(`${name}.${field}${suffix}`, sampleObject(document, schema, [[field, value]])),
      ),
    ),
    ...(typeof others === "object"
      ? sampleValues(document, others).map(({ value, suffix }) =>
          build(`${name}.*${suffix}`, `{ "a name": ${value} }`),
        )
      : []),
  ];
}

/** A use of an answer's schema for each thing that it holds. */
function answerPrograms(document: ContractDocument, name: string): Program[] {
  const schema = named(document, name);
  const given = camelCase(name);
  const use = (at: string, names: readonly string[], ...statements: string[]): Program => ({
    at,
    imports: { [CLIENT]: [name, ...names] },
    given: `${given}: ${name}`,
    statements,
  });
  const hold = (at: string, node: Schema, expression: string, isOptional: boolean): Program => {
    const names: string[] = [];
    const type = typeText(document, node, names);
    return type === undefined
      ? use(at, [], `return ${expression};`)
      : use(
          at,
          names,
          `const value: ${type}${isOptional ? " | undefined" : ""} = ${expression};`,
          "return value;",
        );
  };
  const compare = (at: string, node: Schema, expression: string): Program[] =>
    choicesOf(node)
      .filter((choice) => choice !== null)
      .map((choice) =>
        use(`${at} enum`, [], `return ${expression} === ${JSON.stringify(choice)};`),
      );

  const { properties, required } = fieldsOf(document, schema);
  const { discriminator } = schema;
  return [
    hold(name, schema, given, false),
    ...compare(name, schema, given),
    ...Object.entries(properties).flatMap(([field, node]) => {
      const expression = `${given}${/^[A-Za-z_$]/.test(printKey(field)) ? `.${field}` : `[${printKey(field)}]`}`;
      const isOptional = !required.includes(field);
      return [
        hold(`${name}.${field}`, node, expression, isOptional),
        ...(schemaName(node) === undefined ? compare(`${name}.${field}`, node, expression) : []),
        ...(isNullable(document, node)
          ? [use(`${name}.${field} nullable`, [], `return ${expression} === null;`)]
          : []),
      ];
    }),
    ...(schema["x-open"] === true
      ? [unknownProgram(name, given, discriminator?.propertyName)]
      : []),
    ...Object.entries(discriminator?.mapping ?? {}).flatMap(([value, $ref]) => {
      const member = schemaName({ $ref });
      return member === undefined
        ? []
        : [
            use(
              `${name}(${value})`,
              [member],
              `if (${given}.${discriminator?.propertyName} !== ${JSON.stringify(value)}) return undefined;`,
              `const member: ${member} = ${given};`,
              "return member;",
            ),
          ];
    }),
  ];
}

/** What a caller does with a case that is newer than the contract. */
function unknownProgram(name: string, given: string, tag: string | undefined): Program {
  const at = `${name} x-open`;
  return tag === undefined
    ? {
        at,
        imports: { [CLIENT]: [name, "UnknownValue"] },
        given: `newer: UnknownValue`,
        statements: [`const ${given}: ${name} = newer;`, `return ${given};`],
      }
    : {
        at,
        imports: { [CLIENT]: [name, "UNKNOWN"] },
        given: `${given}: ${name}`,
        statements: [`return ${given}.${tag} === UNKNOWN ? ${given}.raw : undefined;`],
      };
}

function named(document: ContractDocument, name: string): Schema {
  return resolveRef<Schema>(document, { $ref: `#/components/schemas/${name}` });
}

/** The schemas that requests and answers lead to. */
function reachOf(
  document: ContractDocument,
  operations: readonly Operation[],
): { requests: Set<string>; answers: Set<string> } {
  const requests = new Set<string>();
  const answers = new Set<string>();
  for (const { body, queryParameters, answers: schemas } of operations) {
    if (body) reach(document, { $ref: `#/components/schemas/${body.schema}` }, requests);
    for (const { schema } of queryParameters) reach(document, schema, requests);
    for (const name of Object.values(schemas)) {
      if (name !== undefined) reach(document, { $ref: `#/components/schemas/${name}` }, answers);
    }
  }
  return { requests, answers };
}

function reach(document: ContractDocument, node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) for (const part of node) reach(document, part, found);
  if (typeof node !== "object" || node === null || Array.isArray(node)) return;
  const name = schemaName(node as Schema);
  if (name !== undefined && found.has(name)) return;
  if (name !== undefined) {
    found.add(name);
    reach(document, named(document, name), found);
  }
  for (const [key, part] of Object.entries(node)) {
    if (!["default", "enum", "const"].includes(key)) reach(document, part, found);
  }
}
