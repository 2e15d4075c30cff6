import { canonical, compareText, isObject } from "@chatkit-contract/openapi/compare";

/** A contract in two: what it says, and the words, titles and examples that explain it. */
export interface Wording {
  /** Everything but the explanations and the version, the same for the same contract in any order of keys. */
  said: string;
  /** The explanations by their place: `Thread.title description`. */
  words: ReadonlyMap<string, string>;
}

/** Keywords that explain and say nothing, wherever OpenAPI or JSON Schema has them. */
const DOCUMENTATION = new Set([
  "title",
  "description",
  "summary",
  "example",
  "examples",
  "externalDocs",
  "$comment",
  "tags",
  "info",
]);

/** Keywords whose members have names of the contract's own choice, which mean nothing to OpenAPI. */
const NAME_MAPS = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "paths",
  "responses",
  "content",
  "headers",
  "schemas",
  "parameters",
  "requestBodies",
  "securitySchemes",
  "callbacks",
  "pathItems",
  "links",
  "mapping",
]);

/** Keywords that hold values as they are on the wire. */
const VALUES = new Set(["const", "enum", "default"]);

/** Lists whose order says nothing. */
const SETS = new Set(["required", "enum", "type", "parameters", "security"]);

/** Takes a contract's explanations off what it says. Its version is neither. */
export function readWording(document: object): Wording {
  const words = new Map<string, string>();
  const strip = (node: unknown, path: readonly string[], isNameMap: boolean): unknown => {
    if (Array.isArray(node)) {
      const parts = node.map((part, index) => strip(part, [...path, String(index)], false));
      return SETS.has(path.at(-1) ?? "")
        ? parts.toSorted((a, b) => compareText(canonical(a), canonical(b)))
        : parts;
    }
    if (!isObject(node)) return node;
    const kept: [string, unknown][] = [];
    for (const [key, part] of Object.entries(node)) {
      const here = [...path, key];
      if (isNameMap) kept.push([key, strip(part, here, false)]);
      else if (DOCUMENTATION.has(key) && !isComponents(path)) {
        words.set(placeOf(here), canonical(withoutVersion(key, part)));
      } else if (VALUES.has(key)) {
        kept.push([key, key === "enum" ? strip(part, here, false) : part]);
      } else kept.push([key, strip(part, here, NAME_MAPS.has(key) && isObject(part))]);
    }
    return Object.fromEntries(kept);
  };
  // Examples are components too, and the references to them are examples themselves.
  const { components, ...rest } = document as Record<string, unknown>;
  const { examples, ...others } = isObject(components) ? components : {};
  if (isObject(examples)) {
    for (const [name, example] of Object.entries(examples)) {
      words.set(`example ${name}`, canonical(example));
    }
  }
  return { said: canonical(strip({ ...rest, components: others }, [], false)), words };
}

/**
 * The places whose explanations differ, in order.
 *
 * @param options.isInBoth Whether to leave out places that one contract alone explains.
 */
export function changedWords(
  before: Wording,
  after: Wording,
  { isInBoth }: { isInBoth: boolean },
): string[] {
  const places = new Set([...before.words.keys(), ...after.words.keys()]);
  return [...places]
    .filter((place) => before.words.get(place) !== after.words.get(place))
    .filter((place) => !isInBoth || (before.words.has(place) && after.words.has(place)))
    .toSorted(compareText);
}

function isComponents(path: readonly string[]): boolean {
  return path.length === 1 && path[0] === "components";
}

function withoutVersion(key: string, part: unknown): unknown {
  if (key !== "info" || !isObject(part)) return part;
  const { version: _version, ...rest } = part;
  return rest;
}

/** `paths /threads get summary` reads as `GET /threads summary`, a schema's field as `Thread.title description`. */
function placeOf(path: readonly string[]): string {
  const [root, first = "", second = "", ...rest] = path;
  if (root === "paths") return [second.toUpperCase(), first, ...rest].join(" ");
  if (root !== "components") return path.join(" ");
  const fields = rest.filter((part, index) => part !== "properties" || rest[index - 1] === part);
  const [keyword = "", ...names] = fields.toReversed();
  return `${[second, ...names.toReversed()].join(".")} ${keyword}`;
}
