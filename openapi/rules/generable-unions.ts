import { at, members, objectAt, type Located, type LocatedObject } from "./located.ts";
import { isObject, type Context, type JsonObject, type Rule } from "./redocly.ts";

/** Keywords behind which a client does not look for cases that it does not know. */
const UNFOLLOWED = [
  "additionalProperties",
  "propertyNames",
  "contains",
  "not",
  "if",
  "then",
  "else",
];
const UNFOLLOWED_LISTS = ["oneOf", "prefixItems", "patternProperties", "dependentSchemas"];

const WAYS = "by name, through properties, items, allOf, or anyOf beside null";

/** An open union stands where a client can find it in an answer, to mark the cases that it does not know. */
export const generableUnions: Rule = () => ({
  Schema(node: JsonObject, context: Context) {
    if (!isObject(node)) return;
    const schema: LocatedObject = { node, location: context.location };
    const report = (message: string, ...path: (string | number)[]): void => {
      const location = context.location.child(path);
      const isNamed = typeof path.at(-1) === "string";
      context.report({ message, location: isNamed ? location.key() : location });
    };

    for (const path of followed(context, schema)) {
      const child = read(node, path);
      if (!isObject(child) || "$ref" in child) continue;
      if (isOpenUnion(child)) {
        report(
          "The open union has no name. Move it to components/schemas, and write a $ref to it.",
          ...path,
        );
      } else if (isMerged(child) && path[0] !== "allOf" && holds(context, schema, path)) {
        report(
          "The object holds an open union, and has no name. Move it to components/schemas, and write a $ref to it.",
          ...path,
        );
      }
    }
    const others = isOpenUnion(node) ? [] : unfollowed(context, schema);
    for (const path of others.filter((each) => holds(context, schema, each))) {
      report(
        `An open union lies behind ${path[0]}, where a client cannot follow. Lead to it ${WAYS}.`,
        ...path,
      );
    }
  },
});

type Path = (string | number)[];

/** The schemas below a schema that a client follows. */
function followed(context: Context, schema: LocatedObject): Path[] {
  return [
    ...members(context, schema, "properties").map(([name]) => ["properties", name]),
    ...("items" in schema.node ? [["items"]] : []),
    ...list(context, schema, "allOf"),
    ...(branches(context, schema).length > 1 ? [] : branches(context, schema)),
  ];
}

function unfollowed(context: Context, schema: LocatedObject): Path[] {
  const parts = list(context, schema, "allOf");
  return [
    ...UNFOLLOWED.filter((keyword) => isObject(schema.node[keyword])).map((keyword) => [keyword]),
    ...UNFOLLOWED_LISTS.flatMap((keyword) => list(context, schema, keyword)),
    ...(branches(context, schema).length > 1 ? branches(context, schema) : []),
    // A union that is one part of several has no fields to merge.
    ...(parts.length > 1 || "properties" in schema.node
      ? parts.filter((path) => isOpenUnion(at(context, schema, ...path)?.node))
      : []),
  ];
}

/** The members of anyOf other than null. */
function branches(context: Context, schema: LocatedObject): Path[] {
  return list(context, schema, "anyOf").filter(
    (path) => objectAt(context, schema, ...path)?.node["type"] !== "null",
  );
}

function list(context: Context, schema: LocatedObject, keyword: string): Path[] {
  const isList = Array.isArray(schema.node[keyword]);
  return members(context, schema, keyword).map(([key]) => [keyword, isList ? Number(key) : key]);
}

function read(node: JsonObject, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as JsonObject | undefined)?.[key], node);
}

function isOpenUnion(node: unknown): boolean {
  return isObject(node) && node["x-open"] === true && Array.isArray(node["oneOf"]);
}

/** Whether a schema has fields of its own, for which it needs a name to be known by. */
function isMerged({ properties, allOf }: JsonObject): boolean {
  return properties !== undefined || (Array.isArray(allOf) && allOf.length > 1);
}

/** Whether an open union lies anywhere in the schema at `path`. */
function holds(context: Context, start: Located, path: Path, seen = new Set<string>()): boolean {
  const schema = objectAt(context, start, ...path);
  if (!schema || seen.has(schema.location.absolutePointer)) return false;
  seen.add(schema.location.absolutePointer);
  return (
    isOpenUnion(schema.node) ||
    [
      ...followed(context, schema),
      ...unfollowed(context, schema),
      ...branches(context, schema),
    ].some((inner) => holds(context, schema, inner, seen))
  );
}
