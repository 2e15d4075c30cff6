import { isObject, type Context, type JsonObject, type Rule } from "./redocly.ts";

/** Examples stand where a mock, a test and a reader look for them: named, at the media type, parameter or header. */
export const namedExamples: Rule = () => ({
  Schema(schema: JsonObject, context: Context) {
    for (const keyword of ["example", "examples"].filter((name) => name in schema)) {
      context.report({
        message: `The schema has ${keyword === "example" ? "an example" : "examples"}, which a mock would prefer to the named ones. Move it to the media type, parameter or header.`,
        location: context.location.child(keyword).key(),
      });
    }
  },
  MediaType: check,
  Parameter: check,
  Header: check,
});

function check(node: JsonObject, context: Context): void {
  if (isObject(node["examples"]) && "$ref" in node["examples"]) {
    context.report({
      message:
        "The examples stand behind one reference, where Redocly does not hold them to the schema. List them here, and refer to each.",
      location: context.location.child("examples").key(),
    });
  } else if ("example" in node) {
    context.report({
      message: "The example has no name. Write it under `examples`.",
      location: context.location.child("example").key(),
    });
  } else if (!isObject(node["examples"]) || Object.keys(node["examples"]).length === 0) {
    context.report({
      message: "There is no example here. Give at least one, with a name, under `examples`.",
      location: context.location.key(),
    });
  }
}
