import { canonical, isObject, isSame, type JsonObject } from "./document.ts";

/** A schema without its spelling: two schemas that take the same values have, as far as possible, the same shape. */
export interface Shape {
  /** Takes no value at all: the schema `false`. */
  isNever: boolean;
  /** The types other than null, undefined for any. `integer` does not stand beside `number`. */
  types: readonly string[] | undefined;
  nullable: boolean;
  /** The values of an enum or const other than null, undefined for any. */
  values: readonly unknown[] | undefined;
  /** Every other keyword whose value is compared as it is: bounds, default, `x-open`, what is not known. */
  facts: JsonObject;
  properties: JsonObject;
  required: ReadonlySet<string>;
  patternProperties: JsonObject;
  additionalProperties: unknown;
  propertyNames: unknown;
  items: unknown;
  prefixItems: readonly unknown[];
  union: Union | undefined;
  discriminator: Discriminator | undefined;
}

export interface Union {
  /** `oneOf` only where a value may match several members, and is refused for that: else it is the same as `anyOf`. */
  mode: "oneOf" | "anyOf";
  members: readonly Member[];
  /** The labels as written, before what a wider member takes in was left out. */
  labels: readonly string[];
}

export interface Member {
  /** The discriminating value, or the type, or the place in the list. */
  label: string;
  /** The property that holds the discriminating value. */
  tag?: string | undefined;
  /** The branch as written, undefined for one of several types in a list. */
  schema: unknown;
  shape: Shape;
}

export interface Discriminator {
  propertyName: string;
  /** `value` for what maps to the member of that value, `value -> label` for what does not. */
  mapping: readonly string[] | undefined;
}

/** The shape that takes anything. */
export const ANY: Shape = {
  isNever: false,
  types: undefined,
  nullable: true,
  values: undefined,
  facts: {},
  properties: {},
  required: new Set(),
  patternProperties: {},
  additionalProperties: true,
  propertyNames: true,
  items: true,
  prefixItems: [],
  union: undefined,
  discriminator: undefined,
};

export const NEVER: Shape = { ...ANY, isNever: true, nullable: false };

const SCALARS = ["string", "number", "integer", "boolean"];

const KEYWORDS_OF_TYPE: Record<string, readonly string[]> = {
  string: ["minLength", "maxLength", "pattern", "format"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"],
};

/** Whether a value's type is all that a shape asks, apart from bounds: so that several make one list of types. */
export function isScalar(shape: Shape): boolean {
  return (
    shape.union === undefined &&
    shape.values === undefined &&
    shape.types?.length === 1 &&
    shape.types.every((type) => SCALARS.includes(type)) &&
    Object.keys(shape.facts).every((key) => keywordsOf(shape.types?.[0] ?? "").includes(key))
  );
}

/** One shape a type, for a shape of several. */
export function splitByType(shape: Shape): Member[] {
  return (shape.types ?? []).map((type) => ({
    label: type,
    schema: undefined,
    shape: {
      ...shape,
      types: [type],
      facts: Object.fromEntries(
        Object.entries(shape.facts).filter(([key]) => keywordsOf(type).includes(key)),
      ),
    },
  }));
}

/** The shape of what takes a value only when both do: `allOf`. */
export function intersect(a: Shape, b: Shape): Shape {
  const union = a.union ?? b.union;
  const second = a.union && b.union;
  return {
    isNever: a.isNever || b.isNever,
    types: intersectTypes(a.types, b.types),
    nullable: a.nullable && b.nullable,
    values:
      a.values && b.values
        ? a.values.filter((value) => b.values?.some((other) => isSame(value, other)))
        : (a.values ?? b.values),
    facts: intersectFacts(a.facts, second ? { ...b.facts, allOf: b.union?.labels ?? [] } : b.facts),
    properties: joinEach(a.properties, b.properties),
    required: new Set([...a.required, ...b.required]),
    patternProperties: joinEach(a.patternProperties, b.patternProperties),
    additionalProperties: join(a.additionalProperties, b.additionalProperties),
    propertyNames: join(a.propertyNames, b.propertyNames),
    items: join(a.items, b.items),
    prefixItems: a.prefixItems.length > 0 ? a.prefixItems : b.prefixItems,
    union,
    discriminator: a.discriminator ?? b.discriminator,
  };
}

/** A shape in a few words: `string or null`, `active | locked`, `object`. */
export function summarize(shape: Shape): string {
  if (shape.isNever) return "nothing";
  const words = shape.values
    ? shape.values.map((value) => (typeof value === "string" ? value : canonical(value)))
    : shape.union
      ? shape.union.labels
      : shape.types;
  if (words === undefined) return "anything";
  if (words.length === 0) return "null";
  return words.join(" | ") + (shape.nullable ? " or null" : "");
}

function keywordsOf(type: string): readonly string[] {
  return KEYWORDS_OF_TYPE[type === "integer" ? "number" : type] ?? [];
}

function intersectTypes(a: Shape["types"], b: Shape["types"]): Shape["types"] {
  if (a === undefined || b === undefined) return a ?? b;
  return [...new Set([...a, ...b])].filter((type) => takes(a, type) && takes(b, type)).toSorted();
}

function takes(types: readonly string[], type: string): boolean {
  return types.includes(type) || (type === "integer" && types.includes("number"));
}

function intersectFacts(a: JsonObject, b: JsonObject): JsonObject {
  const both = { ...a, ...b };
  for (const [key, value] of Object.entries(a)) {
    const other = b[key];
    if (other === undefined || isSame(value, other) || key === "default") continue;
    both[key] = tighter(key, value, other);
  }
  return both;
}

function tighter(key: string, a: unknown, b: unknown): unknown {
  if (typeof a === "number" && typeof b === "number") {
    if (/^(min|exclusiveMin)/.test(key)) return Math.max(a, b);
    if (/^(max|exclusiveMax)/.test(key)) return Math.min(a, b);
  }
  return { allOf: [a, b].toSorted((x, y) => (canonical(x) < canonical(y) ? -1 : 1)) };
}

function joinEach(a: JsonObject, b: JsonObject): JsonObject {
  const joined = Object.keys(b).map((key) => [key, key in a ? join(a[key], b[key]) : b[key]]);
  return { ...a, ...Object.fromEntries(joined) };
}

function join(a: unknown, b: unknown): unknown {
  if (isOpen(a) || a === b) return b;
  if (isOpen(b)) return a;
  return a === false || b === false ? false : { allOf: [a, b] };
}

function isOpen(schema: unknown): boolean {
  return schema === true || (isObject(schema) && Object.keys(schema).length === 0);
}
