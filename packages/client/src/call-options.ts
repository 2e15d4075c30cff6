/** Settings of one call; each takes the place of the client's own, but for headers. */
export interface CallOptions {
  /** Ends the call, its waits and retries included: it rejects with the signal's own reason. Default: none. */
  signal?: AbortSignal | undefined;
  /** How long one attempt may take, its body included, in milliseconds. Default: the client's. */
  timeoutMs?: number | undefined;
  /** How long the call may take, all attempts and waits included, in milliseconds. Default: the client's. */
  deadlineMs?: number | undefined;
  /** How often a call that failed is tried again, where that is safe. Default: the client's. */
  maxRetries?: number | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds. Default: the client's. */
  maxRetryAfterMs?: number | undefined;
  /** Further headers, beside the client's; one of the same name takes its place. Default: none. */
  headers?: Readonly<Record<string, string>> | undefined;
}
