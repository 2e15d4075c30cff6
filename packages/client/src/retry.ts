import type { ApiError, ChatKitError } from "./errors.ts";
import { refuse } from "./refuse.ts";

/** When a call is tried again, and for how long. All times are in milliseconds. */
export interface RetryPolicy {
  timeoutMs: number;
  deadlineMs: number;
  maxRetries: number;
  maxRetryAfterMs: number;
}

/** What holds where neither the client nor the call says otherwise. */
export const DEFAULT_POLICY: RetryPolicy = {
  timeoutMs: 60_000,
  deadlineMs: Number.POSITIVE_INFINITY,
  maxRetries: 2,
  maxRetryAfterMs: 60_000,
};

/**
 * The policy that holds: each setting replaces the default, and what is undefined leaves it.
 *
 * @param place What an error names: the operation, or `createChatKit`.
 * @throws {TypeError} A setting is not a number of at least 0.
 */
export function mergePolicy(
  defaults: RetryPolicy,
  settings: { readonly [Name in keyof RetryPolicy]?: number | undefined } | undefined,
  place: string,
): RetryPolicy {
  const policy = { ...defaults };
  for (const name in defaults) {
    const value = settings?.[name as keyof RetryPolicy];
    if (value !== undefined) {
      if (typeof value !== "number" || !(value >= 0)) {
        refuse(place, name, String(value), "a number of at least 0");
      }
      policy[name as keyof RetryPolicy] = value;
    }
  }
  return policy;
}

/** The first wait is at most this long; each further one at most twice the one before. */
const BASE_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;

/**
 * How long to wait before the next attempt, in milliseconds; infinitely where another would not help.
 *
 * @param error Why the last attempt failed, and how many there have been.
 */
export function delayAfter(error: ChatKitError, { maxRetryAfterMs }: RetryPolicy): number {
  // Without a status there was no answer.
  const { status = 500, headers, retryAfterMs } = error as Partial<ApiError>;
  const advice = headers?.get("x-should-retry");
  const isPassing = status === 408 || status === 429 || status >= 500;
  if (
    // Anything but a plain yes or no says nothing.
    advice === "false" ||
    (advice !== "true" && !isPassing) ||
    // The server knows best when to come back; a wait that is too long is the caller's to decide.
    (retryAfterMs ?? 0) > maxRetryAfterMs
  ) {
    return Infinity;
  }
  return (
    retryAfterMs ??
    // Full jitter: clients that failed together do not come back together.
    Math.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (error.attempts - 1))
  );
}
