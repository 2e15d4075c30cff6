import { isObject, objectIn, resolveIn, type JsonObject } from "./document.ts";

/** An operation where it stands. */
export interface Operation {
  method: string;
  /** The path as written. */
  template: string;
  operation: JsonObject;
  /** What it shares with the path's other operations. */
  pathItem: JsonObject;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** A document's operations by what identifies them on the wire: the names of path parameters do not. */
export function operationsOf(document: JsonObject): Map<string, Operation> {
  const found = new Map<string, Operation>();
  for (const [template, item] of Object.entries(objectIn(document, "paths"))) {
    const pathItem = resolveIn(document, item);
    if (!isObject(pathItem)) continue;
    for (const method of METHODS) {
      const operation = pathItem[method];
      if (!isObject(operation)) continue;
      const key = `${template.replaceAll(/\{[^}]*\}/g, "{}")} ${method}`;
      found.set(key, { method, template, operation, pathItem });
    }
  }
  return found;
}

/** How an operation is named in a difference. */
export function placeOf({ method, template }: Operation): string {
  return `${method.toUpperCase()} ${template}`;
}
