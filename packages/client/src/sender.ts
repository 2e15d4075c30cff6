import { CONTRACT_HEADER } from "@chatkit-contract/types";

import type { Answer, Binder, Call } from "./binder.ts";
import { ChatKitError, TimeoutError } from "./errors.ts";
import type { AttemptEnd, Hooks } from "./hooks.ts";
import { delayAfter, mergePolicy, type RetryPolicy } from "./retry.ts";

/** Makes one call, with as many attempts as its policy allows. */
export type Sender = (call: Call) => Promise<Answer>;

/** Puts timeouts, retries and hooks around single attempts. */
export function createSender(prepare: Binder, defaults: RetryPolicy, hooks: Hooks): Sender {
  return async (call) => {
    const { options } = call;
    const { failed, isRepeatable, send } = prepare(call);
    const policy = mergePolicy(defaults, options, failed.operation);
    const deadline = Date.now() + policy.deadlineMs;

    for (let attempt = 1; ; attempt++) {
      const event = { ...failed, attempt };
      hooks.onRequest?.(event);
      const started = Date.now();
      const end = (): AttemptEnd => ({ ...event, durationMs: Date.now() - started });
      const timeoutMs = Math.min(policy.timeoutMs, deadline - started);
      const { signal, stop } = startTimer(
        timeoutMs,
        options?.signal,
        () => new TimeoutError(failed, `no whole answer within ${timeoutMs} ms`),
      );
      let error: unknown;
      try {
        return await send(signal, ({ status, headers }) =>
          hooks.onResponse?.({
            ...end(),
            status,
            requestId: headers.get("x-request-id"),
            contractVersion: headers.get(CONTRACT_HEADER),
          }),
        );
      } catch (thrown) {
        // Whatever fetch makes of an abort, its reason is what counts.
        error = signal.aborted ? signal.reason : thrown;
      } finally {
        stop();
      }
      if (!(error instanceof ChatKitError)) {
        throw error;
      }
      error.attempts = attempt;
      const delayMs =
        isRepeatable && attempt <= policy.maxRetries ? delayAfter(error, policy) : Infinity;
      if (Date.now() + delayMs >= deadline) {
        hooks.onError?.({ ...end(), error });
        throw error;
      }
      hooks.onRetry?.({ ...end(), error, delayMs });
      await sleep(delayMs, options?.signal);
    }
  };
}

/**
 * Starts a signal that aborts with the caller's, or after a time.
 *
 * @param createReason Makes the reason of the abort when the time is over.
 * @returns The signal, and what ends the timer.
 * @throws The caller's own reason, if that has aborted already.
 */
function startTimer(
  ms: number,
  outer: AbortSignal | undefined,
  createReason: () => unknown,
): { signal: AbortSignal; stop: () => void } {
  // A hook may have aborted the call by now.
  outer?.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => controller.abort(outer?.reason);
  outer?.addEventListener("abort", abort);
  const timer = setTimeout(
    () => controller.abort(createReason()),
    // Past this, timers fire at once.
    Math.min(ms, 2 ** 31 - 1),
  );
  const stop = (): void => {
    clearTimeout(timer);
    outer?.removeEventListener("abort", abort);
  };
  return { signal: controller.signal, stop };
}

/** To sleep is to run out of time, with no reason to fail. */
async function sleep(ms: number, outer: AbortSignal | undefined): Promise<void> {
  const { signal, stop } = startTimer(ms, outer, () => null);
  await new Promise((wake) => signal.addEventListener("abort", wake));
  stop();
  // The caller's abort has one.
  outer?.throwIfAborted();
}
