import type { Answer, Binder, Call } from "./binder.ts";
import { ChatKitError, TimeoutError } from "./errors.ts";
import type { AttemptEnd, Hooks } from "./hooks.ts";
import { delayAfter, mergePolicy, type RetryPolicy } from "./retry.ts";

/** Makes one call, with as many attempts as its policy allows. */
export type Sender = (call: Call) => Promise<Answer>;

/** Puts timeouts, retries and hooks around single attempts. */
export function createSender(
  prepare: Binder,
  { policy: defaults, hooks }: { policy: RetryPolicy; hooks: Hooks },
): Sender {
  return async (call) => {
    const outer = call.options?.signal;
    const { failed, isRepeatable, send } = prepare(call);
    const policy = mergePolicy(defaults, call.options, failed.operation);
    let deadline: number | undefined;
    let last: ChatKitError | undefined;

    for (let attempt = 1; ; attempt++) {
      const event = { ...failed, attempt };
      // The clock of the day may be set back or forth meanwhile.
      const started = performance.now();
      deadline ??= started + policy.deadlineMs;
      const end = (): AttemptEnd => ({ ...event, durationMs: performance.now() - started });
      const leftMs = deadline - started;
      try {
        return await withTimer(
          Math.min(policy.timeoutMs, leftMs),
          outer,
          () =>
            new TimeoutError(
              failed,
              `no whole answer within ${
                leftMs < policy.timeoutMs
                  ? `the deadline of ${policy.deadlineMs}`
                  : policy.timeoutMs
              } ms`,
              undefined,
              last && { cause: last },
            ),
          (signal) => send(signal, event, end),
        );
      } catch (error) {
        // An abort may have any reason, an error of another call too.
        if (!(error instanceof ChatKitError) || error === outer?.reason) {
          throw error;
        }
        last = error;
        error.attempts = attempt;
        const delayMs =
          isRepeatable && attempt <= policy.maxRetries ? delayAfter(error, policy) : Infinity;
        if (performance.now() + delayMs >= deadline) {
          await hooks.onError?.({ ...end(), error });
          throw error;
        }
        await hooks.onRetry?.({ ...end(), error, delayMs });
        await withTimer(delayMs, outer);
      }
    }
  };
}

/** Sleeps so long, or until the caller aborts. */
function withTimer(ms: number, outer: AbortSignal | undefined): Promise<undefined>;
/**
 * Runs something under a signal that aborts with the caller's, or after a time, and waits no longer than that, whether
 * it minds the signal or not. Nothing is run where there is no time.
 *
 * @param createReason Makes what it rejects with when the time is over.
 * @throws The caller's own reason, or the one made.
 */
function withTimer<T>(
  ms: number,
  outer: AbortSignal | undefined,
  createReason: () => unknown,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T>;
function withTimer<T>(
  ms: number,
  outer: AbortSignal | undefined,
  createReason?: () => unknown,
  run?: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    // A hook may have aborted the call by now.
    outer?.throwIfAborted();
    if (createReason && ms <= 0) {
      throw createReason();
    }
    const controller = new AbortController();
    const end = <V>(settle: (value: V) => void, value: V): void => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", onAbort);
      settle(value);
    };
    const stop = (reason: unknown): void => {
      // Whatever fetch makes of an abort, its reason is what counts.
      end(reject, reason);
      controller.abort(reason);
    };
    const onAbort = (): void => stop(outer?.reason);
    outer?.addEventListener("abort", onAbort);
    const timer = setTimeout(
      () => (createReason ? stop(createReason()) : end(resolve, undefined)),
      // Past this, timers fire at once.
      Math.min(ms, 2 ** 31 - 1),
    );
    run?.(controller.signal).then(
      (value) => end(resolve, value),
      (error: unknown) => end(reject, error),
    );
  });
}
