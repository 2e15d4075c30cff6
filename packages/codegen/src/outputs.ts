import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

import type { ContractDocument } from "./document.ts";
import { emitFacade } from "./facade.ts";
import { readOperations } from "./model.ts";
import { findOpenSchemas, findOpenShapes, openDocument } from "./open-unions.ts";
import { emitOpenShapes } from "./open-shapes.ts";
import { emitOperationsTable } from "./operations-table.ts";
import { emitQueryOptions } from "./query-options.ts";
import { emitSchemas, emitWireTypes } from "./schema-types.ts";
import { emitValidators } from "./validators.ts";

/** Generated files by their path in the package they belong to. */
export type Outputs = Record<string, string>;

/** The packages that have generated files, and what makes them. */
export const TARGETS: Readonly<Record<string, (document: ContractDocument) => Promise<Outputs>>> = {
  types: generateTypes,
  client: generateClient,
};

/** The generated files of `packages/types`. */
export async function generateTypes(document: ContractDocument): Promise<Outputs> {
  const operations = readOperations(document);
  return {
    "openapi.gen.json": `${JSON.stringify(document, null, 2)}\n`,
    "src/operations.gen.ts": withHeader(emitOperationsTable(document, operations)),
    "src/schemas.gen.ts": withHeader(await emitWireTypes(document)),
    ...Object.fromEntries(
      Object.entries(emitValidators(document, operations))
        .map(([path, source]) => [`src/validators/${path}.gen.ts`, withHeader(source)] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

/** The generated files of `packages/client`. */
export async function generateClient(document: ContractDocument): Promise<Outputs> {
  const operations = readOperations(document);
  const results = operations.flatMap(({ result }) => result ?? []);
  return {
    "src/facade.gen.ts": withHeader(emitFacade(document, operations)),
    "src/models.gen.ts": withHeader(await emitModels(document)),
    "src/open-shapes.gen.ts": withHeader(emitOpenShapes(findOpenShapes(document), results)),
    "src/query.gen.ts": withHeader(emitQueryOptions(document, operations)),
  };
}

async function emitModels(document: ContractDocument): Promise<string> {
  const open = findOpenSchemas(document);
  const closed = Object.keys(document.components?.schemas ?? {}).filter((name) => !open.has(name));
  const source = await emitSchemas(openDocument(document), open);
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(source);
  return [
    ...(closed.length > 0
      ? [`export type { ${closed.join(", ")} } from "@chatkit-contract/types";`]
      : []),
    importUsed(closed.filter(uses), "@chatkit-contract/types"),
    importUsed(["UnknownCase", "UnknownValue"].filter(uses), "./unknown.ts"),
    source,
  ].join("\n");
}

function importUsed(names: string[], from: string): string {
  return names.length > 0 ? `import type { ${names.join(", ")} } from "${from}";` : "";
}

function withHeader(source: string): string {
  return `// Made from the contract by \`pnpm generate\`. Edit the contract, not this file.\n\n${source}`;
}

/**
 * Makes a package's generated files exactly these: removes every other `.gen.` file and writes what differs (a file
 * whose bytes stay is not touched, so that watchers see real changes alone).
 *
 * @returns The paths that were written or removed.
 */
export async function writeOutputs(packageFolder: string, outputs: Outputs): Promise<string[]> {
  const changed: string[] = [];
  for (const file of await listGenerated(packageFolder)) {
    const path = relative(packageFolder, file);
    if (!Object.hasOwn(outputs, path)) {
      await rm(file);
      changed.push(path);
    }
  }
  for (const [path, content] of Object.entries(outputs)) {
    const file = join(packageFolder, path);
    const before = await readFile(file, "utf8").catch(() => undefined);
    if (before !== content) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      changed.push(path);
    }
  }
  return changed;
}

async function listGenerated(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !["node_modules", "dist"].includes(entry.name)) {
      found.push(...(await listGenerated(path)));
    } else if (entry.isFile() && entry.name.includes(".gen.")) {
      found.push(path);
    }
  }
  return found;
}
