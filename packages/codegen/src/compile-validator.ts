import { _, Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";

import type { Schema } from "./document.ts";
import { InvalidContractError } from "./invalid-contract.ts";
import type { Schemas } from "./schema-variants.ts";

/** The check in `packages/types` of each format that has one. Any other is an annotation (JSON Schema Validation, 7.2.1). */
const FORMAT_CHECKS: Readonly<Record<string, string>> = {
  date: "isDate",
  "date-time": "isDateTime",
  uri: "isUri",
  uuid: "isUuid",
};

/** Keywords that say nothing about which values are valid. */
const ANNOTATIONS = ["title", "description", "default", "example", "examples", "deprecated"];

/**
 * Compiles a schema to the source of a module that exports `validate`, a function without a compiler, `eval` or any
 * import but the small checks of `packages/types`.
 *
 * @param schema The schema, which may refer to components.
 * @param components The components by name.
 * @throws {InvalidContractError} The schema is no valid JSON schema.
 */
export function compileValidator(schema: Schema, components: Schemas): string {
  const ajv = new Ajv({
    code: { source: true, esm: true, formats: _`formats` },
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    discriminator: true,
    // The words are put together where an error is shown, not in every module.
    messages: false,
    formats: Object.fromEntries(Object.keys(FORMAT_CHECKS).map((format) => [format, () => true])),
  });
  for (const [name, component] of Object.entries(components)) {
    ajv.addSchema(forAjv(component), name);
  }
  try {
    return tidy(standalone.default(ajv, ajv.compile(forAjv(schema))));
  } catch (error) {
    throw new InvalidContractError(
      `no validator can be made: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Keywords whose members have names of the contract's own choice. */
const NAME_MAPS = ["properties", "patternProperties", "dependentSchemas", "$defs"];

/** Ajv refuses `mapping` and the contract's extensions, and writes every annotation into the module. */
function forAjv(schema: Schema): Schema {
  const prune = (value: unknown, isNameMap: boolean): unknown => {
    if (Array.isArray(value)) {
      return value.map((element) => prune(element, false));
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, part]) => {
        if (isNameMap) {
          return [[key, prune(part, false)]];
        }
        if (ANNOTATIONS.includes(key) || key.startsWith("x-")) {
          return [];
        }
        if (key === "format" && !Object.hasOwn(FORMAT_CHECKS, String(part))) {
          return [];
        }
        if (key === "discriminator") {
          return [[key, { propertyName: (part as { propertyName: string }).propertyName }]];
        }
        if (key === "$ref") {
          return [[key, String(part).replace("#/components/schemas/", "")]];
        }
        return [
          [key, key === "enum" || key === "const" ? part : prune(part, NAME_MAPS.includes(key))],
        ];
      }),
    );
  };
  return prune(schema, false) as Schema;
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  'require("ajv/dist/runtime/ucs2length").default': "countCodePoints",
  'require("ajv/dist/runtime/equal").default': "isEqual",
};

/** Turns what standalone Ajv leaves as `require` into imports of our own, and drops schemas that nothing reads. */
function tidy(source: string): string {
  const imports = new Set<string>();
  const body = source
    .replace(/^"use strict";/, "")
    .replace(/export const validate = (\w+);export default \w+;/, "")
    .replaceAll(/const (\w+) = (require\([^;]+);/g, (_all, name: string, call: string) => {
      const check = FUNCTIONS[call];
      if (check === undefined) {
        throw new Error(`Ajv needs ${call}, which packages/types does not have`);
      }
      imports.add(check);
      return `const ${name} = ${check};`;
    })
    .replaceAll(
      /const (formats\d+) = formats(?:\.|\[")([\w-]+)[^;]*;/g,
      (_all, name: string, format: string) => {
        const check = FORMAT_CHECKS[format] ?? "";
        imports.add(check);
        return `const ${name} = ${check};`;
      },
    );
  const entry = /export const validate = (\w+);/.exec(source)?.[1] ?? "";
  const used = body.replaceAll(
    /const (schema\d+) = \{.*?\};(?=const |function |$)/gs,
    (all, name: string) => (body.split(name).length > 2 ? all : ""),
  );
  const checks =
    imports.size > 0 ? `import { ${[...imports].join(", ")} } from "IMPORT/checks.ts";\n` : "";
  return `// @ts-nocheck -- compiled by Ajv, which writes no types\n${checks}import type { Validate } from "IMPORT/validate.ts";\n\n${used}\nexport const validate: Validate = ${entry};\n`;
}
