import { alternatives, members, objectAt, type Located } from "./located.ts";
import { eachOperation, jsonAt } from "./operations.ts";
import { type Context, type Rule } from "./redocly.ts";

/** A misspelt field of a request must be refused, not ignored. */
export const closedRequests: Rule = () => {
  const seen = new Set<string>();
  return eachOperation((operation, context) => {
    const json = jsonAt(context, operation, "requestBody");
    const schema = json && objectAt(context, json, "schema");
    if (schema) check(schema, context, seen);
  });
};

function check(schema: Located, context: Context, seen: Set<string>): void {
  for (const { node, location } of alternatives(context, schema)) {
    if (seen.has(location.absolutePointer)) continue;
    seen.add(location.absolutePointer);
    const isObjectSchema = node["type"] === "object" || "properties" in node;
    const rest = node["additionalProperties"];
    if (isObjectSchema && rest !== false && typeof rest !== "object") {
      context.report({
        message:
          "The object is part of a request, and takes any field. Write `additionalProperties: false`, or the schema of its values.",
        location: location.key(),
      });
    }
    const here = { node, location };
    for (const [, property] of members(context, here, "properties")) check(property, context, seen);
    for (const keyword of ["items", "additionalProperties"]) {
      const inner = objectAt(context, here, keyword);
      if (inner) check(inner, context, seen);
    }
  }
}
