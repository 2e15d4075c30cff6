import { compareText, isSame } from "./document.ts";

/** Who writes what differs: the caller, the server, or both. */
export type Direction = "request" | "answer" | "both";

/**
 * What differs. Most kinds are the OpenAPI or JSON Schema keyword of the same name. `name` is what shows in generated
 * code alone: an operationId, a path parameter's name. `member` is a branch of a union, `mapping` a discriminator's,
 * `keyword` any keyword that the comparer knows nothing about, so that none is passed over.
 */
export type Kind =
  | ("name" | "server" | "security" | "operation" | "extension" | "keyword")
  | ("parameter" | "required" | "serialization" | "body" | "mediaType" | "answer" | "header")
  | ("field" | "type" | "nullable" | "enum" | "default" | "additionalProperties")
  | ("member" | "oneOf" | "discriminator" | "mapping")
  | BoundKind;

export const BOUNDS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
] as const;
export type BoundKind = (typeof BOUNDS)[number];

/** A parameter, header or field that one document has and the other lacks. */
export interface Part {
  required: boolean;
  /** Its type in a few words, such as `string or null`. */
  type: string;
}

/** One difference between two contracts. */
export interface Difference {
  /**
   * Where, in one stable line. What lies inside a schema that both documents name stands on the schema
   * (`Thread.created_at minimum`), once however often it is used; everything else on its operation
   * (`GET /threads query limit default`). `[]` is an array's element, `*` a value of an open object, `(x)` the member x
   * of a union.
   */
  where: string;
  direction: Direction;
  kind: Kind;
  change: "added" | "removed" | "changed";
  /** What the first document says, undefined for nothing. */
  before: unknown;
  /** What the second document says, undefined for nothing. */
  after: unknown;
  /** The requests and answers that show it, such as `GET /threads 200`. */
  places: string[];
  /** Whether both documents mark the union or enum that it belongs to as one that may grow (`x-open`). */
  isOpen: boolean;
  /** The difference in one line. */
  text: string;
}

/** A difference as it is found: at one place of use. */
export interface Finding {
  where: string;
  kind: Kind;
  before: unknown;
  after: unknown;
  site: Site;
  /** See {@link Difference.isOpen}. Default: false. */
  isOpen?: boolean;
}

/** A request's or answer's part, such as `GET /threads 200`. */
export interface Site {
  place: string;
  direction: Direction;
}

/** Two values at a place: no finding when they are the same. */
export function findDifference(
  site: Site,
  where: string,
  kind: Kind,
  before: unknown,
  after: unknown,
): Finding[] {
  return isSame(before, after) ? [] : [{ where, kind, before, after, site }];
}

/** Makes one difference of the same finding in several places, and puts them in order. */
export function mergeFindings(findings: readonly Finding[]): Difference[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { where, kind, before, after } = finding;
    const key = JSON.stringify([
      where,
      kind,
      [before],
      [after],
      before === undefined,
      after === undefined,
      finding.isOpen === true,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), finding] as [Finding, ...Finding[]]);
  }
  return [...groups].toSorted(([a], [b]) => compareText(a, b)).map(([, group]) => merge(group));
}

/** A value of a difference as a person reads it. */
export function render(value: unknown): string {
  if (value === undefined) return "none";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(render).join(", ");
  if (isPart(value)) return `${value.required ? "required" : "optional"} ${value.type}`;
  return JSON.stringify(value);
}

function merge(findings: [Finding, ...Finding[]]): Difference {
  const [{ where, kind, before, after, isOpen = false }] = findings;
  const directions = new Set(findings.map(({ site }) => site.direction));
  const [direction = "both"] = directions;
  return {
    where,
    direction: directions.size === 1 ? direction : "both",
    kind,
    change: before === undefined ? "added" : after === undefined ? "removed" : "changed",
    before,
    after,
    places: [...new Set(findings.map(({ site }) => site.place))].toSorted(compareText),
    isOpen,
    text: `${where}: ${render(before)} -> ${render(after)}`,
  };
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && "required" in value && "type" in value;
}
