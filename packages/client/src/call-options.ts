/** Settings of one call. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's own reason. Default: none. */
  signal?: AbortSignal | undefined;
}
