import { alternatives, members, objectAt, property, type LocatedObject } from "./located.ts";
import { eachOperation, isNamedSchema, jsonAt } from "./operations.ts";
import { isObject, type Context, type JsonObject, type Rule } from "./redocly.ts";

const JSON_ONLY = "A client reads and sends application/json alone, written exactly so";

/** What is sent and what is answered is JSON under one named schema, and there is one success answer. */
export const generableBodies: Rule = () => {
  const seen = new Set<string>();
  return eachOperation((operation, context) => {
    if (!operation.path.startsWith("/")) return;
    const body = objectAt(context, operation, "requestBody");
    if (body) {
      if (!jsonAt(context, body)) {
        const location = body.location.child("content").key();
        context.report({ message: `The request body has no JSON. ${JSON_ONLY}.`, location });
      }
      checkSchema("request body", body, context, seen);
    }

    const responses = objectAt(context, operation, "responses");
    if (!responses) return;
    const success = Object.keys(responses.node).filter((status) => /^2\d\d$/.test(status));
    if (success.length !== 1) {
      context.report({
        message: `The operation has ${success.length} success answers. Declare exactly one, by its status code, such as '200'.`,
        location: responses.location.key(),
      });
    }
    for (const [status] of members(context, responses)) {
      const answer = objectAt(context, responses, status);
      if (!answer) continue;
      checkSchema(`answer '${status}'`, answer, context, seen);
      if (!success.includes(status)) continue;
      checkSuccess(status, answer, context, seen);
      checkPage(operation, answer, context, seen);
    }
  });
};

/** Types, validators and shapes go by the schema's name. */
function checkSchema(
  subject: string,
  owner: LocatedObject,
  context: Context,
  seen: Set<string>,
): void {
  const json = jsonAt(context, owner);
  if (!json || !isNew(json, seen)) return;
  const { schema } = json.node;
  if (isObject(schema) && !isNamedSchema(schema)) {
    context.report({
      message: `The schema of the ${subject} has no name. Move it to components/schemas, and write a $ref to it here.`,
      location: json.location.child("schema").key(),
    });
  }
  if (schema === undefined) {
    context.report({
      message: `The JSON of the ${subject} has no schema. Write a $ref to one in components/schemas.`,
      location: json.location.key(),
    });
  }
}

function checkSuccess(
  status: string,
  answer: LocatedObject,
  context: Context,
  seen: Set<string>,
): void {
  const content = objectAt(context, answer, "content");
  if (!content || !isNew(content, seen)) return;
  for (const type of Object.keys(content.node).filter((name) => name !== "application/json")) {
    context.report({
      message: `The answer '${status}' comes as '${type}', which would be lost. ${JSON_ONLY}.`,
      location: content.location.child(type).key(),
    });
  }
  const json = jsonAt(context, answer);
  const schema = json && objectAt(context, json, "schema");
  if (!schema) return;
  const others = alternatives(context, schema).filter(
    ({ node }) => node["type"] !== undefined && node["type"] !== "object",
  );
  if (others.length > 0) {
    context.report({
      message: `The answer '${status}' is not always an object, and a client takes nothing else. Put the value into a field of one.`,
      location: json.location.child("schema").key(),
    });
  }
}

/** The type of a listing's items goes by their schema's name, which is read from the page's own field. */
function checkPage(
  operation: LocatedObject,
  answer: LocatedObject,
  context: Context,
  seen: Set<string>,
): void {
  const name = objectAt(context, operation, "x-pagination")?.node["items"];
  const json = jsonAt(context, answer);
  const page = json && objectAt(context, json, "schema");
  // A page without a name, or without such a field, is reported as that.
  if (!page || typeof name !== "string" || !isNamedSchema(json.node["schema"] as JsonObject))
    return;
  const list = objectAt(context, page, "properties", name);
  if (!list && property(context, page, name).found.length > 0) {
    context.report({
      message: `The page's field '${name}' is not one of its own. Write it under the properties of the page's schema.`,
      location: json.location.child("schema").key(),
    });
  }
  const items = list?.node["items"];
  if (list && isObject(items) && !isNamedSchema(items) && isNew(list, seen)) {
    context.report({
      message:
        "The items of the page have no name. Move their schema to components/schemas, and write a $ref to it here.",
      location: list.location.child("items").key(),
    });
  }
}

/** Answers are shared, and each fault is told once. */
function isNew({ location }: LocatedObject, seen: Set<string>): boolean {
  const isUnseen = !seen.has(location.absolutePointer);
  seen.add(location.absolutePointer);
  return isUnseen;
}
