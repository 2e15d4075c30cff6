import { isRequired, partOf, valueDifferences, type Documents } from "./content-differences.ts";
import { findDifference, type Finding, type Site } from "./difference.ts";
import { isObject, keysOfBoth, listIn, resolveIn, type JsonObject } from "./document.ts";
import { extensionDifferences } from "./extension-differences.ts";
import type { Operation } from "./operations.ts";

/** How the parameters of two operations differ, those of their paths included. */
export function parameterDifferences(
  documents: Documents,
  place: string,
  a: Operation,
  b: Operation,
): Finding[] {
  const [left, right] = [
    parametersOf(documents.before.document, a),
    parametersOf(documents.after.document, b),
  ];
  return keysOfBoth(left.keys(), right.keys()).flatMap((key) => {
    const [x, y] = [left.get(key), right.get(key)];
    const where = `${place} ${y?.label ?? x?.label}`;
    const site: Site = { place: where, direction: "request" };
    if (!x || !y) {
      const parts = [
        x && partOf(documents.before, x.node),
        y && partOf(documents.after, y.node),
      ] as const;
      return findDifference(site, where, "parameter", ...parts);
    }
    const isPath = key.startsWith("path ");
    return [
      ...(isPath
        ? findDifference(site, `${where} name`, "name", x.node["name"], y.node["name"])
        : []),
      ...findDifference(
        site,
        `${where} required`,
        "required",
        isRequired(x.node),
        isRequired(y.node),
      ),
      ...serializationDifferences(site, x.node, y.node),
      ...extensionDifferences(site, x.node, y.node),
      ...valueDifferences(documents, where, "request", x.node, y.node),
    ];
  });
}

interface Parameter {
  /** `query limit`, with the name as written. */
  label: string;
  node: JsonObject;
}

/** What OpenAPI has described elsewhere, and ignores as a parameter. */
const IGNORED_HEADERS = ["accept", "content-type", "authorization"];

/** Parameters by what identifies them on the wire: a path's by position, a header's whatever its case. */
function parametersOf(
  document: JsonObject,
  { operation, pathItem, template }: Operation,
): Map<string, Parameter> {
  const placeholders = [...template.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const found = new Map<string, Parameter>();
  for (const entry of [...listIn(pathItem, "parameters"), ...listIn(operation, "parameters")]) {
    const node = resolveIn(document, entry);
    if (!isObject(node)) continue;
    const [location, name] = [String(node["in"]), String(node["name"])];
    const header = location === "header" ? name.toLowerCase() : undefined;
    if (header !== undefined && IGNORED_HEADERS.includes(header)) continue;
    const identity = location === "path" ? placeholders.indexOf(name) : (header ?? name);
    found.set(`${location} ${identity}`, { label: `${location} ${name}`, node });
  }
  return found;
}

function serializationDifferences(site: Site, a: JsonObject, b: JsonObject): Finding[] {
  const [left, right] = [serializationOf(a), serializationOf(b)];
  return Object.keys(left).flatMap((key) =>
    findDifference(site, `${site.place} ${key}`, "serialization", left[key], right[key]),
  );
}

function serializationOf(node: JsonObject): JsonObject {
  const usual = ["query", "cookie"].includes(String(node["in"])) ? "form" : "simple";
  const style = node["style"] ?? usual;
  return {
    style,
    explode: node["explode"] ?? style === "form",
    allowReserved: node["allowReserved"] === true,
    allowEmptyValue: node["allowEmptyValue"] === true,
    // A value described by `content` is written in that media type: a text as JSON has quotation marks.
    content: isObject(node["content"]) ? Object.keys(node["content"]).join() : null,
  };
}
