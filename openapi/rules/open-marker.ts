import { isObject, type Context, type JsonObject, type Rule } from "./redocly.ts";

/** `x-open: true` says that values may be added. It means something only where values can be told apart. */
export const openMarker: Rule = () => ({
  any: {
    enter(node: JsonObject, context: Context) {
      // A property may well be called x-open.
      if (!isObject(node) || !("x-open" in node) || context.type.name === "SchemaProperties")
        return;
      const fault = faultOf(node, context.type.name === "Schema");
      if (fault) context.report({ message: fault, location: context.location.child("x-open") });
    },
  },
});

function faultOf(node: JsonObject, isSchema: boolean): string | undefined {
  if (!isSchema) return "x-open belongs to a schema. Move it there, or drop it.";
  if (node["x-open"] !== true) return "x-open can only be true. Leave it out of what cannot grow.";
  const isEnum =
    Array.isArray(node["enum"]) && node["enum"].every((value) => typeof value === "string");
  const isUnion = Array.isArray(node["oneOf"]) && isObject(node["discriminator"]);
  if (isEnum || isUnion) return undefined;
  return "x-open needs an enum of strings, or a oneOf with a discriminator: a client could not tell an unknown value apart here.";
}
