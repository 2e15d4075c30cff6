import type { Schema } from "./document.ts";

/** Schemas by their component's name. */
export type Schemas = Record<string, Schema>;

/**
 * The schemas as a client should judge answers: a value of an `x-open` enum may be any of its type, a member of an
 * `x-open` union may carry any discriminator, and fields that are not known pass.
 */
export function openSchemas(schemas: Schemas): Schemas {
  return mapSchemas(schemas, (schema) => {
    if (schema["x-open"] !== true) {
      return schema;
    }
    const { enum: _values, oneOf, discriminator, ...rest } = schema;
    if (!oneOf || !discriminator) {
      return rest;
    }
    const { propertyName, mapping = {} } = discriminator;
    return {
      ...rest,
      type: "object",
      required: [propertyName],
      properties: { [propertyName]: { type: "string" } },
      if: { properties: { [propertyName]: { enum: Object.keys(mapping) } } },
      then: { type: "object", required: [propertyName], discriminator, oneOf },
    };
  });
}

/** The schemas as an implementation should judge its own answers: nothing passes that the contract does not name. */
export function closedSchemas(schemas: Schemas): Schemas {
  return mapSchemas(schemas, (schema) => {
    if (schema.oneOf && schema.discriminator) {
      return { ...schema, type: "object" };
    }
    return schema.properties && schema.additionalProperties === undefined
      ? { ...schema, additionalProperties: false }
      : schema;
  });
}

/** Applies a change to every schema, the nested ones first. What is not a schema (an example, a default) is left out. */
function mapSchemas(schemas: Schemas, change: (schema: Schema) => Schema): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, mapSchema(schema, change)]),
  );
}

function mapSchema(schema: Schema, change: (schema: Schema) => Schema): Schema {
  const mapped: Schema = { ...schema };
  for (const keyword of ["items", "additionalProperties", "propertyNames"] as const) {
    const value = schema[keyword];
    if (typeof value === "object") {
      mapped[keyword] = mapSchema(value, change);
    }
  }
  for (const keyword of ["oneOf", "anyOf", "allOf"] as const) {
    const list = schema[keyword];
    if (list) {
      mapped[keyword] = list.map((member) => mapSchema(member, change));
    }
  }
  if (schema.properties) {
    mapped.properties = mapSchemas(schema.properties, change);
  }
  return change(mapped);
}
