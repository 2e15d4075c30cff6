import type { Schema } from "@chatkit-contract/codegen";

import { numberOf, resolveSchema, typesOf } from "./contract-document.ts";
import { hasForm } from "./sample-texts.ts";
import { choiceCases, numberCases, STRANGE, textCases } from "./scalar-cases.ts";
import { branchFor, completeValue, jsonType, sampleName, sampleValue } from "./sample-values.ts";
import { accepted, count, refused, within, type ValueCase } from "./value-case.ts";

type Fields = Record<string, unknown>;

/** The keywords that the cases below speak about, and those that make no difference to a verdict. */
const KNOWN = [
  "type enum const pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
  "minLength maxLength items minItems maxItems anyOf oneOf discriminator",
  "properties required additionalProperties propertyNames minProperties maxProperties",
  "title description default example examples deprecated readOnly writeOnly",
].flatMap((line) => line.split(" "));
const CHECKED_FORMATS = ["uri"];
const NUMBER_FORMATS = ["unixtime", "int32", "int64", "float", "double"];

/** Every case of a schema, in a value that is valid and has every field. */
export function* valueCases(node: Schema, value: unknown): Generator<ValueCase> {
  yield* typeCases(node, value);
  yield* casesWithinType(node, value);
}

/** The cases that keep a value's JSON type. */
export function* casesWithinType(
  node: Schema,
  value: unknown,
  filler?: string,
): Generator<ValueCase> {
  const schema = resolveSchema(node);
  checkKeywords(schema);
  if (schema.oneOf && schema.discriminator) {
    yield* taggedCases(schema, value as Fields);
    return;
  }
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) {
    for (const branch of branches) {
      const isOwn = branch === branchFor(schema, value);
      yield* casesWithinType(branch, isOwn ? value : sampleValue(branch), filler);
    }
  } else if ("const" in schema || schema.enum) {
    yield* choiceCases(schema);
  } else if (typeof value === "number") {
    yield* numberCases(schema);
  } else if (typeof value === "string") {
    yield* textCases(schema, value, filler);
  } else if (Array.isArray(value)) {
    yield* arrayCases(schema, value);
  } else if (jsonType(value) === "object") {
    yield* objectCases(schema, value as Fields);
  }
}

function checkKeywords(schema: Schema): void {
  const strange = Object.keys(schema).find((key) => !KNOWN.includes(key) && !key.startsWith("x-"));
  const { format } = schema as { format?: string };
  const formats = [...CHECKED_FORMATS, ...NUMBER_FORMATS];
  if (strange !== undefined || (format !== undefined && !formats.includes(format))) {
    throw new Error(`the bound tests do not know ${strange ?? `the format ${format}`}: teach them`);
  }
}

function* typeCases(node: Schema, value: unknown): Generator<ValueCase> {
  const allowed = typesOf(node);
  if (allowed.length === 0) {
    return;
  }
  const text = ["number", "boolean"].includes(jsonType(value)) ? String(value) : "a text";
  const others: [type: string, what: string, value: unknown][] = [
    ["null", "null", null],
    ["boolean", "true", true],
    ["integer", "7", 7],
    ["number", "0.5", 0.5],
    ["string", `"${text}"`, text],
    ["array", "an array", [value]],
    ["object", "an object", { value }],
  ];
  for (const [type, what, other] of others) {
    if (!allowed.includes(type) && !(type === "integer" && allowed.includes("number"))) {
      yield refused("type", allowed, what, () => other);
    }
  }
  for (const type of allowed) {
    const isOwn = type === jsonType(value) || (type === "integer" && typeof value === "number");
    const known = others.find(([name]) => name === type);
    const other = isOwn ? value : sampleOfType(resolveSchema(node), type);
    yield accepted("type", allowed, isOwn ? "its example" : (known?.[1] ?? type), () => other);
  }
}

function sampleOfType(schema: Schema, type: string): unknown {
  const branch = (schema.anyOf ?? schema.oneOf)?.find((each) => typesOf(each).includes(type));
  return branch ? sampleOfType(resolveSchema(branch), type) : sampleValue({ ...schema, type });
}

/** A union that says by a field which case a value is. */
function* taggedCases(schema: Schema, value: Fields): Generator<ValueCase> {
  const { propertyName: tag = "", mapping = {} } = schema.discriminator ?? {};
  for (const [name, $ref] of Object.entries(mapping)) {
    const isOwn = value[tag] === name;
    const sample = (isOwn ? value : completeValue({ $ref }, { [tag]: name })) as Fields;
    yield { ...accepted("enum", name, `as ${name}`, () => sample), path: [tag] };
    for (const known of casesWithinType({ $ref }, sample)) {
      // Which values the tag may have is a question to the union.
      if (known.path[0] !== tag || known.rule === "required" || known.rule === "type") {
        yield { ...known, what: `${known.what}, as ${name}` };
      }
    }
  }
  yield {
    ...refused("enum", Object.keys(mapping), `"${STRANGE}"`, () => ({ ...value, [tag]: STRANGE })),
    path: [tag],
  };
}

function* arrayCases(schema: Schema, value: unknown[]): Generator<ValueCase> {
  const { items = {} } = schema;
  const [first = sampleValue(items)] = value;
  for (const [rule, direction] of [
    ["minItems", -1],
    ["maxItems", 1],
  ] as const) {
    const bound = numberOf(schema, rule);
    if (bound !== undefined) {
      for (const length of [bound, bound + direction].filter((each) => each >= 0)) {
        const verdict = length === bound ? accepted : refused;
        const make = (): unknown[] => Array.from({ length }, (_, index) => value[index] ?? first);
        yield verdict(rule, bound, `of ${count(length, "element")}`, make);
      }
    }
  }
  for (const known of valueCases(items, first)) {
    yield within("0", known, (changed) => [changed, ...value.slice(1)]);
  }
}

function* objectCases(schema: Schema, value: Fields): Generator<ValueCase> {
  const { properties = {}, required = [], additionalProperties: others } = schema;
  const least = numberOf(schema, "minProperties") ?? 0;
  for (const [name, property] of Object.entries(properties)) {
    const isRequired = required.includes(name);
    if (isRequired || Object.keys(value).length > least) {
      const verdict = isRequired ? refused : accepted;
      const make = (): Fields => omit(value, name);
      yield { ...verdict("required", isRequired, "left out", make), path: [name] };
    }
    for (const known of valueCases(property, value[name])) {
      yield within(name, known, (changed) => withField(value, name, changed));
    }
  }
  if (typeof others === "object") {
    yield* mapCases(schema, others, value);
  } else {
    for (const name of ["no_such_field", "__proto__"]) {
      const verdict = others === false ? refused : accepted;
      const make = (): Fields => withField(value, name, "any");
      yield { ...verdict("additionalProperties", others ?? true, "unknown", make), path: [name] };
    }
  }
  yield* sizeCases(schema, value);
}

function* mapCases(schema: Schema, others: Schema, value: Fields): Generator<ValueCase> {
  const { properties = {}, required = [], propertyNames } = schema;
  const entry =
    Object.keys(value).find((name) => !Object.hasOwn(properties, name)) ?? sampleName(schema);
  const given = Object.hasOwn(value, entry) ? value[entry] : sampleValue(others);
  for (const known of valueCases(others, given)) {
    yield within(entry, known, (changed) => withField(value, entry, changed));
  }
  if (propertyNames) {
    const needed = Object.fromEntries(required.map((name) => [name, value[name]]));
    for (const known of casesWithinType({ type: "string", ...propertyNames }, entry)) {
      // A name is no field of its own: the object that it stands in is to blame.
      yield {
        ...known,
        what: `with a name ${known.what}`,
        make: () => withField(needed, known.make() as string, given),
      };
    }
  }
}

function* sizeCases(schema: Schema, value: Fields): Generator<ValueCase> {
  for (const [rule, direction] of [
    ["minProperties", -1],
    ["maxProperties", 1],
  ] as const) {
    const bound = numberOf(schema, rule);
    if (bound !== undefined) {
      for (const size of [bound, bound + direction].filter((each) => each >= 0)) {
        const sized = ofSize(schema, value, size);
        const verdict = size === bound ? accepted : refused;
        if (sized) {
          yield verdict(rule, bound, `of ${count(size, "field")}`, () => sized);
        }
      }
    }
  }
}

/** The object with so many fields, if it can have as many, or as few. */
function ofSize(schema: Schema, value: Fields, size: number): Fields | undefined {
  const { properties = {}, required = [], additionalProperties: others } = schema;
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const named = [...required, ...optional].slice(0, Math.max(size, required.length));
  const entries = typeof others === "object" ? entryNames(schema, size - named.length) : [];
  const fields = [
    ...named.map((name) => [name, value[name]] as const),
    ...entries.map((name) => [name, sampleValue(others as Schema)] as const),
  ];
  return fields.length === size ? Object.fromEntries(fields) : undefined;
}

/** So many names for the entries of a map, or fewer if no more are known that it takes. */
function entryNames({ propertyNames = {} }: Schema, amount: number): string[] {
  const form = resolveSchema(propertyNames);
  const candidates = Array.from({ length: amount }, (_, index) => [
    `entry${index}`,
    // In letters alone: 1 is r, 26 is rq.
    index.toString(26).replaceAll(/\d/g, (digit) => "qrstuvwxyz".charAt(Number(digit))),
  ]);
  const names = form.enum?.map(String) ?? candidates.flat();
  return names
    .filter(
      (name) => hasForm(form, name) && name.length <= (numberOf(form, "maxLength") ?? Infinity),
    )
    .slice(0, Math.max(amount, 0));
}

/** A copy with one field set, `__proto__` included, which an assignment would take for something else. */
function withField(fields: Fields, name: string, value: unknown): Fields {
  const place = { value, enumerable: true, configurable: true, writable: true };
  return Object.defineProperty({ ...fields }, name, place);
}

function omit(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name));
}
