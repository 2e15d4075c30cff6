import { isObject, listIn, lookUp, objectIn, type JsonObject } from "./document.ts";
import { ANY, intersect, NEVER, type Shape } from "./shape.ts";
import { readUnion } from "./union.ts";

/** A schema as one place uses it, with what wraps it taken off. */
export interface Use {
  /** The schema behind references and wrappers for null. */
  schema: unknown;
  /** The component that defines it. */
  name: string | undefined;
  /** Whether a wrapper adds null. */
  nullable: boolean;
  /** The default of the place, which goes before the schema's own. */
  default: unknown;
}

/** Reads the schemas of one document, each once. */
export interface Normaliser {
  document: JsonObject;
  /** Takes off references, wrappers for null and single-member compositions. */
  useOf: (schema: unknown) => Use;
  /** The shape of a schema as its place uses it: nullability and default of the place included. */
  shapeOf: (schema: unknown) => Shape;
  /** The shape of a schema that `useOf` gave. */
  shapeOfTarget: (schema: unknown) => Shape;
}

/** The extensions that say something about requests and answers. */
export const WIRE_EXTENSIONS: readonly string[] = [
  "x-open",
  "x-idempotent",
  "x-pagination",
  "x-client-value",
];

const DOCUMENTATION = new Set(
  words(
    "title description example examples deprecated externalDocs",
    "$comment $id $schema $anchor $defs definitions",
  ),
);

const STRUCTURE = new Set(
  words(
    "$ref allOf anyOf oneOf discriminator type nullable enum const items prefixItems",
    "properties required patternProperties additionalProperties propertyNames",
  ),
);

/** Keywords whose value is a schema, a list of them or a map of them, compared as a whole. */
const OPAQUE = new Set(
  words(
    "not if then else contains contentSchema dependentSchemas",
    "unevaluatedItems unevaluatedProperties",
  ),
);

/** Values that a keyword has anyway. */
const NEUTRAL: JsonObject = {
  minLength: 0,
  minItems: 0,
  minProperties: 0,
  uniqueItems: false,
  exclusiveMinimum: false,
  exclusiveMaximum: false,
  readOnly: false,
  writeOnly: false,
  "x-open": false,
  unevaluatedProperties: true,
};

/** Makes the reader of one document's schemas. */
export function createNormaliser(document: JsonObject): Normaliser {
  const uses = new WeakMap<object, Use>();
  const shapes = new WeakMap<object, Shape>();

  const normaliser: Normaliser = {
    document,
    useOf(schema) {
      if (!isObject(schema))
        return { schema, name: undefined, nullable: false, default: undefined };
      const use = uses.get(schema) ?? readUse(document, schema);
      uses.set(schema, use);
      return use;
    },
    shapeOf(schema) {
      const use = normaliser.useOf(schema);
      return asUsed(normaliser.shapeOfTarget(use.schema), use);
    },
    shapeOfTarget(schema) {
      if (schema === false) return NEVER;
      if (!isObject(schema)) return ANY;
      const known = shapes.get(schema);
      if (known) return known;
      // What is met again while it is read adds nothing: a schema that holds itself as its own alternative.
      shapes.set(schema, ANY);
      const shape = readShape(normaliser, schema);
      shapes.set(schema, shape);
      return shape;
    },
  };
  return normaliser;
}

/** A shape with the nullability and the default of its place. */
export function asUsed(shape: Shape, use: Use): Shape {
  return {
    ...shape,
    nullable: shape.nullable || use.nullable,
    facts: use.default === undefined ? shape.facts : { ...shape.facts, default: use.default },
  };
}

function readUse(document: JsonObject, schema: JsonObject): Use {
  const use: Use = { schema, name: undefined, nullable: false, default: undefined };
  const seen = new Set<unknown>();
  while (isObject(use.schema) && !seen.has(use.schema)) {
    seen.add(use.schema);
    const here: JsonObject = use.schema;
    const [wrapper, ...others] = Object.keys(here).filter(
      (key) => !isDocumentation(key) && key !== "default" && key !== "nullable",
    );
    if (wrapper === undefined || others.length > 0) break;
    const inner = unwrap(document, here, wrapper);
    if (!inner) break;
    use.schema = inner.schema;
    use.name = inner.name ?? use.name;
    use.nullable ||= inner.nullable || here["nullable"] === true;
    use.default ??= here["default"];
  }
  return use;
}

function unwrap(
  document: JsonObject,
  schema: JsonObject,
  wrapper: string,
): { schema: unknown; name?: string; nullable: boolean } | undefined {
  const value = schema[wrapper];
  if (wrapper === "$ref" && typeof value === "string") {
    const name = /^#\/components\/schemas\/([^/]+)$/.exec(value)?.[1];
    const target = { schema: lookUp(document, value), nullable: false };
    return name === undefined ? target : { ...target, name: decodeURIComponent(name) };
  }
  if (!["allOf", "anyOf", "oneOf"].includes(wrapper)) return undefined;
  const members = listIn(schema, wrapper);
  const [only, ...more] = wrapper === "allOf" ? members : members.filter((each) => !isNull(each));
  if (only === undefined || more.length > 0) return undefined;
  return { schema: only, nullable: wrapper !== "allOf" && members.length > 1 };
}

function readShape(normaliser: Normaliser, schema: JsonObject): Shape {
  const merged = listIn(schema, "allOf").map((member) => normaliser.shapeOf(member));
  if (typeof schema["$ref"] === "string") {
    merged.push(normaliser.shapeOf({ $ref: schema["$ref"] }));
  }
  const own = merged.reduce((shape, other) => intersect(other, shape), readOwn(normaliser, schema));
  const unions = (["oneOf", "anyOf"] as const).filter((mode) => mode in schema);
  return unions.reduce((shape, mode) => readUnion(normaliser, schema, mode, shape), own);
}

function readOwn(normaliser: Normaliser, schema: JsonObject): Shape {
  const given = schema["type"] === undefined ? undefined : [schema["type"]].flat().map(String);
  const values =
    "const" in schema ? [schema["const"]] : Array.isArray(schema["enum"]) ? schema["enum"] : null;
  const isNullType = given === undefined || given.includes("null") || schema["nullable"] === true;
  const isNullValue = values === null || values.includes(null);
  const taken = values?.filter((value) => value !== null && (!given || isOneOf(value, given)));
  const types = taken ? taken.map(typeOf) : given?.filter((type) => type !== "null");
  return {
    ...ANY,
    types: types && withoutNarrower(types),
    nullable: isNullType && isNullValue,
    // Null alone is no type and no value, however it is spelled.
    values: taken && taken.length > 0 ? taken : undefined,
    facts: readFacts(normaliser.document, schema, types),
    properties: objectIn(schema, "properties"),
    required: new Set(listIn(schema, "required").map(String)),
    patternProperties: objectIn(schema, "patternProperties"),
    additionalProperties: schema["additionalProperties"] ?? true,
    propertyNames: schema["propertyNames"] ?? true,
    items: schema["items"] ?? true,
    prefixItems: listIn(schema, "prefixItems"),
  };
}

function readFacts(
  document: JsonObject,
  schema: JsonObject,
  types: readonly string[] | undefined,
): JsonObject {
  const facts: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (isDocumentation(key) || STRUCTURE.has(key) || NEUTRAL[key] === value) continue;
    facts[key] = OPAQUE.has(key) ? withoutSpelling(document, value) : value;
  }
  exclusiveAsInclusive(facts, types?.every((type) => type === "integer") ?? false);
  return facts;
}

/** OpenAPI 3.0 marks a bound as exclusive; over integers an exclusive bound is an inclusive one. */
function exclusiveAsInclusive(facts: Record<string, unknown>, isInteger: boolean): void {
  for (const [bound, exclusive, step] of [
    ["minimum", "exclusiveMinimum", 1],
    ["maximum", "exclusiveMaximum", -1],
  ] as const) {
    if (facts[exclusive] === true) {
      facts[exclusive] = facts[bound];
      delete facts[bound];
    }
    const limit = facts[exclusive];
    if (isInteger && Number.isInteger(limit) && facts[bound] === undefined) {
      facts[bound] = Number(limit) + step;
      delete facts[exclusive];
    }
  }
}

/** A schema that is compared as a whole: references followed, documentation dropped. */
function withoutSpelling(
  document: JsonObject,
  schema: unknown,
  above: readonly unknown[] = [],
): unknown {
  if (Array.isArray(schema)) return schema.map((part) => withoutSpelling(document, part, above));
  if (!isObject(schema)) return schema;
  if (above.includes(schema)) return "recursive";
  const here = [...above, schema];
  if (typeof schema["$ref"] === "string") {
    return withoutSpelling(document, lookUp(document, schema["$ref"]), here);
  }
  const parts = Object.entries(schema)
    .filter(([key]) => !isDocumentation(key))
    .map(([key, value]) => [key, withoutSpelling(document, value, here)]);
  return Object.fromEntries(parts);
}

function isDocumentation(keyword: string): boolean {
  return (
    DOCUMENTATION.has(keyword) || (keyword.startsWith("x-") && !WIRE_EXTENSIONS.includes(keyword))
  );
}

function isNull(schema: unknown): boolean {
  return isObject(schema) && (schema["type"] === "null" || schema["const"] === null);
}

function withoutNarrower(types: readonly string[]): string[] {
  const kept = types.filter((type) => type !== "integer" || !types.includes("number"));
  return [...new Set(kept)].toSorted();
}

function isOneOf(value: unknown, types: readonly string[]): boolean {
  const type = typeOf(value);
  return types.includes(type) || (type === "integer" && types.includes("number"));
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function words(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(" "));
}
