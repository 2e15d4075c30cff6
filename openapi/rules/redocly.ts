/** The part of Redocly's plugin interface that the rules use; Redocly ships no types with its command line. */

export interface Location {
  /** The file and the JSON pointer, unique over all files. */
  absolutePointer: string;
  source: { absoluteRef: string };
  child(path: string | number | (string | number)[]): Location;
  key(): Location;
}

export interface Context {
  location: Location;
  key: string | number;
  type: { name: string };
  report(problem: { message: string; location?: Location }): void;
  resolve(node: unknown, from?: string): { node?: unknown; location?: Location };
}

export type Visit = (node: JsonObject, context: Context) => void;

/** What a rule returns: a function per type of node. */
export type Visitor = Record<string, { enter?: Visit; leave?: Visit } | Visit | RefVisit>;

export type RefVisit = (
  node: JsonObject,
  context: Context,
  resolved: { node?: unknown; location?: Location },
) => void;

export type Rule = () => Visitor;

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
