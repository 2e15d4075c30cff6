import {
  alternatives,
  at,
  members,
  objectAt,
  type Located,
  type LocatedObject,
} from "./located.ts";
import { eachOperation, jsonAt } from "./operations.ts";
import { isObject, type Context, type Location, type Rule } from "./redocly.ts";

/** What a schema has to show in some example: each member of a union, each value of an enum, null and not null. */
interface Wanted {
  location: Location;
  values: Map<string, boolean>;
}

const notNull = "a value that is not null";

/** The examples of all answers together show every case that the schemas of the answers tell apart. */
export const coveringExamples: Rule = () => {
  const wanted = new Map<string, Wanted>();
  return {
    ...eachOperation((operation, context) => {
      for (const [status] of members(context, operation, "responses")) {
        const json = jsonAt(context, operation, "responses", status);
        const schema = json && objectAt(context, json, "schema");
        if (!schema) continue;
        want(context, schema, wanted, new Set());
        for (const [, example] of members(context, json, "examples")) {
          show(context, schema, (example.node as Record<string, unknown>)["value"], wanted);
        }
      }
    }),
    Root: {
      leave(_root, context) {
        for (const { location, values } of wanted.values()) {
          const missing = [...values].filter(([, isShown]) => !isShown).map(([value]) => value);
          if (missing.length === 0) continue;
          context.report({
            message: `No example of any answer shows ${missing.join(", ")} here. Add one that does.`,
            location: location.key(),
          });
        }
      },
    },
  };
};

function casesOf(schema: LocatedObject): string[] {
  const { node } = schema;
  const mapping = isObject(node["discriminator"]) ? node["discriminator"]["mapping"] : undefined;
  if (isObject(mapping)) return Object.keys(mapping);
  if (Array.isArray(node["enum"])) return node["enum"].map(nameOf);
  return isNullable(node) ? ["null", notNull] : [];
}

function isNullable(node: Record<string, unknown>): boolean {
  if (Array.isArray(node["type"])) return node["type"].includes("null");
  return (
    Array.isArray(node["anyOf"]) &&
    node["anyOf"].some((branch) => isObject(branch) && branch["type"] === "null")
  );
}

function want(
  context: Context,
  schema: Located,
  wanted: Map<string, Wanted>,
  seen: Set<string>,
): void {
  for (const here of alternatives(context, schema)) {
    const id = here.location.absolutePointer;
    if (seen.has(id)) continue;
    seen.add(id);
    const cases = casesOf(here);
    if (cases.length > 0 && !wanted.has(id)) {
      wanted.set(id, {
        location: here.location,
        values: new Map(cases.map((value) => [value, false])),
      });
    }
    for (const inner of innerSchemas(context, here)) want(context, inner, wanted, seen);
  }
}

function innerSchemas(context: Context, schema: LocatedObject): Located[] {
  const properties = members(context, schema, "properties").map(([, property]) => property);
  const rest = ["items", "additionalProperties"].flatMap(
    (keyword) => objectAt(context, schema, keyword) ?? [],
  );
  return [...properties, ...rest];
}

function show(
  context: Context,
  schema: Located,
  value: unknown,
  wanted: Map<string, Wanted>,
): void {
  const here = objectAt(context, schema);
  if (!here || value === undefined) return;
  const values = wanted.get(here.location.absolutePointer)?.values;
  const tag = isObject(here.node["discriminator"])
    ? String(here.node["discriminator"]["propertyName"])
    : undefined;
  const shown = tag !== undefined && isObject(value) ? nameOf(value[tag]) : nameOf(value);
  for (const name of [shown, ...(value === null ? [] : [notNull])]) {
    if (values?.has(name)) values.set(name, true);
  }

  for (const branch of branchesFor(context, here, tag, shown)) show(context, branch, value, wanted);
  if (Array.isArray(value)) {
    const items = objectAt(context, here, "items");
    if (items) for (const element of value) show(context, items, element, wanted);
  } else if (isObject(value)) {
    for (const [name, field] of Object.entries(value)) {
      const property =
        at(context, here, "properties", name) ?? at(context, here, "additionalProperties");
      if (property) show(context, property, field, wanted);
    }
  }
}

/** How a value is named among the cases; an object or a list never is one. */
function nameOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The members of a composition that describe the value: with a discriminator just the one that its mapping names. */
function branchesFor(
  context: Context,
  schema: LocatedObject,
  tag: string | undefined,
  shown: string,
): Located[] {
  const mapping = objectAt(context, schema, "discriminator", "mapping");
  if (tag !== undefined && mapping) {
    const member = objectAt(context, {
      node: { $ref: mapping.node[shown] },
      location: mapping.location,
    });
    return member ? [member] : [];
  }
  return ["allOf", "oneOf", "anyOf"]
    .flatMap((keyword) => members(context, schema, keyword))
    .map(([, branch]) => branch);
}
