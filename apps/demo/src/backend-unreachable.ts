/**
 * The header that marks an answer as the demo's proxy's own, for want of a backend (RFC 9209): the contract has no error
 * code for that, since a backend that is not there cannot send it.
 */
export const BACKEND_UNREACHABLE = {
  name: "proxy-status",
  value: "thread-console; error=destination_unavailable",
} as const;
