import type { ChatKitError } from "./errors.ts";

/** An attempt of a call, for logs, metrics and spans: no key, no header, no query, no body. */
export interface AttemptEvent {
  /** The operation of the contract, such as `threads.list`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The URL without its query, whose values may identify a user. */
  readonly url: string;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
}

/** An attempt that is over. */
export interface AttemptEnd extends AttemptEvent {
  /** From the request to the end of the body, or to the failure, in milliseconds. */
  readonly durationMs: number;
}

/**
 * What is told of every call. A hook that returns a promise is waited for: `onRequest` and `onResponse` within the time of
 * the attempt, `onRetry` and `onError` however long they take. One that throws, or whose promise rejects, fails the call,
 * and so does a key's function; a {@link ChatKitError} of theirs is taken for the attempt's own, and may be tried again.
 */
export interface Hooks {
  /** An attempt is about to be sent: there is a key, and no abort. */
  onRequest?: ((event: AttemptEvent) => void | Promise<void>) | undefined;
  /** An attempt was answered, whatever the status. */
  onResponse?:
    | ((
        event: AttemptEnd & {
          readonly status: number;
          readonly requestId: string | null;
          /** The version of the contract that the server says it serves, or null. */
          readonly contractVersion: string | null;
        },
      ) => void | Promise<void>)
    | undefined;
  /** An attempt failed, and another follows after `delayMs`. */
  onRetry?:
    | ((
        event: AttemptEnd & { readonly error: ChatKitError; readonly delayMs: number },
      ) => void | Promise<void>)
    | undefined;
  /**
   * The call failed for good, or a listing cannot be finished. An abort is none of its failures, nor is an error of the
   * key's function: they are the caller's own.
   */
  onError?:
    | ((event: AttemptEnd & { readonly error: ChatKitError }) => void | Promise<void>)
    | undefined;
}
