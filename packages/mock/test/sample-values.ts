import type { Schema } from "@chatkit-contract/codegen";

import { numberOf, resolveSchema } from "./contract-document.ts";
import { sampleText } from "./sample-texts.ts";

type Fields = Record<string, unknown>;

/**
 * A valid value of a schema, with every field that it names.
 *
 * @throws {Error} No value can be made: the contract has to show one.
 */
export function sampleValue(node: Schema): unknown {
  const schema = resolveSchema(node);
  const [shown] = [
    ...("const" in schema ? [schema.const] : []),
    ...(schema.enum ?? []),
    ...((schema["examples"] as unknown[] | undefined) ?? []),
    ...("default" in schema ? [schema.default] : []),
  ];
  if (shown !== undefined) {
    return completeValue(schema, shown);
  }
  const [branch] = schema.oneOf ?? schema.anyOf ?? [];
  if (branch) {
    return sampleValue(branch);
  }
  switch ([schema.type].flat()[0]) {
    case "object":
      return completeValue(schema, {});
    case "array":
      return Array.from({ length: Math.max(1, numberOf(schema, "minItems") ?? 1) }, () =>
        sampleValue(schema.items ?? {}),
      );
    case "integer":
    case "number":
      return sampleNumber(schema);
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return sampleText(schema);
  }
}

/** A valid value with every optional field that it lacks, so that no field goes untried. */
export function completeValue(node: Schema, value: unknown): unknown {
  const schema = resolveSchema(node);
  const branch = branchFor(schema, value);
  if (branch) {
    return completeValue(branch, value);
  }
  if (Array.isArray(value)) {
    return value.map((element) => completeValue(schema.items ?? {}, element));
  }
  if (jsonType(value) !== "object") {
    return value;
  }
  const fields = value as Fields;
  const { properties = {}, additionalProperties: others } = schema;
  const named = Object.entries(properties).map(([name, property]) => [
    name,
    Object.hasOwn(fields, name) ? completeValue(property, fields[name]) : sampleValue(property),
  ]);
  const hasEntry = Object.keys(fields).some((name) => !Object.hasOwn(properties, name));
  return {
    ...fields,
    ...Object.fromEntries(named),
    // A map shows what its entries may be by one.
    ...(typeof others === "object" && !hasEntry
      ? { [sampleName(schema)]: sampleValue(others) }
      : {}),
  };
}

/** A name for an entry of a map. */
export function sampleName({ propertyNames }: Schema): string {
  return propertyNames ? sampleText(resolveSchema(propertyNames)) : "entry";
}

/** The branch of a union that a value belongs to: by its tag, or else by its JSON type. */
export function branchFor(schema: Schema, value: unknown): Schema | undefined {
  const { discriminator, oneOf, anyOf } = schema;
  if (oneOf && discriminator) {
    const $ref = discriminator.mapping?.[String((value as Fields)[discriminator.propertyName])];
    return $ref === undefined ? undefined : { $ref };
  }
  return (anyOf ?? oneOf)?.find((branch) => {
    const { type = [] } = resolveSchema(branch);
    const given = jsonType(value);
    return [type]
      .flat()
      .some((name) => name === given || (name === "integer" && given === "number"));
  });
}

/** What JSON calls the type of a value; a whole number is a `number` too. */
export function jsonType(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "array" : typeof value;
}

/** The distance between neighbours among a schema's numbers. */
export function stepOf(schema: Schema): number {
  return numberOf(schema, "multipleOf") ?? (schema.type === "number" ? 0.5 : 1);
}

function sampleNumber(schema: Schema): number {
  const step = stepOf(schema);
  const above = numberOf(schema, "exclusiveMinimum");
  const below = numberOf(schema, "exclusiveMaximum");
  const least = numberOf(schema, "minimum") ?? (above === undefined ? undefined : above + step);
  const most = numberOf(schema, "maximum") ?? (below === undefined ? undefined : below - step);
  return Math.ceil((least ?? most ?? step) / step) * step;
}
