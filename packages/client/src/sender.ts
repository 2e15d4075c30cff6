import { operations, type OperationId } from "@chatkit-contract/types/operations";

import type { Answer, Binder, Call } from "./binder.ts";
import { ChatKitError, TimeoutError, type FailedCall } from "./errors.ts";
import type { Hooks } from "./hooks.ts";
import { delayAfter, isRepeatable, mergePolicy, type RetryPolicy } from "./retry.ts";

/** Makes one call, with as many attempts as its policy allows. */
export type Sender = (operationId: OperationId, call: Call) => Promise<Answer>;

/** Puts timeouts, retries and hooks around single attempts. */
export function createSender(binder: Binder, defaults: RetryPolicy, hooks: Hooks): Sender {
  return async (operationId, call) => {
    const { signal } = call.options ?? {};
    const policy = mergePolicy(defaults, call.options, operationId);
    const prepared = binder.prepare(operationId, call);
    const { failed } = prepared;
    const maxAttempts = isRepeatable(operations[operationId], prepared.headers)
      ? policy.maxRetries + 1
      : 1;
    const deadline = Date.now() + policy.deadlineMs;

    for (let attempt = 1; ; attempt++) {
      const event = { ...failed, attempt };
      let error: ChatKitError;
      try {
        hooks.onRequest?.(event);
        const started = Date.now();
        const timeoutMs = Math.min(policy.timeoutMs, deadline - started);
        return await withTimeout(timeoutMs, signal, failed, (attemptSignal) =>
          prepared.send(attemptSignal, ({ status, headers }) =>
            hooks.onResponse?.({
              ...event,
              status,
              requestId: headers.get("x-request-id"),
              durationMs: Date.now() - started,
            }),
          ),
        );
      } catch (cause) {
        if (!(cause instanceof ChatKitError)) {
          throw cause;
        }
        error = cause;
      }

      error.attempts = attempt;
      const delayMs = attempt < maxAttempts ? delayAfter(error, attempt, policy) : undefined;
      if (delayMs === undefined || Date.now() + delayMs >= deadline) {
        hooks.onError?.({ ...event, error });
        throw error;
      }
      hooks.onRetry?.({ ...event, error, delayMs });
      await sleep(delayMs, signal);
    }
  };
}

/**
 * Runs an attempt under a signal that aborts with the caller's, or after a time.
 *
 * @throws The caller's own reason, or a {@link TimeoutError}.
 */
async function withTimeout<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  failed: FailedCall,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  const timer = setTimeout(
    () => controller.abort(new TimeoutError(failed, `no whole answer within ${timeoutMs} ms`)),
    Math.min(timeoutMs, MAX_TIMER_MS),
  );
  try {
    return await run(controller.signal);
  } catch (error) {
    // Whatever fetch makes of an abort, its reason is what counts.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** Past this, timers fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  // A hook may have aborted the call by now.
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
