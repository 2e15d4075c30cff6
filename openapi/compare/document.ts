export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a key, an empty one where there is none. */
export function objectIn(parent: unknown, key: string): JsonObject {
  const value = isObject(parent) ? parent[key] : undefined;
  return isObject(value) ? value : {};
}

/** The list under a key, an empty one where there is none. */
export function listIn(parent: unknown, key: string): readonly unknown[] {
  const value = isObject(parent) ? parent[key] : undefined;
  return Array.isArray(value) ? value : [];
}

/**
 * Follows a reference within the document, and those behind it.
 *
 * @throws {Error} It names nothing in this document, or itself.
 */
export function resolveIn(document: JsonObject, node: unknown): unknown {
  const seen = new Set<unknown>();
  let here = node;
  while (isObject(here) && typeof here["$ref"] === "string") {
    if (seen.has(here)) throw new Error(`${here["$ref"]} refers to itself`);
    seen.add(here);
    here = lookUp(document, here["$ref"]);
  }
  return here;
}

/**
 * What a reference names.
 *
 * @throws {Error} It names nothing in this document.
 */
export function lookUp(document: JsonObject, reference: string): unknown {
  const parts = reference.startsWith("#/") ? reference.slice(2).split("/") : [];
  const found = parts
    .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((value, key) => (isContainer(value) ? value[key] : undefined), document);
  if (parts.length === 0 || found === undefined) {
    throw new Error(`${reference} names nothing in the document`);
  }
  return found;
}

/** JSON that is the same for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => compareText(a, b)))
      : part,
  );
}

/** Whether two values are the same JSON. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonical(a) === canonical(b));
}

/** Orders by code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The keys of both, each once, in order. */
export function keysOfBoth(a: Iterable<string>, b: Iterable<string>): string[] {
  return [...new Set([...a, ...b])].toSorted(compareText);
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
