import { LOG_LEVELS, type Logger, type LogLevel } from "./logger.ts";

/** What {@link startServer} takes. */
export interface ServerOptions {
  /** The port to listen on, 0 to 65535. Default: 0, any free one. */
  port?: number | undefined;
  /** The host name or address to listen on. Default: `127.0.0.1`. */
  host?: string | undefined;
  /** The SQLite file that keeps the data, made where there is none. Default: memory; the data ends with the server. */
  database?: string | undefined;
  /**
   * How many threads to make up, with their items, in each project that has none; 0 for none at all. Default: the small
   * seed, made of the contract's examples, in memory and in a file that is new.
   */
  threads?: number | undefined;
  /** What made-up threads derive from: the same number of threads and seed is the same data. An integer. Default: 1. */
  seed?: number | undefined;
  /** The keys that are let in, each to a project of its own. Default: any key, to one project. */
  apiKey?: string | readonly string[] | undefined;
  /** How many requests a project may send in a minute, from 1. Default: no limit. */
  rateLimit?: number | undefined;
  /** Whether an operation that the server does not serve is answered 501. Default: false, with the contract's example. */
  strict?: boolean | undefined;
  /** How much is logged to stderr as JSON, or a pino logger. `info` is a line for every request. Default: `warn`. */
  log?: LogLevel | Logger | undefined;
  /** Whether the log names users. Default: false. */
  logUsers?: boolean | undefined;
  /** Whether there is a control API under `/_control`. Default: true in memory, false with a file. */
  control?: boolean | undefined;
  /** What the header `x-control-secret` of the control API has to carry. Default: a random text. */
  controlSecret?: string | undefined;
  /** The time of day in milliseconds, for `clock` to start from. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** Called as made-up threads are written, with how many have been so far, in all projects. Default: none. */
  onProgress?: ((threads: number) => void) | undefined;
}

/**
 * Holds options against what they may be.
 *
 * @throws {TypeError} One is unknown or wrong; the message says which, and what it may be.
 */
export function checkOptions(options: ServerOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      "startServer: the options are no object; pass { port, threads, … }, or nothing",
    );
  }
  for (const [name, value] of Object.entries(options)) {
    const rule = (RULES as Readonly<Record<string, Rule>>)[name];
    if (rule === undefined) {
      const names = Object.keys(RULES).join(", ");
      throw new TypeError(`startServer: there is no option ${name}; there are ${names}`);
    }
    if (value !== undefined && !rule.holds(value)) {
      const shown = SECRETS.has(name) ? "what it is" : (JSON.stringify(value) ?? typeof value);
      throw new TypeError(`startServer: ${name} must be ${rule.allowed}, not ${shown}`);
    }
  }
}

interface Rule {
  readonly allowed: string;
  readonly holds: (value: unknown) => boolean;
}

/** Options whose values are nobody's business. */
export const SECRETS: ReadonlySet<string> = new Set(["apiKey", "controlSecret"]);

const wholeNumber = (least: number, most: number, allowed: string): Rule => ({
  allowed,
  holds: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
});
const text: Rule = {
  allowed: "a text that is not empty",
  holds: (value) => typeof value === "string" && value !== "",
};
const flag: Rule = { allowed: "true or false", holds: (value) => typeof value === "boolean" };
const call: Rule = { allowed: "a function", holds: (value) => typeof value === "function" };

/** A key as a header carries it: no other character would ever arrive. */
const isKey = (value: unknown): boolean =>
  typeof value === "string" && /^[\u0021-\u007e]+$/.test(value);

/** What each option may be, in words too. */
export const RULES: Readonly<Record<keyof ServerOptions, Rule>> = {
  port: wholeNumber(0, 65_535, "a whole number from 0 to 65535"),
  host: text,
  database: text,
  threads: wholeNumber(0, 100_000_000, "a whole number from 0 to 100000000"),
  seed: wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, "a whole number"),
  apiKey: {
    allowed: "one key or several, of visible ASCII characters",
    holds: (value) => isKey(value) || (Array.isArray(value) && value.every(isKey)),
  },
  rateLimit: wholeNumber(1, 1_000_000_000, "a whole number from 1 to 1000000000"),
  strict: flag,
  log: {
    allowed: `one of ${LOG_LEVELS.join(", ")}, or a pino logger`,
    holds: (value) =>
      LOG_LEVELS.some((level) => level === value) ||
      (typeof value === "object" && value !== null && "isLevelEnabled" in value),
  },
  logUsers: flag,
  control: flag,
  controlSecret: { allowed: "a text of visible ASCII characters", holds: isKey },
  now: call,
  onProgress: call,
};
