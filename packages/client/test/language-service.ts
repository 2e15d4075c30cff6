import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ts } from "@chatkit-contract/codegen/typescript";

/** A language service over files that exist in memory alone, as an editor would open them beside the client's tests. */
export function openInEditor(files: Readonly<Record<string, string>>): Editor {
  const sources = new Map(Object.entries(files).map(([name, text]) => [pathOf(name), text]));
  const read = (path: string): string | undefined =>
    sources.get(path) ?? (existsSync(path) ? readFileSync(path, "utf8") : undefined);
  const service = ts.createLanguageService({
    getCompilationSettings: () => SETTINGS,
    getScriptFileNames: () => [...sources.keys()],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = read(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => import.meta.dirname,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (path) => sources.has(path) || existsSync(path),
    readFile: read,
    directoryExists: (path) => ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    realpath: (path) => ts.sys.realpath?.(path) ?? path,
  });
  return {
    errorsIn: (name) =>
      [
        ...service.getSyntacticDiagnostics(pathOf(name)),
        ...service.getSemanticDiagnostics(pathOf(name)),
      ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    hover: (name, position) => {
      const info = service.getQuickInfoAtPosition(pathOf(name), position);
      return {
        docs: ts.displayPartsToString(info?.documentation),
        tags: (info?.tags ?? []).map((tag) => ({
          name: tag.name,
          text: ts.displayPartsToString(tag.text),
        })),
      };
    },
  };
}

function pathOf(name: string): string {
  return join(import.meta.dirname, name);
}

/** What a person sees who has the files open. */
export interface Editor {
  /** The compiler's messages about a file, each with its whole chain. */
  errorsIn: (name: string) => string[];
  /** What hovering shows at a position. */
  hover: (name: string, position: number) => Hover;
}

/** The docs of whatever is hovered. */
export interface Hover {
  docs: string;
  /** `@param`, `@returns` and the like. The text of a `@param` begins with the parameter's name. */
  tags: { name: string; text: string }[];
}

const SETTINGS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ["@chatkit-contract/source"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
};
