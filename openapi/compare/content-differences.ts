import { findDifference, type Direction, type Finding, type Part } from "./difference.ts";
import { isObject, keysOfBoth, objectIn, type JsonObject } from "./document.ts";
import type { Normaliser } from "./normalise.ts";
import { schemaDifferences } from "./schema-differences.ts";
import { summarize } from "./shape.ts";

/** The two documents under comparison. */
export interface Documents {
  before: Normaliser;
  after: Normaliser;
}

/** How the media types of two bodies or answers differ. */
export function contentDifferences(
  documents: Documents,
  place: string,
  direction: Direction,
  a: JsonObject,
  b: JsonObject,
): Finding[] {
  const [left, right] = [contentOf(a), contentOf(b)];
  return keysOfBoth(left.keys(), right.keys()).flatMap((mediaType) => {
    const [x, y] = [left.get(mediaType), right.get(mediaType)];
    if (!x || !y) {
      const where = `${place} ${mediaType}`;
      const types = [
        x && typeOfValue(documents.before, x),
        y && typeOfValue(documents.after, y),
      ] as const;
      return findDifference({ place, direction }, where, "mediaType", ...types);
    }
    // JSON goes without saying.
    const where = mediaType === "application/json" ? place : `${place} ${mediaType}`;
    const site = { place: where, direction };
    return [
      ...findDifference(site, `${where} encoding`, "keyword", x["encoding"], y["encoding"]),
      ...schemaDifferences({ ...documents, site }, x["schema"] ?? true, y["schema"] ?? true),
    ];
  });
}

/** How what two parameters or headers hold differs: a schema, or a media type with one. */
export function valueDifferences(
  documents: Documents,
  where: string,
  direction: Direction,
  a: JsonObject,
  b: JsonObject,
): Finding[] {
  if (isObject(a["content"]) || isObject(b["content"])) {
    return contentDifferences(documents, where, direction, a, b);
  }
  const site = { place: where, direction };
  return schemaDifferences({ ...documents, site }, a["schema"] ?? true, b["schema"] ?? true);
}

/** A parameter or header in a few words. */
export function partOf(normaliser: Normaliser, node: JsonObject): Part {
  return { required: isRequired(node), type: typeOfValue(normaliser, node) };
}

/** Whether a parameter or header must be there. One of a path always is. */
export function isRequired(node: JsonObject): boolean {
  return node["required"] === true || node["in"] === "path";
}

function typeOfValue(normaliser: Normaliser, node: JsonObject): string {
  return summarize(normaliser.shapeOf(node["schema"] ?? true));
}

function contentOf(owner: JsonObject): Map<string, JsonObject> {
  const entries = Object.entries(objectIn(owner, "content")).map(
    ([mediaType, node]) =>
      [mediaType.toLowerCase().replaceAll(/\s/g, ""), isObject(node) ? node : {}] as const,
  );
  return new Map(entries);
}
