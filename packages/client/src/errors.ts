import { conceal, tells } from "./conceal.ts";

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

/** Anything at all: what has no fields is as one without any. */
type LooseRecord = Record<PropertyKey, unknown>;

/** Marks an error of this package with its kind, of whichever copy of the package it is. */
const KIND = Symbol.for("@chatkit-contract/error");

/**
 * The base of every error that a call of the client rejects with, but for an abort, which keeps its own reason.
 *
 * `instanceof` also knows the errors of another copy of this package.
 */
export abstract class ChatKitError extends Error {
  /** The kind of this class's errors; the base has none. */
  declare static readonly kind: ChatKitErrorKind | undefined;

  static override [Symbol.hasInstance](value: unknown): boolean {
    const { [KIND]: kind } = Object(value) as LooseRecord;
    return kind !== undefined && (this.kind ?? kind) === kind;
  }

  /** Which of the subclasses this is. */
  declare readonly kind: ChatKitErrorKind;
  /** The operation of the contract, such as `threads.list`. */
  declare readonly operation: string;
  /** The HTTP method. */
  declare readonly method: string;
  /** The URL without its query, whose values may identify a user. */
  declare readonly url: string;
  /** How many attempts were made. */
  attempts = 1;

  /** @param fields What a subclass declares. */
  constructor(
    call: FailedCall,
    problem: string,
    fields?: { readonly requestId: string | null; readonly [field: string]: unknown },
    options?: ErrorOptions,
  ) {
    const request = fields?.requestId ? ` (request ${fields.requestId})` : "";
    super(`${call.operation}: ${call.method} ${call.url}: ${problem}${request}`, options);
    const { kind } = new.target;
    Object.assign(this, call, { kind }, fields);
    Object.defineProperty(this, KIND, { value: kind });
  }
}

/** The server answered with an error. */
export class ApiError extends ChatKitError {
  static override readonly kind = "api";
  override readonly name = "ApiError";
  declare readonly kind: "api";
  /** The HTTP status. */
  declare readonly status: number;
  /** What went wrong, in the contract's vocabulary (`invalid_cursor`), or null where the answer does not say. */
  declare readonly code: string | null;
  /** The field, parameter or header that is to blame, or null. */
  declare readonly param: string | null;
  /** The broad class of the error (`invalid_request_error`), or null where the answer does not say. */
  declare readonly type: string | null;
  /** The `x-request-id` of the answer, or null. */
  declare readonly requestId: string | null;
  /** How long the server wants to be left alone, in milliseconds (`Retry-After`), or null where it does not say. */
  declare readonly retryAfterMs: number | null;
  /** The headers of the answer, without what they repeat of the key or a query. */
  declare readonly headers: Headers;

  /** @param secrets What the call sent and no error may repeat. */
  constructor(call: FailedCall, response: Response, body: unknown, secrets?: readonly string[]) {
    const { status, headers: given } = response;
    // A server may repeat in them what it was sent.
    const headers = new Headers([...given].map(([name, value]) => [name, conceal(value, secrets)]));
    // A gateway's answer has no envelope.
    const { error } = Object(body) as LooseRecord;
    const envelope = Object(error) as LooseRecord;
    /** A field of it, without secrets. */
    const read = (field: string): string | null => {
      const text = envelope[field];
      return typeof text === "string" ? conceal(text, secrets) : null;
    };
    const retryAfterMs = readRetryAfter(given);
    const comeBack = retryAfterMs === null ? "" : ` (come back in ${retryAfterMs / 1000} s)`;
    super(call, `${status} ${read("message") ?? "without a message"}${comeBack}`, {
      status,
      code: read("code"),
      param: read("param"),
      type: read("type"),
      requestId: headers.get("x-request-id"),
      retryAfterMs,
      headers,
    });
  }
}

/** No answer came, or it broke off: the name does not resolve, the connection was refused or reset. See `cause`. */
export class ConnectionError extends ChatKitError {
  static override readonly kind = "connection";
  override readonly name = "ConnectionError";
  declare readonly kind: "connection";

  /** @param secrets What the call sent and no error may repeat. */
  constructor(call: FailedCall, cause: unknown, secrets?: readonly string[]) {
    const { name, code, message = cause, cause: inner } = Object(cause) as LooseRecord;
    // fetch says only "fetch failed" and keeps the reason one `cause` deeper.
    const { message: reason } = Object(inner) as LooseRecord;
    const text = conceal(`${message as string}${reason ? ` (${reason as string})` : ""}`, secrets);
    super(
      call,
      `no whole answer came: ${text}`,
      undefined,
      // It is the caller's to look into, but not at the price of a secret in a log.
      { cause: tells(cause, secrets) ? Object.assign(new Error(text), { name, code }) : cause },
    );
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
  declare readonly status: number | null;
  /** The `x-request-id` of the answer, or null. */
  declare readonly requestId: string | null;

  /** @param requestId Without secrets. */
  constructor(
    call: FailedCall,
    problem: string,
    status: number | null = null,
    requestId: string | null = null,
  ) {
    super(call, problem, { status, requestId });
  }
}

/** How the three forms of a date in HTTP end (RFC 9110, section 5.6.7); `Date.parse` alone takes many a text for one. */
const HTTP_DATE = /:\d\d (GMT|\d{4})$/;

/** `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3); null for anything else. */
function readRetryAfter(headers: Headers): number | null {
  let value = "";
  for (const [name, unitMs] of [
    ["retry-after-ms", 1],
    ["retry-after", 1000],
  ] as const) {
    value = headers.get(name)?.trim() ?? "";
    if (/^\d+(\.\d+)?$/.test(value)) {
      return Number(value) * unitMs;
    }
  }
  // The form that ends with the year is in UTC as the others are, and does not say so.
  const date = Date.parse(HTTP_DATE.test(value) ? value.replace(/ \d{4}$/, " GMT$&") : "");
  return date >= 0 ? Math.max(0, date - Date.now()) : null;
}
