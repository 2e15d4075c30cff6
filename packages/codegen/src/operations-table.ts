import { camelCase } from "@chatkit-contract/openapi/names";

import { resolveRef, type ContractDocument, type Schema } from "./document.ts";
import type { Operation } from "./model.ts";

/** The runtime table of operations: all that a generic client, mock or suite has to know to make each call. */
export function emitOperationsTable(document: ContractDocument, operations: Operation[]): string {
  const shared = new SharedConstants();
  const rows = operations.map((operation) => {
    const row: Record<string, string> = {
      method: JSON.stringify(operation.method.toUpperCase()),
      path: JSON.stringify(operation.path),
    };
    if (operation.body) {
      row["takesBody"] = "true";
    }
    if (operation.queryParameters.length > 0) {
      row["takesQuery"] = "true";
    }
    if (operation.needsKey) {
      row["needsKey"] = "true";
    }
    if (operation.isIdempotent) {
      row["isIdempotent"] = "true";
    }
    if (operation.clientHeaderParameters.length > 0) {
      const headers = operation.clientHeaderParameters.map((header) => [
        header.name,
        header["x-client-value"],
      ]);
      row["headers"] = shared.name("headers", Object.fromEntries(headers) as object);
    }
    if (operation.headerParameters.length > 0) {
      row["headerOptions"] = JSON.stringify(
        Object.fromEntries(operation.headerParameters.map(({ name }) => [camelCase(name), name])),
      );
    }
    if (operation.result !== undefined) {
      row["result"] = JSON.stringify(operation.result);
    }
    if (operation.pagination) {
      const { limit } = operation.pagination;
      const parameter = operation.queryParameters.find(({ name }) => name === limit);
      const { maximum } = resolveRef<Schema>(document, parameter?.schema ?? {});
      const pagination = { ...operation.pagination, max_limit: maximum };
      row["pagination"] = shared.name("pagination", pagination);
    }
    const fields = Object.entries(row).map(([key, value]) => `    ${key}: ${value},`);
    return [`  ${JSON.stringify(operation.id)}: {`, ...fields, "  },"].join("\n");
  });

  return `import type { Operation } from "./operation.ts";

/** The version of the contract that these packages carry. */
export const CONTRACT_VERSION = ${JSON.stringify(document.info.version)};

/** The base URL that the contract names. */
export const DEFAULT_BASE_URL = ${JSON.stringify(document.servers?.[0]?.url ?? "")};

/** The id of an operation of the contract. */
export type OperationId = ${operations.map(({ id }) => JSON.stringify(id)).join(" | ")};

${shared.declarations()}
/** Every operation of the contract by its id. */
export const operations: Readonly<Record<OperationId, Operation>> = {
${rows.join("\n")}
};
`;
}

/** Values that many rows hold, written once. */
class SharedConstants {
  readonly #names = new Map<string, string>();

  name(stem: string, value: object): string {
    const json = JSON.stringify(value);
    const count = [...this.#names.values()].filter((name) => name.startsWith(stem)).length;
    const name = this.#names.get(json) ?? (count === 0 ? stem : `${stem}${count + 1}`);
    this.#names.set(json, name);
    return name;
  }

  declarations(): string {
    return [...this.#names].map(([json, name]) => `const ${name} = ${json};\n`).join("");
  }
}
