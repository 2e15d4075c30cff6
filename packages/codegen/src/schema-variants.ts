import { schemaName, type Schema } from "./document.ts";

/** Schemas by their component's name. */
export type Schemas = Record<string, Schema>;

/** The schemas as they stand, for requests. */
export function exactSchemas(schemas: Schemas): Schemas {
  return mapSchemas(schemas, tellCase);
}

/**
 * The schemas as a client should judge answers: a value of an `x-open` enum may be any of its type, a member of an
 * `x-open` union may carry any discriminator, and fields that are not known pass.
 */
export function openSchemas(schemas: Schemas): Schemas {
  return mapSchemas(schemas, (schema) => {
    if (schema["x-open"] !== true) {
      const { additionalProperties, ...rest } = tellCase(schema);
      return additionalProperties === false || additionalProperties === undefined
        ? rest
        : { ...rest, additionalProperties };
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
  return mapSchemas(schemas, (schema) =>
    schema.properties && schema.additionalProperties === undefined
      ? { ...schema, additionalProperties: false }
      : tellCase(schema),
  );
}

/** A union says itself which cases there are, so that a fault in its discriminator is one of that field, by its own rule. */
function tellCase(schema: Schema): Schema {
  if (!schema.oneOf || !schema.discriminator) {
    return schema;
  }
  const { propertyName, mapping = {} } = schema.discriminator;
  return {
    ...schema,
    type: "object",
    required: [propertyName],
    properties: { [propertyName]: { type: "string", enum: Object.keys(mapping) } },
  };
}

/** Applies a change to every schema, the nested ones first. What is not a schema (an example, a default) is left out. */
function mapSchemas(
  schemas: Schemas,
  change: (schema: Schema) => Schema,
  components: Schemas = schemas,
): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, mapSchema(schema, change, components)]),
  );
}

function mapSchema(
  schema: Schema,
  change: (schema: Schema) => Schema,
  components: Schemas,
): Schema {
  const mapped: Schema = { ...mergeAllOf(schema, components) };
  for (const keyword of ["items", "additionalProperties", "propertyNames"] as const) {
    const value = mapped[keyword];
    if (typeof value === "object") {
      mapped[keyword] = mapSchema(value, change, components);
    }
  }
  for (const keyword of ["oneOf", "anyOf", "allOf"] as const) {
    const list = mapped[keyword];
    if (list) {
      mapped[keyword] = list.map((member) => mapSchema(member, change, components));
    }
  }
  if (mapped.properties) {
    mapped.properties = mapSchemas(mapped.properties, change, components);
  }
  return change(mapped);
}

/** Keywords of a schema that can be merged with another's. */
const MERGED = ["title", "description", "type", "properties", "required", "allOf", "example"];

/**
 * Objects put together by `allOf` as one object. Each part by itself could be neither closed, since it would refuse the
 * other parts' fields, nor be told by a discriminator, which may stand in another part.
 */
function mergeAllOf(schema: Schema, components: Schemas): Schema {
  const parts = schema.allOf?.map((part) => {
    const name = schemaName(part);
    return mergeAllOf((name === undefined ? part : components[name]) ?? part, components);
  });
  const { allOf: _parts, ...own } = schema;
  const all = [...(parts ?? []), own];
  if (!parts || !all.every(isPlainObject)) {
    return schema;
  }
  const names = new Set(all.flatMap(({ properties = {} }) => Object.keys(properties)));
  return {
    ...own,
    type: "object",
    properties: Object.fromEntries(
      [...names].map((name) => [
        name,
        merged(
          all.map(({ properties }) => properties?.[name]).filter((part) => part !== undefined),
        ),
      ]),
    ),
    required: [...new Set(all.flatMap(({ required = [] }) => required))],
  };
}

function isPlainObject(schema: Schema): boolean {
  const { type = "object" } = schema;
  return type === "object" && Object.keys(schema).every((key) => MERGED.includes(key));
}

function merged(schemas: Schema[]): Schema {
  const [first = {}, ...others] = schemas;
  return others.length === 0 ? first : { allOf: schemas };
}
