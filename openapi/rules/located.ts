import { isObject, type Context, type JsonObject, type Location } from "./redocly.ts";

/** A value of the document and where it stands: in a split contract that may be another file than the one visited. */
export interface Located {
  node: unknown;
  location: Location;
}

export interface LocatedObject extends Located {
  node: JsonObject;
}

/** Walks down from `start`, through references, and returns undefined where the way ends. */
export function at(
  context: Context,
  start: Located,
  ...path: (string | number)[]
): Located | undefined {
  let here = follow(context, start);
  for (const key of path) {
    const value = (here?.node as JsonObject | undefined)?.[key];
    if (here === undefined || value === undefined) return undefined;
    here = follow(context, { node: value, location: here.location.child(key) });
  }
  return here;
}

/** The same as `at`, for what has to be an object. */
export function objectAt(
  context: Context,
  start: Located,
  ...path: (string | number)[]
): LocatedObject | undefined {
  const found = at(context, start, ...path);
  return found && isObject(found.node) ? (found as LocatedObject) : undefined;
}

/** The members of the object or list at `path`, each with its key, references followed. */
export function members(
  context: Context,
  start: Located,
  ...path: (string | number)[]
): [key: string, member: Located][] {
  const parent = at(context, start, ...path);
  if (typeof parent?.node !== "object" || parent.node === null) return [];
  return Object.keys(parent.node).flatMap((key) => {
    const member = at(context, parent, key);
    return member ? [[key, member] as [string, Located]] : [];
  });
}

const compositions = ["allOf", "oneOf", "anyOf"];

/**
 * Every schema that describes the same value as `schema`, itself first: the members of its compositions, but not
 * the branch for null.
 */
export function alternatives(context: Context, schema: Located): LocatedObject[] {
  const found = new Map<string, LocatedObject>();
  const visit = (candidate: Located): void => {
    const here = objectAt(context, candidate);
    if (!here || here.node["type"] === "null" || found.has(here.location.absolutePointer)) return;
    found.set(here.location.absolutePointer, here);
    for (const keyword of compositions) {
      for (const [, member] of members(context, here, keyword)) visit(member);
    }
  };
  visit(schema);
  return [...found.values()];
}

/**
 * Looks a property up in a schema. `missing` holds the schemas that lack it: with `allOf` one member has to have
 * it, with `oneOf` and `anyOf` every one.
 */
export function property(
  context: Context,
  schema: Located,
  name: string,
): { found: LocatedObject[]; missing: LocatedObject[] } {
  const here = objectAt(context, schema);
  if (!here || here.node["type"] === "null") return { found: [], missing: [] };
  const own = objectAt(context, here, "properties", name);
  if (own) return { found: [own], missing: [] };

  const merged = members(context, here, "allOf").map(([, member]) =>
    property(context, member, name),
  );
  const whole = merged.find(({ found, missing }) => found.length > 0 && missing.length === 0);
  if (whole) return whole;

  const branches = ["oneOf", "anyOf"].flatMap((keyword) => members(context, here, keyword));
  if (branches.length === 0) return { found: [], missing: [here] };
  const each = branches.map(([, branch]) => property(context, branch, name));
  return {
    found: each.flatMap(({ found }) => found),
    missing: each.flatMap(({ missing }) => missing),
  };
}

function follow(context: Context, { node, location }: Located): Located | undefined {
  if (!isObject(node) || typeof node["$ref"] !== "string") return { node, location };
  const target = context.resolve(node, location.source.absoluteRef);
  // What does not resolve is the business of no-unresolved-refs.
  if (target.node === undefined || target.location === undefined) return undefined;
  return follow(context, { node: target.node, location: target.location });
}
