import { members, objectAt, type LocatedObject } from "./located.ts";
import { type Context, type JsonObject, type Visitor } from "./redocly.ts";

export interface Operation extends LocatedObject {
  /** The path as the contract writes it. For a callback or a webhook, its name. */
  path: string;
  /** The parameters of the operation, and those of its path that it does not override. */
  parameters: LocatedObject[];
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** A visitor that calls `check` for each operation of the document. */
export function eachOperation(check: (operation: Operation, context: Context) => void): Visitor {
  return {
    PathItem(pathItem: JsonObject, context: Context) {
      const path = { node: pathItem, location: context.location };
      for (const method of methods) {
        const operation = objectAt(context, path, method);
        if (!operation) continue;
        const own = parametersOf(context, operation);
        const inherited = parametersOf(context, path).filter(
          ({ node }) =>
            !own.some(
              (other) => other.node["name"] === node["name"] && other.node["in"] === node["in"],
            ),
        );
        check(
          { ...operation, path: String(context.key), parameters: [...own, ...inherited] },
          context,
        );
      }
    },
  };
}

/** The JSON media type at `path` below `start`, such as that of an answer. */
export function jsonAt(
  context: Context,
  start: LocatedObject,
  ...path: string[]
): LocatedObject | undefined {
  return objectAt(context, start, ...path, "content", "application/json");
}

/** Whether a schema is a reference to one that has a name, or gets one when the files become one document. */
export function isNamedSchema({ $ref }: JsonObject): boolean {
  return (
    typeof $ref === "string" &&
    (/^#\/components\/schemas\/[^/]+$/.test($ref) || !/^#\/(components|paths)\//.test($ref))
  );
}

function parametersOf(context: Context, owner: LocatedObject): LocatedObject[] {
  return members(context, owner, "parameters").flatMap(
    ([, parameter]) => objectAt(context, parameter) ?? [],
  );
}
