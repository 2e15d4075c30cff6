import type { Schema } from "@chatkit-contract/codegen";

import { resolve } from "./contract.ts";

/** A valid value changed in one place, and what follows from the change alone, by the words of JSON Schema. */
export interface NearMiss {
  /** What was changed, and where. */
  what: string;
  value: unknown;
  /** The names that lead to the place at fault. */
  path: string[];
  /** The keyword that the change breaks; undefined where it breaks none. */
  rule: string | undefined;
  /** Whether the value is still fine for one who expects values newer than the contract. */
  isOpen: boolean;
  /** What an `explain` of it must list as allowed, where the change says so. */
  allowed?: string[];
}

/** The keywords that the changes below speak about, and those that make no difference to a verdict. */
const KNOWN = [
  "$ref type enum const format pattern minimum maximum minLength maxLength properties required",
  "additionalProperties propertyNames items maxProperties anyOf oneOf discriminator",
  "title description default x-open",
].flatMap((line) => line.split(" "));

const FOREIGN_TEXT = "no such value";
const FOREIGN_NAMES = ["no_such_field", "constructor", "__proto__"];
/** Two UTF-16 units and one character (JSON Schema counts characters). */
const WIDE = "\u{1f600}";

/** Every change of one place that the schema speaks about: what breaks it, and what just does not. */
export function* nearMisses(schema: Schema, value: unknown): Generator<NearMiss> {
  yield* wrongTypes(schema, value);
  yield* withinType(schema, value);
}

function* wrongTypes(schema: Schema, value: unknown): Generator<NearMiss> {
  const allowed = typesOf(schema);
  const others: [string, unknown][] = [
    ["null", null],
    ["boolean", true],
    ["integer", 7],
    ["number", 0.5],
    ["string", "a text"],
    ["array", []],
    ["object", {}],
  ];
  for (const [type, other] of others) {
    const isAllowed = allowed.has(type) || (type === "integer" && allowed.has("number"));
    if (allowed.size > 0 && !isAllowed && other !== value) {
      yield broken(`${type} for ${[...allowed].join(" or ")}`, other, "type", [...allowed]);
    }
  }
}

function typesOf(node: Schema): Set<string> {
  const schema = resolve<Schema>(node);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    return new Set(branches.flatMap((branch) => [...typesOf(branch)]));
  }
  return new Set([schema.type ?? []].flat());
}

/** The changes that keep a value's type. */
function* withinType(node: Schema, value: unknown, tag?: string): Generator<NearMiss> {
  const schema = resolve<Schema>(node);
  const stranger = Object.keys(schema).find((keyword) => !KNOWN.includes(keyword));
  if (stranger !== undefined) {
    throw new Error(`the near misses do not know the keyword ${stranger}: teach them`);
  }
  if (schema.oneOf && schema.discriminator) {
    yield* unionMisses(schema, value);
    return;
  }
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    const branch = branches.find((each) => typesOf(each).has(jsonType(value)));
    if (branch) {
      yield* withinType(branch, value);
    }
    return;
  }
  yield* valueMisses(schema, tag !== undefined);
  if (typeof value === "number") {
    yield* numberMisses(schema);
  } else if (typeof value === "string") {
    yield* stringMisses(schema);
  } else if (Array.isArray(value)) {
    yield* arrayMisses(schema, value);
  } else if (typeof value === "object" && value !== null) {
    yield* objectMisses(schema, value as Fields, tag);
  }
}

type Fields = Record<string, unknown>;

function* unionMisses(schema: Schema, value: unknown): Generator<NearMiss> {
  const tag = schema.discriminator?.propertyName ?? "";
  const cases = schema.discriminator?.mapping ?? {};
  const isOpen = schema["x-open"] === true;
  const fields = value as Fields;
  const $ref = cases[String(fields[tag])];
  if ($ref === undefined) {
    throw new Error(`no case for ${JSON.stringify(fields[tag])}`);
  }
  yield* withinType({ $ref }, value, tag);
  const fault = { path: [tag], rule: "enum", isOpen, allowed: Object.keys(cases) };
  yield {
    what: `${tag}: unknown case`,
    value: withField(fields, tag, FOREIGN_TEXT),
    ...fault,
  };
  yield { what: `${tag}: unknown case alone`, value: { [tag]: FOREIGN_TEXT }, ...fault };
}

function* valueMisses(schema: Schema, isTag: boolean): Generator<NearMiss> {
  if ("const" in schema && !isTag) {
    yield broken("another constant", FOREIGN_TEXT, "const", [String(schema.const)]);
  }
  if (schema.enum) {
    for (const known of schema.enum) {
      yield fine(`the value ${String(known)}`, known);
    }
    yield {
      ...broken("a value outside the enum", FOREIGN_TEXT, "enum", schema.enum.map(String)),
      isOpen: schema["x-open"] === true,
    };
  }
}

function* numberMisses(schema: Schema): Generator<NearMiss> {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  if (minimum !== undefined) {
    yield fine(`exactly ${minimum}`, minimum);
    yield broken(`below ${minimum}`, minimum - 1, "minimum", [`>= ${minimum}`]);
  }
  if (maximum !== undefined) {
    yield fine(`exactly ${maximum}`, maximum);
    yield broken(`above ${maximum}`, maximum + 1, "maximum", [`<= ${maximum}`]);
  }
}

function* stringMisses(schema: Schema): Generator<NearMiss> {
  const { minLength, maxLength, pattern, format } = schema as {
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    format?: string;
  };
  if (minLength !== undefined) {
    yield fine("just long enough", WIDE.repeat(minLength));
    yield broken("too short", WIDE.repeat(minLength - 1), "minLength", [`at least ${minLength}`]);
  }
  if (maxLength !== undefined) {
    yield fine("as long as may be", WIDE.repeat(maxLength));
    const long = WIDE.repeat(maxLength + 1);
    yield broken("too long", long, "maxLength", [`at most ${maxLength}`]);
  }
  if (pattern !== undefined) {
    for (const text of ["", "no such form", `${WIDE}\n`]) {
      if (!new RegExp(pattern, "u").test(text)) {
        yield broken(`${JSON.stringify(text)} for ${pattern}`, text, "pattern", [pattern]);
      }
    }
  }
  if (format === "uri") {
    yield fine("another URI", "urn:isbn:0451450523");
    for (const text of ["", "no such form", "/only/a/path", "//host/path", "https://a host/"]) {
      yield broken(`${JSON.stringify(text)} for a URI`, text, "format", ["uri"]);
    }
  }
}

function* arrayMisses({ items }: Schema, value: unknown[]): Generator<NearMiss> {
  yield fine("no elements", []);
  for (const [index, element] of value.entries()) {
    for (const miss of nearMisses(items ?? {}, element)) {
      yield within(String(index), miss, value.with(index, miss.value));
    }
  }
}

function* objectMisses(schema: Schema, value: Fields, tag?: string): Generator<NearMiss> {
  const { properties = {}, required = [], additionalProperties: others } = schema;
  for (const name of required) {
    yield within(name, broken("left out", undefined, "required"), withoutField(value, name));
  }
  for (const [name, property] of Object.entries(properties)) {
    if (Object.hasOwn(value, name)) {
      const misses =
        name === tag
          ? [...wrongTypes(property, value[name]), ...withinType(property, value[name], tag)]
          : nearMisses(property, value[name]);
      for (const miss of misses) {
        yield within(name, miss, withField(value, name, miss.value));
      }
      if (!required.includes(name)) {
        yield within(name, fine("left out", undefined), withoutField(value, name));
      }
    }
  }
  if (typeof others === "object") {
    yield* mapMisses(schema, others, value);
    return;
  }
  for (const name of FOREIGN_NAMES.filter((each) => !Object.hasOwn(properties, each))) {
    const unknown = {
      ...broken("unknown field", undefined, "additionalProperties"),
      isOpen: others !== false,
    };
    yield within(name, unknown, withField(value, name, { any: "thing" }));
  }
}

function* mapMisses(schema: Schema, others: Schema, value: Fields): Generator<NearMiss> {
  const { propertyNames, maxProperties } = schema as {
    propertyNames?: Schema & { maxLength?: number };
    maxProperties?: number;
  };
  yield fine("no entries", {});
  for (const name of [...Object.keys(value), ...FOREIGN_NAMES, "a/b", "a~1b", "a.b", "", "\n"]) {
    const entry = Object.hasOwn(value, name) ? value[name] : sample(others);
    yield within(name, fine("further entry", entry), withField(value, name, entry));
    for (const miss of nearMisses(others, entry)) {
      yield within(name, miss, withField(value, name, miss.value));
    }
  }
  const maxLength = propertyNames?.maxLength;
  if (maxLength !== undefined) {
    const entry = sample(others);
    yield fine("name as long as may be", withField(value, WIDE.repeat(maxLength), entry));
    const long = withField(value, WIDE.repeat(maxLength + 1), entry);
    yield broken("name too long", long, "maxLength", [`at most ${maxLength}`]);
  }
  if (maxProperties !== undefined) {
    const full = Array.from({ length: maxProperties }, (_, index) => [`k${index}`, sample(others)]);
    yield fine("as many entries as may be", Object.fromEntries(full));
    const over = { ...Object.fromEntries(full), over: sample(others) };
    yield broken("too many entries", over, "maxProperties", [`at most ${maxProperties}`]);
  }
}

function fine(what: string, value: unknown): NearMiss {
  return { what, value, path: [], rule: undefined, isOpen: true };
}

function broken(what: string, value: unknown, rule: string, allowed?: string[]): NearMiss {
  return { what, value, path: [], rule, isOpen: false, ...(allowed ? { allowed } : {}) };
}

function within(name: string, miss: NearMiss, value: unknown): NearMiss {
  const what = miss.path.length > 0 ? `${name}.${miss.what}` : `${name}: ${miss.what}`;
  return { ...miss, what, value, path: [name, ...miss.path] };
}

/** A copy with one field set, `__proto__` included, which an assignment would take for something else. */
function withField(fields: Fields, name: string, value: unknown): Fields {
  return Object.defineProperty({ ...fields }, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function withoutField(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));
}

function jsonType(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "array" : typeof value;
}

/** The value with every optional field that it lacks, so that no field goes untested. */
export function complete(node: Schema, value: unknown): unknown {
  const schema = resolve<Schema>(node);
  if (schema.oneOf && schema.discriminator) {
    const tag = (value as Fields)[schema.discriminator.propertyName];
    return complete({ $ref: schema.discriminator.mapping?.[String(tag)] ?? "" }, value);
  }
  const branch = schema.anyOf?.find((each) => typesOf(each).has(jsonType(value)));
  if (branch) {
    return complete(branch, value);
  }
  if (Array.isArray(value)) {
    return value.map((element) => complete(schema.items ?? {}, element));
  }
  if (typeof value !== "object" || value === null || !schema.properties) {
    return value;
  }
  const fields = value as Fields;
  return {
    ...fields,
    ...Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [
        name,
        Object.hasOwn(fields, name) ? complete(property, fields[name]) : sample(property),
      ]),
    ),
  };
}

/** A valid value, with every field. */
function sample(node: Schema): unknown {
  const schema = resolve<Schema>(node);
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) {
    return sample(first);
  }
  if ("const" in schema) {
    return schema.const;
  }
  if (schema.enum) {
    return schema.enum[0];
  }
  const [type] = [schema.type].flat();
  switch (type) {
    case "object":
      return complete(schema, {});
    case "array":
      return [sample(schema.items ?? {})];
    case "string":
      return schema["format"] === "uri" ? "https://example.com/" : "text";
    case "integer":
    case "number":
      return Math.max(1, Number(schema["minimum"] ?? 1));
    case "boolean":
      return true;
    default:
      return null;
  }
}
