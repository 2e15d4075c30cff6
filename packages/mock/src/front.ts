import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

import type { ErrorCode, ErrorType } from "@chatkit-contract/types";
import { DEFAULT_BASE_URL, operations, type OperationId } from "@chatkit-contract/types/operations";
import { validateHeaders, validateRequest, type Issue } from "@chatkit-contract/types/validation";

/** A request that the contract has nothing against. */
export interface ValidRequest {
  operationId: OperationId;
  headers: IncomingMessage["headers"];
  query: Readonly<Record<string, unknown>>;
}

/** What is sent back. */
export interface Answer {
  status: number;
  headers?: Record<string, string> | undefined;
  body?: unknown;
}

/** The most bytes that a request's body may have. */
export const MAX_BODY_BYTES: number = 16 * 1024 * 1024;

/** Holds each request against the contract, and refuses it in the contract's form or lets `answer` answer it. */
export function createFront(answer: (request: ValidRequest) => Promise<Answer>): RequestListener {
  return async (message, response) => {
    const { method, headers } = message;
    const isPreflight = method === "OPTIONS" && headers["access-control-request-method"];
    const answered = isPreflight ? { status: 204 } : validate(message).then(answer);
    write(message, response, await Promise.resolve(answered).catch(describe));
  };
}

/** A request that is answered with an error, in the contract's form and vocabulary. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, code: ErrorCode, message: string, param = "", headers = {}) {
    super(message);
    const fault = status === 401 ? "authentication_error" : "invalid_request_error";
    const type: ErrorType = status < 500 ? fault : "server_error";
    const error = { message, type, param: param || null, code };
    this.answer = { status, headers, body: { error } };
  }
}

function describe(error: unknown): Answer {
  if (error instanceof URIError) {
    return new Refusal(404, "unknown_url", "There is nothing at a path that is no UTF-8.").answer;
  }
  const fault = new Refusal(500, "internal_error", `The mock failed: ${String(error)}`);
  return error instanceof Refusal ? error.answer : fault.answer;
}

const BASE_PATH = new URL(DEFAULT_BASE_URL).pathname.replace(/\/$/, "");
/** Concrete paths come before templated ones (OpenAPI 3.1, section 4.8.8.1). */
const ROUTES = Object.entries(operations)
  .map(([id, operation]) => ({
    operationId: id as OperationId,
    operation,
    names: [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name),
    pattern: new RegExp(`^(?:${BASE_PATH})?${templateSource(operation.path)}$`),
  }))
  .toSorted((one, other) => one.names.length - other.names.length);

function templateSource(path: string): string {
  return path
    .split(/\{[^}]+\}/)
    .map((part) => RegExp.escape(part))
    .join("([^/]+)");
}

/** In the contract's order: URL, method, key, headers, the form of the body, then what path, query and body say. */
async function validate(message: IncomingMessage): Promise<ValidRequest> {
  const { method, headers } = message;
  const { pathname, searchParams } = new URL(`http://mock${message.url}`);
  const routes = ROUTES.filter(({ pattern }) => pattern.test(pathname));
  if (routes.length === 0) {
    throw new Refusal(404, "unknown_url", `There is nothing at ${pathname}.`);
  }
  const served = method === "HEAD" ? "GET" : method;
  const route = routes.find(({ operation }) => operation.method === served);
  if (route === undefined) {
    const allow = routes.map(({ operation }) => operation.method.replace("GET", "GET, HEAD"));
    const problem = `${method} is not allowed at ${pathname}; there are ${allow.join(", ")}.`;
    throw new Refusal(405, "method_not_allowed", problem, "", { allow: allow.join(", ") });
  }
  const { operationId, operation, names, pattern } = route;
  const values = pattern.exec(pathname)?.slice(1).map(decodeURIComponent);
  if (operation.needsKey && !/^Bearer \S/i.test(headers.authorization ?? "")) {
    const problem = "An API key is required: send it as Authorization: Bearer <key>.";
    throw new Refusal(401, "missing_api_key", problem, "", { "www-authenticate": "Bearer" });
  }
  refuse(validateHeaders(operationId, headers));
  const body = operation.takesBody ? await readJson(message) : undefined;
  const path = Object.fromEntries(names.map((name, index) => [name, values?.[index] ?? ""]));
  const valid = validateRequest(operationId, { path, query: searchParams, body });
  refuse(valid.issue);
  return { operationId, headers, query: "query" in valid ? valid.query : {} };
}

function refuse(issue: Issue | undefined): void {
  if (issue) {
    throw new Refusal(400, issue.code as ErrorCode, `${issue.message}.`, issue.path);
  }
}

/** Reads a body to its end, even one that is too large, whose bytes it drops: a client listens when it has sent all. */
async function readJson(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    chunks.push(...(size <= MAX_BODY_BYTES ? [chunk] : []));
  }
  if (size > MAX_BODY_BYTES) {
    throw new Refusal(413, "body_too_large", `The body must be at most ${MAX_BODY_BYTES} bytes.`);
  }
  const type = message.headers["content-type"] ?? "";
  if (size > 0 && !/^application\/json *(;|$)/i.test(type)) {
    const problem = `Content-Type must be application/json, but is '${type}'.`;
    throw new Refusal(415, "unsupported_media_type", problem, "Content-Type");
  }
  try {
    // In UTF-8 and nothing else (RFC 8259, section 8.1).
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
    return size === 0 ? undefined : (JSON.parse(text) as unknown);
  } catch {
    throw new Refusal(400, "malformed_json", "The body is not valid JSON.");
  }
}

/** Pages of any origin may call, and read each header: `*` would not stand for Authorization (Fetch standard, CORS). */
function write(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const asked = request.headers;
  const text = answer.body === undefined ? "" : JSON.stringify(answer.body);
  response.setHeaders(new Headers(answer.headers));
  response.setHeader("x-request-id", `req_${randomUUID().replaceAll("-", "")}`);
  response.setHeader("access-control-expose-headers", response.getHeaderNames().join(", "));
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-allow-methods", asked["access-control-request-method"] ?? "*");
  const names = asked["access-control-request-headers"] ?? "*";
  response.setHeader("access-control-allow-headers", names);
  response.setHeader("content-length", Buffer.byteLength(text));
  response.writeHead(answer.status, text ? { "content-type": "application/json" } : {});
  // Node itself leaves out the body of an answer to HEAD.
  response.end(text);
}
