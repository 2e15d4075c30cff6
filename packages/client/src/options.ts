import { DEFAULT_BASE_URL } from "@chatkit-contract/types/operations";

import type { AnswerCheck, AttemptSettings, Connection } from "./binder.ts";
import { mergeHeaders, toBearer } from "./headers.ts";
import type { Hooks } from "./hooks.ts";
import { refuse } from "./refuse.ts";
import { DEFAULT_POLICY, mergePolicy, type RetryPolicy } from "./retry.ts";

/** What {@link createChatKit} takes. */
export interface ChatKitOptions {
  /**
   * The API key, or a function that gives one; the function is asked before every request. Default: the environment's
   * `OPENAI_API_KEY`.
   */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * The absolute http(s) URL that paths are appended to. Default: the environment's `OPENAI_BASE_URL`, or else the
   * contract's server.
   */
  baseUrl?: string | undefined;
  /** What sends a request. Default: the global `fetch`, looked up at each call. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** How long one attempt may take, with the key's function, hooks and the body, in milliseconds. Default: 60,000. */
  timeoutMs?: number | undefined;
  /** How long a call may take, all attempts and waits included, in milliseconds. Default: no limit. */
  deadlineMs?: number | undefined;
  /** How often a call that failed is tried again, where that is safe. Default: 2. */
  maxRetries?: number | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds; past it the call fails at once. Default: 60,000. */
  maxRetryAfterMs?: number | undefined;
  /**
   * Further headers of every call. Default: `OpenAI-Organization` and `OpenAI-Project`, where the environment has
   * `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID`.
   */
  headers?: Readonly<Record<string, string>> | undefined;
  /** What is told of every call. Default: nothing. */
  hooks?: Hooks | undefined;
  /** What else a success answer has to stand: `validateAnswers()` of `@chatkit-contract/client/validate`. Default: nothing. */
  validate?: AnswerCheck | undefined;
  /**
   * Whether the client may be created in a browser, where everybody who loads the page can read its key. Say so only for
   * a key that is theirs to know, or for a server of your own that needs none. Default: false.
   */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** What the options come to. */
export interface Settings extends AttemptSettings {
  policy: RetryPolicy;
}

/** The options that say where calls go. */
export type ConnectionOptions = Pick<ChatKitOptions, keyof typeof CONNECTION_OPTIONS>;

/** The names of some options; true for one that is a function. */
type Names = Readonly<Record<string, unknown>>;

const CONNECTION_OPTIONS = {
  apiKey: false,
  baseUrl: false,
  fetch: true,
  headers: false,
  dangerouslyAllowBrowser: false,
};

const HOOKS: Record<keyof Hooks, true> = {
  onRequest: true,
  onResponse: true,
  onRetry: true,
  onError: true,
};

/**
 * The options with their defaults.
 *
 * @throws {TypeError} An option is unknown or malformed, there is no key, or this is a browser.
 */
export function readOptions(options: ChatKitOptions): Settings {
  const { hooks = {}, validate } = options;
  check("hooks", hooks as Names, HOOKS);
  const further = { hooks: false, validate: true, ...DEFAULT_POLICY };
  return {
    ...readConnection("createChatKit", options, further),
    policy: mergePolicy(DEFAULT_POLICY, options, "createChatKit"),
    hooks,
    validate,
  };
}

/**
 * Where calls go, by the options or the environment.
 *
 * @param place What an error names: the function that takes the options.
 * @param further Which other options there are.
 * @throws {TypeError} An option is unknown or malformed, there is no key, or this is a browser.
 */
export function readConnection(
  place: string,
  options: ConnectionOptions,
  further: Names = {},
): Connection {
  const { process, window } = globalThis as Surroundings;
  /** A variable of the environment; undefined where it is empty, and where nothing may be read. */
  const read = (name: string): string | undefined => {
    try {
      return process?.env?.[name] || undefined;
    } catch {
      return undefined;
    }
  };
  const {
    apiKey = read("OPENAI_API_KEY") ?? "",
    baseUrl = read("OPENAI_BASE_URL") ?? DEFAULT_BASE_URL,
    fetch,
    dangerouslyAllowBrowser,
  } = options;
  check(place, options, { ...CONNECTION_OPTIONS, ...further });
  if (window?.document && !dangerouslyAllowBrowser) {
    throw new TypeError(
      `${place}: in a browser everybody can read the key; use a server or dangerouslyAllowBrowser`,
    );
  }
  if (typeof apiKey !== "function") {
    toBearer(apiKey);
  }
  if (
    typeof baseUrl !== "string" ||
    !/^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(baseUrl) ||
    !URL.canParse(baseUrl)
  ) {
    // Whoever has a password in a URL finds it in every error and log: it is refused, and not repeated.
    const shown = JSON.stringify(baseUrl).replace(/\/\/.*@/, "//***@");
    refuse(
      place,
      "baseUrl (or OPENAI_BASE_URL)",
      shown,
      "an absolute http(s) URL without user, query or fragment",
    );
  }
  const headers = mergeHeaders(
    place,
    {
      "OpenAI-Organization": read("OPENAI_ORG_ID"),
      "OpenAI-Project": read("OPENAI_PROJECT_ID"),
    },
    options.headers,
  );
  return { apiKey, baseUrl: baseUrl.replace(/\/+$/, ""), fetch, headers };
}

/** @throws {TypeError} There is a name that nobody knows, or what has to be a function is none. */
function check(place: string, values: Names, names: Names): void {
  for (const name in values) {
    const value = values[name];
    if (!Object.hasOwn(names, name)) {
      throw new TypeError(
        `${place}: there is no option ${name}; there are ${Object.keys(names).join(", ")}`,
      );
    }
    if (names[name] === true && value !== undefined && typeof value !== "function") {
      throw new TypeError(`${place}: ${name} is not a function`);
    }
  }
}

/** What some runtimes have and others have not. */
interface Surroundings {
  process?: { env?: Readonly<Record<string, string | undefined>> };
  window?: { document?: unknown };
}
