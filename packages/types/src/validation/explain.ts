import { countCodePoints } from "./checks.ts";
import type { Fault } from "./validate.ts";

/** What is wrong with a value, for people and for programs. */
export interface Issue {
  /** The field at fault, with dots (`workflow.state_variables.k`), or the parameter's name; empty for the whole value. */
  path: string;
  /** The JSON Schema keyword that the value breaks, or `duplicate`. */
  rule: string;
  /** The value at fault, undefined where one is missing. */
  given: unknown;
  /** What would be valid, in words: `<= 100`, `asc or desc`. */
  allowed: string;
  /** The contract's error code for it. */
  code: string;
  /** One sentence with all of it. */
  message: string;
}

/** The contract's error codes by the keyword that failed; any other keyword is an `invalid_value`. */
const CODES: Readonly<Record<string, string>> = {
  required: "missing_required_parameter",
  additionalProperties: "unknown_parameter",
  duplicate: "duplicate_parameter",
  type: "invalid_type",
  minimum: "integer_below_min_value",
  exclusiveMinimum: "integer_below_min_value",
  maximum: "integer_above_max_value",
  exclusiveMaximum: "integer_above_max_value",
  minLength: "string_below_min_length",
  maxLength: "string_above_max_length",
  maxProperties: "object_above_max_properties",
};

/**
 * Puts the faults of a validator into words.
 *
 * @param faults `validate.errors` after it said no.
 * @param value The value it said no to.
 */
export function explain(faults: readonly Fault[] | null | undefined, value: unknown): Issue {
  const fault = chooseFault(faults ?? []);
  const names = fault.instancePath.split("/").slice(1).map(unescapePointer);
  const name = fault.params["missingProperty"] ?? fault.params["additionalProperty"];
  const place = typeof name === "string" ? [...names, name] : names;
  // A name at fault is no field of its own: the object that it stands in is to blame.
  const given = fault.propertyName ?? read(value, place);
  return createIssue(place.join("."), fault.keyword, given, describeAllowed(fault));
}

/** Makes an issue of a rule that failed. */
export function createIssue(path: string, rule: string, given: unknown, allowed: string): Issue {
  const subject = path === "" ? "the body" : shorten(path, MAX_PATH);
  const message =
    rule === "required"
      ? `${subject} is missing`
      : rule === "additionalProperties"
        ? `${subject} is unknown${allowed === "" ? "" : `; there are ${allowed}`}`
        : `${subject} must be ${allowed}, not ${quote(rule, given)}`;
  return { path, rule, given, allowed, code: CODES[rule] ?? "invalid_value", message };
}

/**
 * The fault that a person would name. Behind a failed union stand the faults of its branches: the one that got furthest
 * counts, or, where every branch wants another type, all their types together.
 */
function chooseFault(faults: readonly Fault[]): Fault {
  const last = faults.at(-1);
  if (last === undefined) {
    return { instancePath: "", schemaPath: "", keyword: "unknown", params: {} };
  }
  const earlier = faults.slice(0, -1);
  if (last.keyword === "if" || last.keyword === "propertyNames") {
    const inner = chooseFault(earlier);
    return last.keyword === "if"
      ? inner
      : { ...inner, propertyName: String(last.params["propertyName"]) };
  }
  if (last.keyword === "anyOf" || last.keyword === "oneOf") {
    const isTypeOfBranch = ({ keyword, instancePath }: Fault): boolean =>
      keyword === "type" && instancePath === last.instancePath;
    const wrongTypes = earlier.filter(isTypeOfBranch);
    const misfits = wrongTypes.map(({ schemaPath }) => parentOf(schemaPath));
    // What a branch says beside a wrong type of the whole value (no such constant, too) tells nothing more.
    const further = earlier.filter(({ schemaPath }) => !misfits.includes(parentOf(schemaPath)));
    if (further.length > 0) {
      return chooseFault(further);
    }
    const types = [...new Set(wrongTypes.flatMap(({ params }) => params["type"]))];
    return types.length > 0 ? { ...last, keyword: "type", params: { type: types } } : last;
  }
  return last;
}

function parentOf(schemaPath: string): string {
  return schemaPath.slice(0, schemaPath.lastIndexOf("/"));
}

function describeAllowed({ keyword, params, propertyName }: Fault): string {
  const limit = String(params["limit"]);
  switch (keyword) {
    case "type":
      return `of type ${listWords([params["type"]].flat().map(String))}`;
    case "enum":
      return listWords(
        (params["allowedValues"] as unknown[]).map((value) => JSON.stringify(value)),
      );
    case "const":
      return JSON.stringify(params["allowedValue"]) ?? "";
    case "discriminator":
      return `a known ${String(params["tag"])}`;
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return `${String(params["comparison"])} ${limit}`;
    case "minLength":
    case "maxLength": {
      const subject = propertyName === undefined ? "" : "an object whose names are ";
      const bound = keyword === "minLength" ? "least" : "most";
      return `${subject}at ${bound} ${limit} ${limit === "1" ? "character" : "characters"} long`;
    }
    case "minItems":
      return `at least ${limit} long`;
    case "maxItems":
      return `at most ${limit} long`;
    case "minProperties":
      return `of at least ${limit} fields`;
    case "maxProperties":
      return `of at most ${limit} fields`;
    case "multipleOf":
      return `a multiple of ${String(params["multipleOf"])}`;
    case "uniqueItems":
      return "without repeats";
    case "pattern":
      return `a match of ${String(params["pattern"])}`;
    case "format":
      return `a ${String(params["format"])}`;
    case "required":
      return "present";
    case "additionalProperties":
      return "";
    default:
      return `valid under ${keyword}`;
  }
}

function listWords(words: string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words.at(-1)}` : words.join("");
}

const MAX_QUOTED = 80;
const MAX_PATH = 160;

/** What is too long or too short is told by its length: it may be long, and it may name a person. */
function quote(rule: string, value: unknown): string {
  if (/^(min|max)(Length|Items|Properties)$/.test(rule)) {
    return String(measure(value));
  }
  return shorten(JSON.stringify(value) ?? "undefined", MAX_QUOTED);
}

function measure(value: unknown): number {
  return typeof value === "string" ? countCodePoints(value) : Object.keys(value ?? {}).length;
}

/** A text as part of a message of one line. Names too come from whoever sent the value, with any length and character. */
function shorten(text: string, maxLength: number): string {
  const start = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
  return start.replaceAll(
    /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function read(value: unknown, names: string[]): unknown {
  return names.reduce<unknown>(
    (part, name) =>
      typeof part === "object" && part !== null && Object.hasOwn(part, name)
        ? (part as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}

function unescapePointer(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
