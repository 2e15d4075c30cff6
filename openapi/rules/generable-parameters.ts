import { camelCase, isFreeName } from "../names.ts";
import { objectAt, type LocatedObject } from "./located.ts";
import { eachOperation, type Operation } from "./operations.ts";
import { type Context, type Location, type Rule } from "./redocly.ts";

const SCALARS = ["string", "integer", "number", "boolean"];

/** The arguments of a client's method that come beside those of the path. */
const ARGUMENTS = ["body", "query", "options"];

/** What a client lets be set for each call, now and in what is decided to come. */
const CALL_OPTIONS = [
  "signal",
  "timeoutMs",
  "deadlineMs",
  "maxRetries",
  "maxRetryAfterMs",
  "headers",
];

/** Headers that OpenAPI takes from elsewhere: such a parameter "SHALL be ignored" (3.1.1, section 4.8.12.2). */
const IGNORED_HEADERS = ["accept", "content-type", "authorization"];

/** Every parameter can be an argument of a client's method, and be sent as one text. */
export const generableParameters: Rule = () => {
  const seen = new Set<string>();
  return eachOperation((operation, context) => {
    if (!operation.path.startsWith("/")) return;
    const report = (message: string, location: Location): void => {
      // A parameter may serve several operations: once is enough.
      const id = `${location.absolutePointer} ${message}`;
      if (!seen.has(id)) context.report({ message, location });
      seen.add(id);
    };
    checkPath(operation, report);
    for (const place of ["path", "header"]) checkNames(place, operation, report);
    for (const parameter of operation.parameters) {
      const fault = faultOf(parameter, context);
      if (fault) report(fault, parameter.location);
    }
  });
};

type Report = (message: string, location: Location) => void;

function checkPath({ path, parameters, location }: Operation, report: Report): void {
  const declared = parameters.filter(({ node }) => node["in"] === "path");
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  for (const name of names) {
    if (declared.some(({ node }) => node["name"] === name)) continue;
    report(
      `The path parameter '${name}' is not declared. Declare it under parameters.`,
      location.key(),
    );
  }
  for (const { node, location: place } of declared) {
    if (names.includes(String(node["name"]))) continue;
    report(
      `The path has no {${String(node["name"])}}. Write it there, or drop the parameter.`,
      place,
    );
  }
}

function checkNames(place: string, { parameters }: Operation, report: Report): void {
  const taken = new Map<string, string>();
  for (const { node, location } of parameters) {
    // A header that the client sends by itself is no option.
    if (node["in"] !== place || "x-client-value" in node) continue;
    const name = String(node["name"]);
    const argument = camelCase(name);
    const other = taken.get(argument);
    taken.set(argument, name);
    const fault =
      other === undefined ? nameFault(place, argument) : `is also that of the ${place} '${other}'`;
    if (fault)
      report(
        `The name '${argument}' that the ${place} parameter '${name}' has in a client ${fault}. Rename it.`,
        location.child("name"),
      );
  }
}

function nameFault(place: string, argument: string): string | undefined {
  if (place === "path") {
    if (ARGUMENTS.includes(argument)) return "is that of another argument";
    return isFreeName(argument) ? undefined : "is not free in code";
  }
  if (CALL_OPTIONS.includes(argument)) return "is that of an option of every call";
  return /^[A-Za-z]/.test(argument) ? undefined : "does not begin with a letter";
}

function faultOf(parameter: LocatedObject, context: Context): string | undefined {
  const { name, in: place, style } = parameter.node;
  const subject = `The ${String(place)} parameter '${String(name)}'`;
  if (place === "cookie") return `${subject} cannot be sent by a client. Make it a header.`;
  if (place === "header" && IGNORED_HEADERS.includes(String(name).toLowerCase()))
    return `${subject} is ignored, as OpenAPI wants. Declare a media type or a security scheme instead.`;
  const type = objectAt(context, parameter, "schema")?.node["type"];
  if (place === "query" && !(typeof type === "string" && SCALARS.includes(type)))
    return `${subject} is not of one plain type. Give its schema the type ${SCALARS.join(", ")}, one and not a list.`;
  if (place !== "query" && type !== "string")
    return `${subject} is not a string, which is all that a client can send there. Give its schema the type string.`;
  const usual = place === "query" ? "form" : "simple";
  if (typeof style === "string" && style !== usual)
    return `${subject} has the style '${style}'. A client knows '${usual}' alone: leave it out.`;
  return undefined;
}
