import { members, objectAt, property, type Located, type LocatedObject } from "./located.ts";
import { isObject, type Context, type JsonObject, type Rule } from "./redocly.ts";

/** A discriminator says which value on the wire stands for which schema: without it types and validators guess. */
export const discriminatorMapping: Rule = () => ({
  Schema(schema: JsonObject, context: Context) {
    if (!isObject(schema["discriminator"])) return;
    const union: LocatedObject = { node: schema, location: context.location };
    const discriminator = objectAt(context, union, "discriminator");
    const name = discriminator?.node["propertyName"];
    if (!discriminator || typeof name !== "string") return;
    const mapping = discriminator.node["mapping"];
    if (!isObject(mapping) || Object.keys(mapping).length === 0) {
      context.report({
        message: `The discriminator '${name}' has no mapping. Map each value of '${name}' to its schema.`,
        location: discriminator.location.key(),
      });
      return;
    }

    const branches = ["oneOf", "anyOf"].flatMap((keyword) => members(context, union, keyword));
    const mapped = new Set<string>();
    for (const [value, reference] of Object.entries(mapping)) {
      const location = discriminator.location.child(["mapping", value]);
      const target = objectAt(context, { node: { $ref: reference }, location });
      if (!target) {
        context.report({
          message: `The mapping of '${value}' does not lead to a schema. Write it as a reference, such as '#/components/schemas/Cat'.`,
          location,
        });
        continue;
      }
      mapped.add(target.location.absolutePointer);
      if (!branches.some(([, branch]) => sameSchema(branch, target))) {
        context.report({
          message: `The mapping of '${value}' leads to a schema that is no member of the union. Add it there, or drop the mapping.`,
          location,
        });
      }
      const fault = tagFault(context, target, name, value);
      if (fault)
        context.report({ message: `The mapping of '${value}' is not true: ${fault}`, location });
    }
    for (const [index, branch] of branches) {
      if (mapped.has(branch.location.absolutePointer)) continue;
      const keyword = "oneOf" in schema ? "oneOf" : "anyOf";
      context.report({
        message: `The discriminator's mapping lacks this member of the union. Map its value of '${name}' to it.`,
        location: context.location.child([keyword, Number(index)]),
      });
    }
  },
});

function sameSchema(one: Located, other: Located): boolean {
  return one.location.absolutePointer === other.location.absolutePointer;
}

function tagFault(
  context: Context,
  target: LocatedObject,
  name: string,
  value: string,
): string | undefined {
  const tag = property(context, target, name).found[0];
  if (!tag) return `its schema has no property '${name}'.`;
  const values = "const" in tag.node ? [tag.node["const"]] : tag.node["enum"];
  if (!Array.isArray(values) || values.length !== 1)
    return `'${name}' of its schema is not a constant. Write \`const: ${value}\`.`;
  if (values[0] !== value) return `'${name}' of its schema is always '${String(values[0])}'.`;
  if (!isRequired(context, target, name)) return `'${name}' of its schema is not required.`;
  return undefined;
}

function isRequired(context: Context, schema: LocatedObject, name: string): boolean {
  const required = schema.node["required"];
  if (Array.isArray(required) && required.includes(name)) return true;
  return members(context, schema, "allOf").some(
    ([, member]) => isObject(member.node) && isRequired(context, member as LocatedObject, name),
  );
}
