import {
  camelCase,
  isFreeName,
  queriesTypeName,
  variablesTypeName,
} from "@chatkit-contract/openapi/names";

import type { ContractDocument } from "./document.ts";
import {
  jsDoc,
  mutationDoc,
  operationSummary,
  pathParameterDoc,
  QUERY_DOC,
  queryDoc,
} from "./docs.ts";
import { importTypes } from "./imports.ts";
import type { Operation } from "./model.ts";
import { buildGroups, groupDoc, type Group } from "./operation-groups.ts";
import { readParts } from "./operation-parts.ts";

/**
 * The types of the client's TanStack Query options, in the groups of the facade: for an operation that reads, its query
 * and, where it is paged, its infinite query; for one that changes something, its mutation.
 */
export function emitQueryOptions(document: ContractDocument, operations: Operation[]): string {
  const uses = new Map<string, Set<string>>();
  const results = new Set(operations.map(({ result }) => result));
  const use: Use = (name, home) => {
    // A schema that is both sent and answered is what the client's models say of it.
    const from = results.has(name) ? MODELS : home;
    uses.set(from, (uses.get(from) ?? new Set()).add(name));
    return name;
  };
  const variables = operations.filter(isMutation).map((each) => variablesInterface(each, use));
  const interfaces = emitGroup(document, buildGroups(operations), use);
  // Packages before the client's own files.
  const imports = [...uses].toSorted(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));

  return `${imports.map(([from, names]) => importTypes(names, from)).join("")}
${[...variables, ...interfaces].join("\n")}`;
}

/** Notes that a type is used, and where it comes from; gives its name. */
type Use = (name: string, from: string) => string;

const OPTIONS = "./query/options.ts";
const MODELS = "./models.gen.ts";
const WIRE_TYPES = "@chatkit-contract/types";

function rank(from: string): string {
  return from.startsWith(".") ? `1${from}` : `0${from}`;
}

/** An operation that reads is a query, whatever its method if it is a listing; any other changes something. */
function isMutation({ method, pagination }: Operation): boolean {
  return method !== "get" && method !== "head" && !pagination;
}

function emitGroup(document: ContractDocument, group: Group, use: Use): string[] {
  const subgroups = [...group.groups.values()];
  const members = [
    ...subgroups.map(
      (child) =>
        `${jsDoc([groupDoc(document, child)], "  ")}\n  readonly ${child.path.at(-1)}: ${queriesTypeName(child.path)};`,
    ),
    ...group.operations.map(
      (operation) =>
        `${jsDoc(operationSummary(operation), "  ")}\n  readonly ${operation.name}: {\n${[
          `${jsDoc([keyDoc(operation)], "    ")}\n    readonly key: ${use("ChatKitKey", OPTIONS)};`,
          ...(isMutation(operation) ? [mutation(operation, use)] : queries(operation, use)),
        ].join("\n\n")}\n  };`,
    ),
  ];
  return [
    `${jsDoc([groupDoc(document, group)])}\nexport interface ${queriesTypeName(group.path)} {\n${members.join("\n\n")}\n}\n`,
    ...subgroups.flatMap((child) => emitGroup(document, child, use)),
  ];
}

function keyDoc(operation: Operation): string {
  const kind = isMutation(operation) ? "mutation" : "query";
  return `How the key of every ${kind} of \`${operation.id}\` begins, for filters such as that of \`invalidateQueries\`.`;
}

function mutation(operation: Operation, use: Use): string {
  const { body, query } = readParts(operation);
  const isNeeded = operation.pathParameters.length > 0 || body?.mark === "" || query?.mark === "";
  const variables = `${variablesTypeName(operation.id)}${isNeeded ? "" : " | void"}`;
  const data = operation.result ? use(operation.result, MODELS) : "void";
  const type = use("ChatKitMutation", OPTIONS);
  return `${jsDoc(mutationDoc(operation), "    ")}\n    mutation(): ${type}<${data}, ${variables}>;`;
}

function queries(operation: Operation, use: Use): string[] {
  const { body, query, options } = readParts(operation);
  const parameters = [
    ...operation.pathParameters.map(({ name }) => `${camelCase(name)}: string`),
    ...(body ? [`body${body.mark}: ${use(body.type, WIRE_TYPES)}`] : []),
    ...(query ? [`query${query.mark}: ${use(query.type, WIRE_TYPES)}`] : []),
    `options?: Omit<${useOptions(options, use)}, "signal">`,
  ].join(", ");
  // A query has to have data: null stands for an answer without a body.
  const data = operation.result ? use(operation.result, MODELS) : "null";
  const kinds = [
    ["query", use("ChatKitQuery", OPTIONS)],
    ...(operation.pagination ? [["infinite", use("ChatKitInfiniteQuery", OPTIONS)]] : []),
  ] as ["query" | "infinite", string][];
  return kinds.map(
    ([kind, type]) =>
      `${jsDoc(queryDoc(operation, kind), "    ")}\n    ${kind}(${parameters}): ${type}<${data}>;`,
  );
}

function variablesInterface(operation: Operation, use: Use): string {
  const { body, query, options } = readParts(operation);
  const members = [
    ...operation.pathParameters.map((parameter) => [
      pathParameterDoc(parameter),
      // Its own name, as the client reads it off the path.
      `${isFreeName(parameter.name) ? parameter.name : JSON.stringify(parameter.name)}: string`,
    ]),
    ...(body && operation.body
      ? [[operation.body.description, optional(`body${body.mark}: ${use(body.type, WIRE_TYPES)}`)]]
      : []),
    ...(query ? [[QUERY_DOC, optional(`query${query.mark}: ${use(query.type, WIRE_TYPES)}`)]] : []),
    ["Settings of this one call.", optional(`options?: ${useOptions(options, use)}`)],
  ] as [doc: string, member: string][];
  return `${jsDoc([`What a mutation of \`${operation.id}\` is given.`])}\nexport interface ${variablesTypeName(operation.id)} {\n${members
    .map(([doc, member]) => `${jsDoc([doc.trim()], "  ")}\n  ${member};`)
    .join("\n\n")}\n}\n`;
}

/** What may be left out may also be undefined. */
function optional(member: string): string {
  return member.includes("?: ") ? `${member} | undefined` : member;
}

function useOptions(options: string, use: Use): string {
  return use(options, options === "CallOptions" ? "./call-options.ts" : "./facade.gen.ts");
}
