/**
 * The header that marks an answer as the demo's proxy's own (RFC 9209): the contract has no error code for what only a
 * proxy can say.
 */
export const PROXY_STATUS = "proxy-status";

/** What that header says, by what is the matter. */
export const PROXY_PROBLEMS = {
  /** There is no backend that answers. */
  unreachable: "thread-console; error=destination_unavailable",
  /** The call may not go through, and has not been sent on. */
  refused: "thread-console; error=http_request_denied",
} as const;
