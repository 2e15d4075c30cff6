import { members, objectAt } from "./located.ts";
import { eachOperation, jsonAt } from "./operations.ts";
import { isObject, type Rule } from "./redocly.ts";

/** A static mock answers the first example for ever: if that says `has_more`, a client that pages on never stops. */
export const terminalPageFirst: Rule = () =>
  eachOperation((operation, context) => {
    const name = objectAt(context, operation, "x-pagination")?.node["has_more"];
    const json = jsonAt(context, operation, "responses", "200");
    if (typeof name !== "string" || !json) return;
    const [first] = members(context, json, "examples");
    if (!first || !isObject(first[1].node)) return;
    const [key, { node: example, location }] = first;
    const value = (example as Record<string, unknown>)["value"];
    if (!isObject(value) || value[name] === false) return;
    context.report({
      message: `The first example, '${key}', is not a last page: its ${name} is not false. Put one first that is, for mocks that always answer it.`,
      location: location.child(["value", name]),
    });
  });
