import type { ErrorCode, ErrorEnvelope, ErrorType } from "@chatkit-contract/types";
import type { Issue } from "@chatkit-contract/types/validation";

/** What an error is about, beside its status, code and message. */
export interface ErrorDetails {
  /** The parameter, header or field at fault. Default: none. */
  param?: string | undefined;
  /** Headers that the answer carries. Default: none. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** An error that is answered as it is, in the contract's form and vocabulary. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly body: ErrorEnvelope;

  /** @param code The contract's code, or null for an error that it does not foresee. */
  constructor(
    status: number,
    code: ErrorCode | null,
    message: string,
    { param, headers }: ErrorDetails = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = { error: { message, type: typeOf(status), param: param || null, code } };
  }
}

/** The error for what a validator has against a request. */
export function refusedBy({ code, message, path }: Issue): ApiError {
  // Validation knows codes as text; a test holds each one against the contract's list.
  return new ApiError(400, code as ErrorCode, `${message}.`, { param: path });
}

/** What a server says of its own failure, whatever it was: the log has the rest. */
export function internalError(): ApiError {
  const message = "The server had an error. Quote the request id when you report it.";
  return new ApiError(500, "internal_error", message);
}

function typeOf(status: number): ErrorType {
  if (status >= 500) {
    return "server_error";
  }
  return (
    ({ 401: "authentication_error", 429: "rate_limit_error" } as const)[status] ??
    "invalid_request_error"
  );
}
