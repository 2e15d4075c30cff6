import { objectAt, property, type LocatedObject } from "./located.ts";
import { eachOperation, jsonAt, type Operation } from "./operations.ts";
import { isObject, type Context, type Rule } from "./redocly.ts";

const parameterKeys = ["after", "before", "limit", "order"];
const envelopeKeys = ["items", "first_id", "last_id", "has_more"];
const itemKeys = ["item_id", "sort_key"];
const keys = [...parameterKeys, ...envelopeKeys, ...itemKeys];

/** What `x-pagination` names is there, and is what a client that pages on needs. */
export const paginationEnvelope: Rule = () =>
  eachOperation((operation, context) => {
    if (!("x-pagination" in operation.node)) return;
    const pagination = objectAt(context, operation, "x-pagination");
    if (!pagination) {
      const location = operation.location.child("x-pagination");
      context.report({
        message: `x-pagination must be an object with the keys ${keys.join(", ")}.`,
        location,
      });
      return;
    }
    const names = namesOf(pagination, context);
    checkParameters(names, operation, pagination, context);
    checkEnvelope(names, operation, pagination, context);
  });

/** The keys that are well-formed; the others are reported and not looked at again. */
function namesOf(pagination: LocatedObject, context: Context): Map<string, string> {
  for (const key of Object.keys(pagination.node).filter((name) => !keys.includes(name))) {
    const message = `x-pagination has the unknown key '${key}'. It knows ${keys.join(", ")}.`;
    context.report({ message, location: pagination.location.child(key) });
  }
  const names = new Map<string, string>();
  for (const key of keys) {
    const name = pagination.node[key];
    if (typeof name === "string" && name !== "") names.set(key, name);
    else if (name === undefined) {
      const message = `x-pagination lacks the key '${key}'. Name it, even if it is called '${key}'.`;
      context.report({ message, location: pagination.location.key() });
    } else {
      const message = `x-pagination.${key} must be a name, a string that is not empty.`;
      context.report({ message, location: pagination.location.child(key) });
    }
  }
  return names;
}

function checkParameters(
  names: Map<string, string>,
  operation: Operation,
  pagination: LocatedObject,
  context: Context,
): void {
  for (const key of parameterKeys) {
    const name = names.get(key);
    if (name === undefined) continue;
    const parameter = operation.parameters.find(
      ({ node }) => node["name"] === name && node["in"] === "query",
    );
    if (!parameter) {
      const message = `x-pagination.${key} names '${name}', but the operation has no query parameter of that name. Declare it, or name the one that it has.`;
      context.report({ message, location: pagination.location.child(key) });
      continue;
    }
    const schema = objectAt(context, parameter, "schema");
    const fault = schema && parameterFault(key, schema.node);
    if (fault)
      context.report({
        message: `The parameter '${name}' is x-pagination's ${key}: ${fault}`,
        location: schema.location,
      });
  }
}

function parameterFault(key: string, schema: Record<string, unknown>): string | undefined {
  if (key === "limit") {
    const missing = ["default", "maximum"].filter((bound) => typeof schema[bound] !== "number");
    if (schema["type"] !== "integer") return "it must be an integer.";
    if (missing.length > 0) return `give it a ${missing.join(" and a ")}.`;
  } else if (key === "order") {
    const values = Array.isArray(schema["enum"]) ? schema["enum"] : [];
    if (!values.includes("asc") || !values.includes("desc"))
      return "it must be an enum with asc and desc.";
  } else if (schema["type"] !== "string") {
    return "a cursor must be a string.";
  }
  return undefined;
}

function checkEnvelope(
  names: Map<string, string>,
  operation: Operation,
  pagination: LocatedObject,
  context: Context,
): void {
  const json = jsonAt(context, operation, "responses", "200");
  const envelope = json && objectAt(context, json, "schema");
  if (!envelope) {
    const message =
      "The operation is paged, but its 200 answer has no JSON schema. Declare the envelope there.";
    context.report({ message, location: pagination.location.key() });
    return;
  }
  for (const key of envelopeKeys) {
    const name = names.get(key);
    if (name === undefined) continue;
    const { found, missing } = property(context, envelope, name);
    if (missing.length > 0 || found.length === 0) {
      const message = `x-pagination.${key} names '${name}', but the schema of the 200 answer has no such field. Declare it, or name the one that it has.`;
      context.report({ message, location: pagination.location.child(key) });
    }
    for (const field of found) {
      const fault = envelopeFault(key, field);
      if (fault)
        context.report({
          message: `The field '${name}' is x-pagination's ${key}: ${fault}`,
          location: field.location,
        });
    }
    if (key === "items" && found[0]) checkItem(names, found[0], pagination, context);
  }
}

function envelopeFault(key: string, { node }: LocatedObject): string | undefined {
  if (key === "items") {
    if (node["type"] !== "array" || !isObject(node["items"]))
      return "it must be an array with `items`.";
  } else if (key === "has_more" && node["type"] !== "boolean") return "it must be a boolean.";
  return undefined;
}

function checkItem(
  names: Map<string, string>,
  list: LocatedObject,
  pagination: LocatedObject,
  context: Context,
): void {
  const item = objectAt(context, list, "items");
  if (!item) return;
  for (const key of itemKeys) {
    const name = names.get(key);
    if (name === undefined) continue;
    const { found, missing } = property(context, item, name);
    for (const schema of missing) {
      const message = `x-pagination.${key} names '${name}', but this schema of an item has no such field. Declare it in every kind of item, or name one that they all have.`;
      context.report({ message, location: schema.location });
    }
    for (const field of found) {
      if (key !== "item_id" || field.node["type"] === "string") continue;
      context.report({
        message: `The field '${name}' is x-pagination's item_id: a cursor must be a string.`,
        location: field.location,
      });
    }
  }
}
