import type { OperationId } from "../operations.gen.ts";
import { requests } from "../validators/requests.gen.ts";
import { createIssue, explain, type Issue } from "./explain.ts";
import { readQuery } from "./read-query.ts";
import type { RequestValidators, Validate } from "./validate.ts";

/** A request as it came, its route already found. */
export interface RequestToValidate {
  /** The path's values, decoded, by the names of the contract. */
  path: Readonly<Record<string, string>>;
  /** The query string. */
  query: URLSearchParams;
  /** The parsed body, undefined where there was none. */
  body: unknown;
}

/** A request that is valid, with the query's values under their types; or what is wrong with it. */
export type ValidatedRequest =
  | { query: Readonly<Record<string, unknown>>; issue?: undefined }
  | { issue: Issue };

/**
 * Validates the headers that an operation declares.
 *
 * @param operationId The operation that the request's method and path name.
 * @param headers The headers under their names in small letters, as Node gives them.
 */
export function validateHeaders(
  operationId: OperationId,
  headers: Readonly<Record<string, unknown>>,
): Issue | undefined {
  const { headers: validate, headerNames } = requests[operationId];
  return check(validate, pickHeaders(headerNames, headers));
}

/**
 * Validates a request's path, then its query, then its body. The first fault is reported.
 *
 * @param operationId The operation that the request's method and path name.
 * @param request The request.
 */
export function validateRequest(
  operationId: OperationId,
  request: RequestToValidate,
): ValidatedRequest {
  const validators = requests[operationId];
  const query = readQuery(request.query, validators.queryTypes);
  const issue =
    check(validators.path, request.path) ??
    ("issue" in query ? query.issue : checkQuery(validators, query.values)) ??
    checkBody(validators, request.body);
  if (issue) {
    return { issue };
  }
  return { query: "values" in query ? query.values : {} };
}

function check(validate: Validate | undefined, value: unknown): Issue | undefined {
  return validate === undefined || validate(value) ? undefined : explain(validate.errors, value);
}

/** Headers have no case (RFC 9110, section 5.1), but an issue names them as the contract does. */
function pickHeaders(
  names: readonly string[],
  headers: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const found = names.map((name) => [name, headers[name.toLowerCase()]] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

function checkQuery(
  { query: validate, queryTypes }: RequestValidators,
  values: Record<string, unknown>,
): Issue | undefined {
  const issue = check(validate, values);
  return issue?.rule === "additionalProperties"
    ? createIssue(issue.path, issue.rule, issue.given, Object.keys(queryTypes).join(", "))
    : issue;
}

function checkBody(
  { body: validate, isBodyRequired }: RequestValidators,
  body: unknown,
): Issue | undefined {
  if (body === undefined) {
    return isBodyRequired ? createIssue("", "required", undefined, "present") : undefined;
  }
  return check(validate, body);
}
