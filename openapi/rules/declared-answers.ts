import { at, members, objectAt, type LocatedObject } from "./located.ts";
import { eachOperation, jsonAt, type Operation } from "./operations.ts";
import { type Context, type Rule } from "./redocly.ts";

const always = ["200", "400", "401", "429", "500", "default"];
const errorFields = ["message", "type", "param", "code"];

/** Each operation declares every answer that it can give, errors in the one envelope, with their headers. */
export const declaredAnswers: Rule = () =>
  eachOperation((operation, context) => {
    const responses = objectAt(context, operation, "responses");
    if (!responses) return;
    for (const [status, reason] of expected(operation)) {
      if (status in responses.node) continue;
      context.report({
        message: `The operation does not declare the answer '${status}'${reason}.`,
        location: responses.location.key(),
      });
    }
    for (const [status] of members(context, responses)) {
      const response = objectAt(context, responses, status);
      if (!response) continue;
      checkHeaders(status, response, context);
      if (!status.startsWith("2")) checkEnvelope(status, response, context);
    }
  });

function expected({ parameters }: Operation): [status: string, reason: string][] {
  const answers: [string, string][] = always.map((status) => [status, ""]);
  if (parameters.some((parameter) => parameter.node["in"] === "path")) {
    answers.push(["404", ", though its path names something that may not exist"]);
  }
  if (
    parameters.some(
      (parameter) => String(parameter.node["name"]).toLowerCase() === "idempotency-key",
    )
  ) {
    answers.push(["409", ", though a key may be sent again with another body"]);
  }
  return answers;
}

function checkHeaders(status: string, response: LocatedObject, context: Context): void {
  const present = members(context, response, "headers").map(([name]) => name.toLowerCase());
  for (const header of status === "429" ? ["x-request-id", "retry-after"] : ["x-request-id"]) {
    if (present.includes(header)) continue;
    context.report({
      message: `The answer '${status}' does not declare the header ${header}.`,
      location: response.location.key(),
    });
  }
}

function checkEnvelope(status: string, response: LocatedObject, context: Context): void {
  const json = jsonAt(context, response);
  const envelope = json && objectAt(context, json, "schema");
  const error = envelope && objectAt(context, envelope, "properties", "error");
  const required = error && at(context, error, "required")?.node;
  const isEnvelope =
    Array.isArray(required) && errorFields.every((field) => required.includes(field));
  if (isEnvelope) return;
  context.report({
    message: `The answer '${status}' is not the error envelope {error: {${errorFields.join(", ")}}}, all four required. Refer to ErrorEnvelope.`,
    location: (json?.location.child("schema") ?? response.location).key(),
  });
}
