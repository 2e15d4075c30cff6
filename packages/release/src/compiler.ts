import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { ts } from "@chatkit-contract/codegen/typescript";

/** The generated types that programs are compiled against, each set under a name of its own. */
export type Worlds = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A program, and the world whose packages it imports. One that compares worlds imports `WORLD:package`. */
export interface Source {
  world: string;
  text: string;
}

/** What the compiler does not take. */
export interface Fault {
  /** Where in the program's text it stands. */
  position: number;
  /** The compiler's chain of reasons, the last one the innermost. */
  chain: string[];
}

const ROOT = resolve(import.meta.dirname, "../../..");

/** What is generated stands on these, which are written by hand and the same for every world. */
const CLIENT = join(ROOT, "packages/client/src");
const OPERATION = join(ROOT, "packages/types/src/operation.ts");

/** The packages as a world has them: what their `index.ts` give of types. */
const PACKAGES: Readonly<Record<string, string>> = {
  "types.ts": `export type * from "./types/schemas.gen.ts";\nexport type * from "./operation.ts";\n`,
  "operations.ts": `export * from "./types/operations.gen.ts";\n`,
  "client.ts": [
    `export type * from "./client/facade.gen.ts";`,
    `export type * from "./client/models.gen.ts";`,
    `export type * from "./call-options.ts";`,
    `export { UNKNOWN, type UnknownCase, type UnknownValue } from "./unknown.ts";`,
    "",
  ].join("\n"),
};

const ENTRIES: Readonly<Record<string, string>> = {
  "@chatkit-contract/types": "types.ts",
  "@chatkit-contract/types/operations": "operations.ts",
  "@chatkit-contract/client": "client.ts",
};

const SETTINGS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  // Of the DOM, the client's own types need no more than the host's fetch.
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * Compiles programs against sets of generated types, in memory and as ES modules.
 *
 * @returns What the compiler does not take, a list for each program.
 */
export function compile(worlds: Worlds, sources: readonly Source[]): Fault[][] {
  const files = new Map<string, string>();
  for (const [world, generated] of Object.entries(worlds)) {
    for (const [path, text] of Object.entries({ ...PACKAGES, ...generated })) {
      files.set(`/${world}/${path}`, text);
    }
  }
  const names = sources.map(({ world, text }, index) => {
    const name = `/${world}/programs/${index}.ts`;
    files.set(name, text);
    return name;
  });
  const program = ts.createProgram(names, SETTINGS, createHost(files));
  return names.map((name) => {
    const file = program.getSourceFile(name);
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return found.map(({ start = 0, messageText }) => ({
      position: start,
      chain: chainOf(messageText),
    }));
  });
}

function createHost(files: ReadonlyMap<string, string>): ts.CompilerHost {
  const read = (path: string): string | undefined =>
    files.get(path) ?? (existsSync(path) ? readFileSync(path, "utf8") : undefined);
  const host = ts.createCompilerHost(SETTINGS);
  return {
    ...host,
    getSourceFile: (path, languageVersion) => {
      if (!files.has(path)) return library(path, languageVersion, host);
      return ts.createSourceFile(path, files.get(path) ?? "", languageVersion);
    },
    fileExists: (path) => files.has(path) || host.fileExists(path),
    readFile: read,
    resolveModuleNameLiterals: (literals, containing) =>
      literals.map(({ text }) => ({ resolvedModule: resolveModule(text, containing) })),
  };
}

/** The compiler's own libraries and the client's sources do not change while the process lives. */
const libraries = new Map<string, ts.SourceFile | undefined>();

function library(
  path: string,
  languageVersion: ts.ScriptTarget | ts.CreateSourceFileOptions,
  host: ts.CompilerHost,
): ts.SourceFile | undefined {
  if (!libraries.has(path)) libraries.set(path, host.getSourceFile(path, languageVersion));
  return libraries.get(path);
}

function resolveModule(name: string, containing: string): ts.ResolvedModuleFull | undefined {
  const own = /^\/([^/]+)\//.exec(containing)?.[1] ?? "";
  const [, world = own, specifier = name] = /^([a-z]+):(.*)$/.exec(name) ?? [];
  const entry = ENTRIES[specifier];
  if (entry !== undefined) {
    // What is written by hand asks the types for what is written by hand.
    return asModule(containing.startsWith(CLIENT) ? OPERATION : `/${world}/${entry}`);
  }
  if (!specifier.startsWith(".")) return undefined;
  if (specifier.endsWith(".gen.ts")) return asModule(resolve(containing, "..", specifier));
  if (specifier === "./operation.ts") return asModule(OPERATION);
  const generated = resolve(containing, "..", specifier);
  return asModule(
    /\/types\/[a-z]+\.gen\.ts$/.test(generated) ? generated : join(CLIENT, specifier),
  );
}

function asModule(resolvedFileName: string): ts.ResolvedModuleFull {
  return { resolvedFileName, extension: ts.Extension.Ts, isExternalLibraryImport: false };
}

function chainOf(message: string | ts.DiagnosticMessageChain): string[] {
  if (typeof message === "string") return [message];
  return [message.messageText, ...(message.next ?? []).flatMap(chainOf)];
}
