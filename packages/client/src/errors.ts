/** What went wrong, for code that has to tell: an error answer, no answer, or an answer that breaks the contract. */
export type ChatKitErrorKind = "api" | "connection" | "invalid_answer";

/** The call that failed. */
export interface FailedCall {
  /** The operation of the contract, such as `threads.list`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The URL without its query, whose values may identify a user. */
  readonly url: string;
}

/** The base of every error that a call of the client rejects with, but for an abort, which keeps its own reason. */
export abstract class ChatKitError extends Error {
  /** Which of the subclasses this is. */
  abstract readonly kind: ChatKitErrorKind;
  /** The operation of the contract, such as `threads.list`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The URL without its query, whose values may identify a user. */
  readonly url: string;

  constructor(call: FailedCall, problem: string, cause?: unknown) {
    super(
      `${call.operation}: ${call.method} ${call.url}: ${problem}`,
      cause === undefined ? undefined : { cause },
    );
    this.operation = call.operation;
    this.method = call.method;
    this.url = call.url;
  }
}

/** The server answered with an error. */
export class ApiError extends ChatKitError {
  override readonly name = "ApiError";
  override readonly kind = "api";
  /** The HTTP status. */
  readonly status: number;
  /** What went wrong, in the contract's vocabulary (`invalid_cursor`), or null where the answer does not say. */
  readonly code: string | null;
  /** The field, parameter or header that is to blame, or null. */
  readonly param: string | null;
  /** The broad class of the error (`invalid_request_error`), or null where the answer does not say. */
  readonly type: string | null;
  /** The `x-request-id` of the answer, or null. */
  readonly requestId: string | null;
  /** The headers of the answer. */
  readonly headers: Headers;

  constructor(call: FailedCall, response: Response, body: unknown) {
    const { message, code, param, type } = readEnvelope(body);
    const requestId = response.headers.get("x-request-id");
    const problem = message ?? "the error answer has no message";
    super(call, `${response.status} ${problem}${requestId ? ` (request ${requestId})` : ""}`);
    this.status = response.status;
    this.code = code;
    this.param = param;
    this.type = type;
    this.requestId = requestId;
    this.headers = response.headers;
  }
}

/** No answer came, or it broke off: the name does not resolve, the connection was refused or reset. See `cause`. */
export class ConnectionError extends ChatKitError {
  override readonly name = "ConnectionError";
  override readonly kind = "connection";

  constructor(call: FailedCall, cause: unknown) {
    super(call, `no whole answer came: ${describe(cause)}`, cause);
  }
}

/** An answer came, with a success status, that is not what the contract says. */
export class InvalidAnswerError extends ChatKitError {
  override readonly name = "InvalidAnswerError";
  override readonly kind = "invalid_answer";
  /** The HTTP status, or null where it takes several answers to see that they are wrong. */
  readonly status: number | null;
  /** The `x-request-id` of the answer, or null. */
  readonly requestId: string | null;

  constructor(call: FailedCall, problem: string, response?: Response) {
    const requestId = response?.headers.get("x-request-id") ?? null;
    const status = response ? `${response.status}, but ` : "";
    super(call, `${status}${problem}${requestId ? ` (request ${requestId})` : ""}`);
    this.status = response?.status ?? null;
    this.requestId = requestId;
  }
}

interface ErrorFields {
  message: string | null;
  code: string | null;
  param: string | null;
  type: string | null;
}

function readEnvelope(body: unknown): ErrorFields {
  const error = isRecord(body) && isRecord(body["error"]) ? body["error"] : {};
  const text = (field: string): string | null =>
    typeof error[field] === "string" ? error[field] : null;
  return { message: text("message"), code: text("code"), param: text("param"), type: text("type") };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** fetch says only "fetch failed" and keeps the reason one `cause` deeper. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) {
    return String(cause);
  }
  const inner = cause.cause instanceof Error ? cause.cause.message : "";
  return inner && inner !== cause.message ? `${cause.message} (${inner})` : cause.message;
}
