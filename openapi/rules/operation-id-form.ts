import { type Context, type JsonObject, type Location, type Rule } from "./redocly.ts";

const form = /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/;

/** An operationId is the name of a client's method: `group.verb`, and no method is also a group. */
export const operationIdForm: Rule = () => {
  const seen = new Map<string, Location>();
  return {
    Operation(operation: JsonObject, context: Context) {
      const id = operation["operationId"];
      if (typeof id !== "string" || id === "") {
        context.report({
          message:
            "The operation has no operationId. Give it one of the form `group.verb`, such as `books.list`.",
          location: context.location.key(),
        });
        return;
      }
      const location = context.location.child("operationId");
      if (!form.test(id)) {
        context.report({
          message: `The operationId '${id}' is not of the form \`group.verb\`. Write camelCase words joined by dots, at least two, such as \`books.list\`.`,
          location,
        });
        return;
      }
      seen.set(id, location);
    },
    Root: {
      leave(_root: JsonObject, context: Context) {
        for (const [id, location] of seen) {
          const inner = [...seen.keys()].find((other) => other.startsWith(`${id}.`));
          if (inner === undefined) continue;
          context.report({
            message: `The operationId '${id}' is also the group of '${inner}', and a client cannot have both. Rename one of them.`,
            location,
          });
        }
      },
    },
  };
};
