/** What went wrong: an error answer, no answer, none in time, or an answer that breaks the contract. */
export type ChatKitErrorKind = "api" | "connection" | "timeout" | "invalid_answer";

/** The call that failed. */
export interface FailedCall {
  /** The operation of the contract, such as `threads.list`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The URL without its query, whose values may identify a user. */
  readonly url: string;
}

/** Marks an error of this package with its kind, of whichever copy of the package it is. */
const KIND = Symbol.for("@chatkit-contract/error");

/**
 * The base of every error that a call of the client rejects with, but for an abort, which keeps its own reason.
 *
 * `instanceof` also knows the errors of another copy of this package.
 */
export abstract class ChatKitError extends Error {
  /** The kind of this class's errors; the base has none. */
  static readonly kind: ChatKitErrorKind | undefined = undefined;

  static override [Symbol.hasInstance](value: unknown): boolean {
    const kind = isRecord(value) ? (value as { [KIND]?: unknown })[KIND] : undefined;
    return kind !== undefined && (this.kind === undefined || this.kind === kind);
  }

  /** Which of the subclasses this is. */
  readonly kind: ChatKitErrorKind;
  /** The operation of the contract, such as `threads.list`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The URL without its query, whose values may identify a user. */
  readonly url: string;
  /** How many attempts were made. */
  attempts = 1;

  constructor(call: FailedCall, problem: string, cause?: unknown) {
    super(
      `${call.operation}: ${call.method} ${call.url}: ${problem}`,
      cause === undefined ? undefined : { cause },
    );
    this.operation = call.operation;
    this.method = call.method;
    this.url = call.url;
    this.kind = new.target.kind as ChatKitErrorKind;
    Object.defineProperty(this, KIND, { value: this.kind });
  }
}

/** The server answered with an error. */
export class ApiError extends ChatKitError {
  static override readonly kind = "api";
  override readonly name = "ApiError";
  declare readonly kind: "api";
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
  /** How long the server wants to be left alone, in milliseconds (`Retry-After`), or null where it does not say. */
  readonly retryAfterMs: number | null;
  /** The headers of the answer. */
  readonly headers: Headers;

  constructor(call: FailedCall, response: Response, body: unknown) {
    const { status, headers } = response;
    const { message, code, param, type } = readEnvelope(body);
    const retryAfterMs = readRetryAfter(headers);
    const comeBack = retryAfterMs === null ? "" : ` (come back in ${retryAfterMs / 1000} s)`;
    const problem = `${message ?? "the error answer has no message"}${comeBack}`;
    super(call, `${status} ${problem}${nameRequest(headers)}`);
    this.status = status;
    this.code = code;
    this.param = param;
    this.type = type;
    this.requestId = headers.get("x-request-id");
    this.retryAfterMs = retryAfterMs;
    this.headers = headers;
  }
}

/** No answer came, or it broke off: the name does not resolve, the connection was refused or reset. See `cause`. */
export class ConnectionError extends ChatKitError {
  static override readonly kind = "connection";
  override readonly name = "ConnectionError";
  declare readonly kind: "connection";

  constructor(call: FailedCall, cause: unknown) {
    super(call, `no whole answer came: ${describe(cause)}`, cause);
  }
}

/** No whole answer came in time: an attempt took longer than `timeoutMs`, or all of them longer than `deadlineMs`. */
export class TimeoutError extends ChatKitError {
  static override readonly kind = "timeout";
  override readonly name = "TimeoutError";
  declare readonly kind: "timeout";
}

/** An answer came, with a success status, that is not what the contract says. */
export class InvalidAnswerError extends ChatKitError {
  static override readonly kind = "invalid_answer";
  override readonly name = "InvalidAnswerError";
  declare readonly kind: "invalid_answer";
  /** The HTTP status, or null where it takes several answers to see that they are wrong. */
  readonly status: number | null;
  /** The `x-request-id` of the answer, or null. */
  readonly requestId: string | null;

  constructor(call: FailedCall, problem: string, response?: Response) {
    super(
      call,
      response ? `${response.status}, but ${problem}${nameRequest(response.headers)}` : problem,
    );
    this.status = response?.status ?? null;
    this.requestId = response?.headers.get("x-request-id") ?? null;
  }
}

function nameRequest(headers: Headers): string {
  const id = headers.get("x-request-id");
  return id === null ? "" : ` (request ${id})`;
}

/** `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3); null for anything else. */
function readRetryAfter(headers: Headers): number | null {
  const ms = headers.get("retry-after-ms") ?? "";
  const value = headers.get("retry-after") ?? "";
  const number = /^\d+(\.\d+)?$/;
  if (number.test(ms)) {
    return Number(ms);
  }
  if (number.test(value)) {
    return Number(value) * 1000;
  }
  // A negative number would be read as a year.
  const date = /^[A-Z]/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
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
