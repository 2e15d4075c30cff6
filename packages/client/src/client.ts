import type { Operation } from "@chatkit-contract/types";
import { DEFAULT_BASE_URL, operations, type OperationId } from "@chatkit-contract/types/operations";

import { createApiPromise } from "./api-promise.ts";
import {
  checkKey,
  createBinder,
  type AnswerCheck,
  type Binder,
  type Connection,
  type RawClient,
} from "./binder.ts";
import type { CallOptions } from "./call-options.ts";
import { InvalidAnswerError } from "./errors.ts";
import type { Api } from "./facade.gen.ts";
import type { Hooks } from "./hooks.ts";
import { Listing } from "./listing.ts";
import type { ListingQuery } from "./page.ts";
import { DEFAULT_POLICY, mergePolicy, type RetryPolicy } from "./retry.ts";
import { createSender, type Sender } from "./sender.ts";

/** What {@link createChatKit} takes. */
export interface ChatKitOptions {
  /** The API key, or a function that gives one; the function is asked before every request. */
  apiKey: string | (() => string | Promise<string>);
  /** The absolute http(s) URL that paths are appended to. Default: the contract's server. */
  baseUrl?: string | undefined;
  /** What sends a request. Default: the global `fetch`, looked up at each call. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** How long one attempt may take, its body included, in milliseconds. Default: 60,000. */
  timeoutMs?: number | undefined;
  /** How long a call may take, all attempts and waits included, in milliseconds. Default: no limit. */
  deadlineMs?: number | undefined;
  /** How often a call that failed is tried again, where that is safe. Default: 2. */
  maxRetries?: number | undefined;
  /** The longest `Retry-After` that is waited for, in milliseconds; past it the call fails at once. Default: 60,000. */
  maxRetryAfterMs?: number | undefined;
  /** Further headers of every call. Default: none. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** What is told of every call. Default: nothing. */
  hooks?: Hooks | undefined;
  /** What else a success answer has to stand: `validateAnswers()` of `@chatkit-contract/client/validate`. Default: nothing. */
  validate?: AnswerCheck | undefined;
}

/** The ChatKit API: a method for every operation of the contract. */
export interface ChatKit extends Api {
  /** The openapi-fetch client underneath, typed over the contract's paths: wire types, no error is thrown. */
  readonly raw: RawClient;
}

/**
 * Creates a client of the ChatKit API. Nothing is sent.
 *
 * @throws {TypeError} An option is unknown, missing or malformed.
 * @example
 * const chatkit = createChatKit({ apiKey: "sk-example" });
 * for await (const thread of chatkit.threads.list({ user: "user_123" })) console.log(thread.title);
 */
export function createChatKit(options: ChatKitOptions): ChatKit {
  const { connection, policy, hooks } = readOptions(options);
  const binder = createBinder(connection);
  const send = createSender(binder, policy, hooks);
  const root: Record<string, unknown> = { raw: binder.raw };
  for (const operationId of Object.keys(operations) as OperationId[]) {
    const parts = operationId.split(".");
    const name = parts.pop() as string;
    let group = root;
    for (const part of parts) {
      group = (group[part] ??= {}) as Record<string, unknown>;
    }
    group[name] = bind(binder, send, operationId);
  }
  // The facade and the operations table come from the same contract in the same run.
  return root as unknown as ChatKit;
}

const OPTION_NAMES = [
  "apiKey",
  "baseUrl",
  "fetch",
  "headers",
  "hooks",
  "validate",
  ...Object.keys(DEFAULT_POLICY),
];

function readOptions(options: ChatKitOptions): {
  connection: Connection;
  policy: RetryPolicy;
  hooks: Hooks;
} {
  const {
    apiKey,
    baseUrl = DEFAULT_BASE_URL,
    fetch = (request) => globalThis.fetch(request),
    headers = {},
    hooks = {},
    validate,
  } = options ?? fail("options are missing; pass { apiKey }");
  const unknown = Object.keys(options).find((name) => !OPTION_NAMES.includes(name));
  if (unknown !== undefined) {
    fail(`there is no option ${unknown}; there are ${OPTION_NAMES.join(", ")}`);
  }
  if (typeof apiKey !== "function" && (typeof apiKey !== "string" || apiKey === "")) {
    fail("apiKey is missing; pass a key, or a function that gives one");
  }
  if (typeof apiKey === "string") {
    checkKey(apiKey);
  }
  if (typeof fetch !== "function") {
    fail("fetch is not a function");
  }
  // Whoever has a password in a URL finds it in every error and log: it is refused, and not repeated.
  if (typeof baseUrl === "string" && /^\w+:\/\/[^/]*@/.test(baseUrl)) {
    fail("baseUrl holds a user or a password; leave them out");
  }
  if (
    typeof baseUrl !== "string" ||
    !/^https?:\/\/[^?#]+$/.test(baseUrl) ||
    !URL.canParse(baseUrl)
  ) {
    fail(
      `baseUrl is ${JSON.stringify(baseUrl)}; it must be an absolute http or https URL without a query`,
    );
  }
  const policy = mergePolicy(DEFAULT_POLICY, options, "createChatKit");
  return {
    connection: { apiKey, baseUrl: baseUrl.replace(/\/+$/, ""), fetch, headers, validate },
    policy,
    hooks,
  };
}

function fail(problem: string): never {
  throw new TypeError(`createChatKit: ${problem}`);
}

/** The method of one operation: path values first, then the body, then the query, then the options of the call. */
function bind(
  binder: Binder,
  send: Sender,
  operationId: OperationId,
): (...args: unknown[]) => unknown {
  const operation: Operation = operations[operationId];
  const { path, takesBody, takesQuery, pagination } = operation;
  const pathLength = path.split("{").length - 1;
  return (...args) => {
    const rest = args.slice(pathLength);
    const body = takesBody ? rest.shift() : undefined;
    const query = (takesQuery ? rest.shift() : undefined) as ListingQuery | undefined;
    const options = rest[0] as CallOptions | undefined;
    const call = { pathValues: args.slice(0, pathLength), query, body, options };
    if (!pagination) {
      return createApiPromise(send(operationId, call));
    }
    return new Listing({
      query: query ?? {},
      pagination,
      fetchPage: async (pageQuery, signal) => {
        const pageOptions = signal ? { ...options, signal } : options;
        const { data, response } = await send(operationId, {
          ...call,
          query: pageQuery,
          options: pageOptions,
        });
        return { data, requestId: response.headers.get("x-request-id") };
      },
      signal: options?.signal,
      fail: (problem) => new InvalidAnswerError(binder.prepare(operationId, call).failed, problem),
    });
  };
}
