import type { Operation } from "@chatkit-contract/types";
import { DEFAULT_BASE_URL, operations, type OperationId } from "@chatkit-contract/types/operations";

import { createBinder, type Binder, type Connection, type RawClient } from "./binder.ts";
import type { CallOptions } from "./call-options.ts";
import { InvalidAnswerError } from "./errors.ts";
import type { Api } from "./facade.gen.ts";
import { Listing, type ListingQuery } from "./listing.ts";

/** What {@link createChatKit} takes. */
export interface ChatKitOptions {
  /** The API key, or a function that gives one; the function is asked before every request. */
  apiKey: string | (() => string | Promise<string>);
  /** The absolute http(s) URL that paths are appended to. Default: the contract's server. */
  baseUrl?: string | undefined;
  /** What sends a request. Default: the global `fetch`, looked up at each call. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
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
  const binder = createBinder(readOptions(options));
  const root: Record<string, unknown> = { raw: binder.raw };
  for (const operationId of Object.keys(operations) as OperationId[]) {
    const parts = operationId.split(".");
    const name = parts.pop() as string;
    let group = root;
    for (const part of parts) {
      group = (group[part] ??= {}) as Record<string, unknown>;
    }
    group[name] = bind(binder, operationId);
  }
  // The facade and the operations table come from the same contract in the same run.
  return root as unknown as ChatKit;
}

const OPTION_NAMES = ["apiKey", "baseUrl", "fetch"];

function readOptions(options: ChatKitOptions): Connection {
  const {
    apiKey,
    baseUrl = DEFAULT_BASE_URL,
    fetch = (request) => globalThis.fetch(request),
  } = options ?? fail("options are missing; pass { apiKey }");
  const unknown = Object.keys(options).find((name) => !OPTION_NAMES.includes(name));
  if (unknown !== undefined) {
    fail(`there is no option ${unknown}; there are ${OPTION_NAMES.join(", ")}`);
  }
  if (typeof apiKey !== "function" && (typeof apiKey !== "string" || apiKey === "")) {
    fail("apiKey is missing; pass a key, or a function that gives one");
  }
  if (typeof fetch !== "function") {
    fail("fetch is not a function");
  }
  if (!/^https?:\/\/[^?#]+$/.test(baseUrl) || !URL.canParse(baseUrl)) {
    fail(
      `baseUrl is ${JSON.stringify(baseUrl)}; it must be an absolute http or https URL without a query`,
    );
  }
  return { apiKey, baseUrl: baseUrl.replace(/\/+$/, ""), fetch };
}

function fail(problem: string): never {
  throw new TypeError(`createChatKit: ${problem}`);
}

/** The method of one operation: path values first, then the body, then the query, then the options of the call. */
function bind(binder: Binder, operationId: OperationId): (...args: unknown[]) => unknown {
  const operation: Operation = operations[operationId];
  const { path, takesBody, takesQuery, pagination } = operation;
  const pathLength = path.split("{").length - 1;
  return (...args) => {
    const rest = args.slice(pathLength);
    const body = takesBody ? rest.shift() : undefined;
    const query = (takesQuery ? rest.shift() : undefined) as ListingQuery | undefined;
    const options = rest[0] as CallOptions | undefined;
    const pathValues = args.slice(0, pathLength);
    const send = (pageQuery: ListingQuery | undefined): Promise<unknown> =>
      binder.send(operationId, { pathValues, query: pageQuery, body, options });
    return pagination
      ? new Listing({
          query: query ?? {},
          pagination,
          fetchPage: send,
          fail: (problem) =>
            new InvalidAnswerError(binder.describe(operationId, pathValues), problem),
        })
      : send(query);
  };
}
