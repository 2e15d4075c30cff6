import { relative } from "node:path";
import { gzipSync } from "node:zlib";

import { rolldown } from "rolldown";
import { minifySync } from "rolldown/utils";

import { appFile, generateRedocly, NAMES, type Name } from "./contestants.ts";
import { asRows, formatTable } from "./table.ts";

const HOUSE = new URL("../../..", import.meta.url).pathname;

/** What a bundle weighs, in bytes. */
export interface Size {
  min: number;
  gzip: number;
  modules: ModuleSize[];
}

/** What a module adds to a bundle, about. */
export interface ModuleSize {
  module: string;
  min: number;
  /** How much smaller the rest is without it. */
  gzip: number;
}

/** What can be imported beside the package's main entry. */
export const SUBPATHS = ["query", "raw", "validate"] as const;
type Subpath = (typeof SUBPATHS)[number];

/** What each app weighs, and our whole package, alone and with each subpath: everything that it exports, used or not. */
export type Sizes = Record<Name | "package" | Subpath, Size>;

const PACKAGE = 'export * from "@chatkit-contract/client";';

/** Bundles each app as a browser would load it: minified, compressed. */
export async function measureSizes(): Promise<Sizes> {
  const entries = [
    ...NAMES.map((name) => [name, `export { connect } from ${JSON.stringify(appFile(name))};`]),
    ["package", PACKAGE],
    ...SUBPATHS.map((name) => [
      name,
      `${PACKAGE} export * from "@chatkit-contract/client/${name}";`,
    ]),
  ] as [keyof Sizes, string][];
  const sizes = await Promise.all(
    entries.map(async ([name, code]) => [name, await measureBundle(code)] as const),
  );
  return Object.fromEntries(sizes) as Sizes;
}

/** Bundles a text of ES code, resolved from this folder. */
export async function measureBundle(code: string): Promise<Size> {
  const entry = `${import.meta.dirname}/entry.js`;
  const bundle = await rolldown({
    input: entry,
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    resolve: { conditionNames: ["@chatkit-contract/source", "browser", "import", "default"] },
    platform: "browser",
    logLevel: "silent",
  });
  const minified = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
  const open = await bundle.generate({ format: "esm", codeSplitting: false });
  await bundle.close();
  const minifiedCode = minified.output[0].code;
  return {
    min: Buffer.byteLength(minifiedCode),
    gzip: compress(minifiedCode),
    modules: weighModules(open.output[0].modules),
  };
}

/** A minified bundle no longer knows whose bytes are whose, so each module is minified alone here. */
function weighModules(modules: Record<string, { code: string | null }>): ModuleSize[] {
  const parts = Object.entries(modules)
    .filter(([, { code }]) => code)
    .map(([id, { code }]) => ({
      module: relative(HOUSE, id).replace(/^.*node_modules\//, ""),
      code: minifySync(id, code ?? "", { compress: { unused: false }, mangle: { toplevel: true } })
        .code,
    }));
  const whole = compress(parts.map(({ code }) => code).join("\n"));
  return parts
    .map(({ module, code }) => {
      const others = parts.filter((part) => part.module !== module);
      const rest = compress(others.map((part) => part.code).join("\n"));
      return { module, min: Buffer.byteLength(code), gzip: whole - rest };
    })
    .toSorted((one, other) => other.gzip - one.gzip);
}

function compress(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}

if (import.meta.main) {
  await generateRedocly();
  const sizes = await measureSizes();
  console.log(
    formatTable([
      ["app", "min", "min + gzip"],
      ...asRows(sizes, ({ min, gzip }) => [String(min), String(gzip)]),
    ]),
  );
  console.log();
  console.log(
    formatTable([
      ["module of the whole package", "min, about", "gzip, about"],
      ...sizes.package.modules.map(({ module, min, gzip }) => [module, String(min), String(gzip)]),
    ]),
  );
}
