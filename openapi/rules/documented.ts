import { isObject, type Context, type JsonObject, type Location, type Rule } from "./redocly.ts";

/** Whoever implements or calls the API has the descriptions alone to go by, and editors show them on hover. */
export const documented: Rule = () => ({
  Operation: (node: JsonObject, context: Context) => check("operation", node, context),
  Parameter: (node: JsonObject, context: Context) => check("parameter", node, context),
  Header: (node: JsonObject, context: Context) => check("header", node, context),
  RequestBody: (node: JsonObject, context: Context) => check("request body", node, context),
  Response: (node: JsonObject, context: Context) => check("answer", node, context),
  Tag: (node: JsonObject, context: Context) => check("tag", node, context),
  // What is referred to becomes a named component of the bundle, and a named type.
  ref(_node: JsonObject, context: Context, resolved: { node?: unknown; location?: Location }) {
    if (context.type.name !== "Schema" || !isObject(resolved.node) || !resolved.location) return;
    if (isDescribed(resolved.node)) return;
    context.report({
      message: "The schema has no description. Say what it is for.",
      location: resolved.location.key(),
    });
  },
  // On the property itself, beside a reference too: generated types lose what stands further down.
  SchemaProperties(properties: JsonObject, context: Context) {
    for (const [name, property] of Object.entries(properties)) {
      if (!isObject(property) || isDescribed(property)) continue;
      context.report({
        message: `The property '${name}' has no description. Say what it means, its unit, and what null or leaving it out means.`,
        location: context.location.child(name).key(),
      });
    }
  },
  Schema(schema: JsonObject, context: Context) {
    const values = schema["enum"];
    // A single value is a constant, and needs no telling apart.
    if (!Array.isArray(values) || values.length < 2) return;
    for (const value of values) {
      if (String(schema["description"]).includes(`\`${String(value)}\``)) continue;
      context.report({
        message: `The description does not say what \`${String(value)}\` means. Explain each value of the enum.`,
        location: context.location.child(["enum", values.indexOf(value)]),
      });
    }
  },
});

function check(kind: string, node: JsonObject, context: Context): void {
  if (isDescribed(node)) return;
  const named = typeof node["name"] === "string" ? ` '${node["name"]}'` : "";
  context.report({
    message: `The ${kind}${named} has no description. Say what it does and what happens at its edges.`,
    location: context.location.key(),
  });
}

function isDescribed(node: JsonObject): boolean {
  return typeof node["description"] === "string" && node["description"].trim() !== "";
}
