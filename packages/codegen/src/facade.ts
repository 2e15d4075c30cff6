import { camelCase, groupTypeName } from "@chatkit-contract/openapi/names";

import type { ContractDocument } from "./document.ts";
import { jsDoc, operationDoc } from "./docs.ts";
import { importTypes } from "./imports.ts";
import type { Operation } from "./model.ts";
import { buildGroups, groupDoc, type Group } from "./operation-groups.ts";
import { optionsName, readParts } from "./operation-parts.ts";

/**
 * The typed face of the client: an interface for each group of operations, a method for each operation. Interfaces with
 * methods of their own keep the contract's docs and are cheap to check, unlike types mapped over `paths`.
 */
export function emitFacade(document: ContractDocument, operations: Operation[]): string {
  const root = buildGroups(operations);
  const used = new Set<string>();
  const options = operations.flatMap((operation) => optionsInterface(operation));
  const interfaces = emitGroup(document, root, used);
  const results = new Set(
    operations.flatMap(({ result, item }) => [result, item]).filter((name) => name !== undefined),
  );

  return `${importTypes(
    [...used].filter((name) => !results.has(name)),
    "@chatkit-contract/types",
  )}${importTypes(operations.some(({ pagination }) => !pagination) ? ["ApiPromise"] : [], "./api-promise.ts")}${importTypes(["CallOptions"], "./call-options.ts")}${importTypes(operations.some(({ pagination }) => pagination) ? ["Listing"] : [], "./listing.ts")}${importTypes([...results], "./models.gen.ts")}
${[...options, ...interfaces].join("\n")}`;
}

function emitGroup(document: ContractDocument, group: Group, used: Set<string>): string[] {
  const subgroups = [...group.groups.values()];
  const name = groupTypeName(group.path);
  const members = [
    ...subgroups.map(
      (child) =>
        `${jsDoc([groupDoc(document, child)], "  ")}\n  readonly ${child.path.at(-1)}: ${groupTypeName(child.path)};`,
    ),
    ...group.operations.map(
      (operation) => `${jsDoc(operationDoc(operation), "  ")}\n  ${signature(operation, used)}`,
    ),
  ];
  return [
    `${jsDoc([groupDoc(document, group)])}\nexport interface ${name} {\n${members.join("\n\n")}\n}\n`,
    ...subgroups.flatMap((child) => emitGroup(document, child, used)),
  ];
}

function signature(operation: Operation, used: Set<string>): string {
  const { body, query, options } = readParts(operation);
  const parameters = [
    ...operation.pathParameters.map(({ name }) => `${camelCase(name)}: string`),
    ...(body ? [`body${body.mark}: ${body.type}`] : []),
    ...(query ? [`query${query.mark}: ${query.type}`] : []),
    `options?: ${options}`,
  ];
  for (const part of [body, query]) {
    if (part) {
      used.add(part.type);
    }
  }
  return `${operation.name}(${parameters.join(", ")}): ${returnType(operation)};`;
}

function returnType(operation: Operation): string {
  return operation.pagination
    ? `Listing<${operation.result}, ${operation.item}>`
    : `ApiPromise<${operation.result ?? "void"}>`;
}

function optionsInterface(operation: Operation): string[] {
  if (operation.headerParameters.length === 0) {
    return [];
  }
  const members = operation.headerParameters.map(
    ({ name, description, required }) =>
      `${jsDoc([(description ?? "").trim(), "", `Sent as the header \`${name}\`.`], "  ")}\n  ${camelCase(name)}${required ? "" : "?"}: string${required ? "" : " | undefined"};`,
  );
  return [
    `${jsDoc([`Settings of one call of \`${operation.id}\`.`])}\nexport interface ${optionsName(operation)} extends CallOptions {\n${members.join("\n\n")}\n}\n`,
  ];
}
