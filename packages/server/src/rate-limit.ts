import type { Answer } from "./answer.ts";
import type { Clock } from "./clock.ts";

/** Counts requests of projects against one limit each. */
export interface RateLimit {
  /** Takes a request of a project. Undefined where it is let in; else the whole seconds after which one will be. */
  take(project: string): number | undefined;
  /** The headers that tell how a project stands. */
  describe(project: string): Record<string, string>;
  /** Gives every project its whole limit again. */
  reset(): void;
}

/**
 * A token bucket for each project: `perMinute` requests at once, and then one more for each 60 / `perMinute` seconds.
 */
export function createRateLimit(perMinute: number, clock: Clock): RateLimit {
  const buckets = new Map<string, Bucket>();
  const perSecond = perMinute / 60;
  const read = (project: string): Bucket => {
    const at = clock.now();
    const { tokens, readAt } = buckets.get(project) ?? { tokens: perMinute, readAt: at };
    // A clock that was turned back gives nothing, and takes nothing away.
    const gained = Math.max(0, at - readAt) * perSecond;
    const bucket = { tokens: Math.min(perMinute, tokens + gained), readAt: at };
    buckets.set(project, bucket);
    return bucket;
  };
  return {
    take: (project) => {
      const bucket = read(project);
      const missing = 1 - bucket.tokens;
      if (missing > ROUNDING) {
        // Whole seconds, and never too few: whoever comes back then is let in.
        return Math.ceil((missing - ROUNDING) / perSecond);
      }
      bucket.tokens = Math.max(0, bucket.tokens - 1);
      return undefined;
    },
    describe: (project) => {
      const { tokens } = read(project);
      return {
        "x-ratelimit-limit-requests": String(perMinute),
        "x-ratelimit-remaining-requests": String(Math.floor(tokens + ROUNDING)),
        "x-ratelimit-reset-requests": formatDuration((perMinute - tokens) / perSecond),
      };
    },
    reset: () => buckets.clear(),
  };
}

/** An answer that tells how the project that it goes to stands; as it is where there is no limit or no project. */
export function withStanding(
  answer: Answer,
  project: string | undefined,
  rateLimit: RateLimit | undefined,
): Answer {
  if (rateLimit === undefined || project === undefined) {
    return answer;
  }
  const { status, headers, body } = answer;
  return { status, headers: { ...headers, ...rateLimit.describe(project) }, body };
}

interface Bucket {
  /** How many requests are left; fractions are on their way. */
  tokens: number;
  /** When that was so, in seconds. */
  readAt: number;
}

/** What a sum of fractions may be off by, in requests: a time of today has no more than seven digits after the second. */
const ROUNDING = 1e-3;

/** A span as the contract writes it: hours, minutes and seconds, or milliseconds where it is less than a second. */
function formatDuration(seconds: number): string {
  const ms = Math.ceil(seconds * 1_000 - ROUNDING);
  if (ms > 0 && ms < 1_000) {
    return `${ms}ms`;
  }
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  return `${hours ? `${hours}h` : ""}${hours || minutes ? `${minutes}m` : ""}${(ms % 60_000) / 1_000}s`;
}
