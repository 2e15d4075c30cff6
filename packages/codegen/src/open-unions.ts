import { resolveRef, schemaName, type ContractDocument, type Schema } from "./document.ts";

/** The schema components that stand, in an opened document, for what the contract does not know. */
export const UNKNOWN_VALUE = "UnknownValue";
/** As {@link UNKNOWN_VALUE}, for unions: followed by a dot and the discriminator's name. */
export const UNKNOWN_CASE = "UnknownCase";

/**
 * Where an answer can hold a case that the contract does not know yet: for each schema on the way to an open union, the
 * fields to follow, and for each union, its discriminator and known cases.
 */
export type OpenShape =
  | { readonly fields: Readonly<Record<string, string>> }
  | { readonly by: string; readonly cases: Readonly<Record<string, string | null>> };

/**
 * The contract as a client sees it: every union and enum marked `x-open` has one more case, for values that are newer
 * than the client. The original is left as it is.
 */
export function openDocument(document: ContractDocument): ContractDocument {
  const placeholders: Record<string, Schema> = {};
  const opened = JSON.parse(JSON.stringify(document), (_key, value: unknown) => {
    if (!isSchema(value) || value["x-open"] !== true) {
      return value;
    }
    const union = value.oneOf && value.discriminator;
    const name = union ? `${UNKNOWN_CASE}.${union.propertyName}` : UNKNOWN_VALUE;
    placeholders[name] = {};
    return openSchema(value, { $ref: `#/components/schemas/${name}` });
  }) as ContractDocument;
  return {
    ...opened,
    components: {
      ...opened.components,
      schemas: { ...opened.components?.schemas, ...placeholders },
    },
  };
}

function openSchema(schema: Schema, unknown: Schema): Schema {
  if (schema.oneOf) {
    return { ...schema, oneOf: [...schema.oneOf, unknown] };
  }
  const { enum: values, type, ...rest } = schema;
  return { ...rest, anyOf: [{ type, enum: values } as Schema, unknown] };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema components that hold an open union or enum, in themselves or in what they refer to. */
export function findOpenSchemas(document: ContractDocument): Set<string> {
  const schemas = document.components?.schemas ?? {};
  const open = new Set<string>();
  let size = -1;
  while (size < open.size) {
    size = open.size;
    for (const [name, schema] of Object.entries(schemas)) {
      if (some(schema, (part) => part["x-open"] === true || open.has(schemaName(part) ?? ""))) {
        open.add(name);
      }
    }
  }
  return open;
}

function some(schema: unknown, test: (part: Schema) => boolean): boolean {
  if (Array.isArray(schema)) {
    return schema.some((part) => some(part, test));
  }
  return (
    isSchema(schema) && (test(schema) || Object.values(schema).some((part) => some(part, test)))
  );
}

/** Maps every schema from which an open union can be reached to its {@link OpenShape}. */
export function findOpenShapes(document: ContractDocument): Record<string, OpenShape> {
  const schemas = document.components?.schemas ?? {};
  const shapes = new Map<string, OpenShape>(
    Object.entries(schemas).map(([name, schema]) => [name, shapeOf(document, schema)]),
  );
  // Drop what leads nowhere until only ways to a union are left.
  let size = -1;
  while (size !== shapes.size) {
    size = shapes.size;
    for (const [name, shape] of shapes) {
      if ("fields" in shape) {
        const fields = Object.fromEntries(
          Object.entries(shape.fields).filter(([, target]) => shapes.has(target)),
        );
        if (Object.keys(fields).length === 0) {
          shapes.delete(name);
        } else {
          shapes.set(name, { fields });
        }
      }
    }
  }
  for (const [name, shape] of shapes) {
    if ("cases" in shape) {
      const cases = Object.entries(shape.cases).map(([value, target]) => [
        value,
        target !== null && shapes.has(target) ? target : null,
      ]);
      shapes.set(name, {
        by: shape.by,
        cases: Object.fromEntries(cases) as Record<string, string | null>,
      });
    }
  }
  return Object.fromEntries(shapes);
}

function shapeOf(document: ContractDocument, schema: Schema): OpenShape {
  if (schema["x-open"] === true && schema.discriminator) {
    return {
      by: schema.discriminator.propertyName,
      cases: Object.fromEntries(
        Object.entries(schema.discriminator.mapping ?? {}).map(([value, $ref]) => [
          value,
          schemaName({ $ref }) ?? null,
        ]),
      ),
    };
  }
  return { fields: fieldsOf(document, schema) };
}

function fieldsOf(document: ContractDocument, schema: Schema): Record<string, string> {
  const { properties = {}, allOf = [] } = resolveRef<Schema>(document, schema);
  const own = Object.entries(properties).flatMap(([field, value]) => {
    const target = reachedSchema(document, value);
    return target === undefined ? [] : [[field, target] as const];
  });
  return Object.assign(
    {},
    ...allOf.map((part) => fieldsOf(document, part)),
    Object.fromEntries(own),
  ) as Record<string, string>;
}

/** The schema component that a field holds: by itself, in an array, or beside null, under whatever further names. */
function reachedSchema(
  document: ContractDocument,
  schema: Schema,
  passed: readonly string[] = [],
): string | undefined {
  const name = schemaName(schema);
  if (name !== undefined && passed.includes(name)) {
    return undefined;
  }
  const held = heldBy(resolveRef<Schema>(document, schema));
  return held === undefined
    ? name
    : reachedSchema(document, held, name === undefined ? passed : [...passed, name]);
}

/** The one schema that an array, a choice beside null, or a wrapper holds; an object with fields is none of these. */
function heldBy({ properties, items, anyOf, allOf }: Schema): Schema | undefined {
  if (properties) {
    return undefined;
  }
  const [only, ...others] = [
    ...(items ? [items] : []),
    ...(anyOf ?? []).filter(({ type }) => type !== "null"),
    ...(allOf ?? []),
  ];
  return others.length === 0 ? only : undefined;
}
