import type { Operation } from "@chatkit-contract/types";
import { operations, type OperationId } from "@chatkit-contract/types/operations";

import { createApiPromise } from "./api-promise.ts";
import { createBinder, type Binder, type RawClient } from "./binder.ts";
import type { CallOptions } from "./call-options.ts";
import { InvalidAnswerError } from "./errors.ts";
import type { Api } from "./facade.gen.ts";
import { Listing } from "./listing.ts";
import { readOptions, type ChatKitOptions } from "./options.ts";
import type { ListingQuery } from "./page.ts";
import { createSender, type Sender } from "./sender.ts";

/** The ChatKit API: a method for every operation of the contract. */
export interface ChatKit extends Api {
  /** The openapi-fetch client underneath, typed over the contract's paths: wire types, no error is thrown. */
  readonly raw: RawClient;
}

/**
 * Creates a client of the ChatKit API. Nothing is sent.
 *
 * @throws {TypeError} An option is unknown or malformed, there is no key, or this is a browser.
 * @example
 * const chatkit = createChatKit({ apiKey: "sk-example" });
 * for await (const thread of chatkit.threads.list({ user: "user_123" })) console.log(thread.title);
 */
export function createChatKit(options: ChatKitOptions = {}): ChatKit {
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
      signal: options?.signal,
      send: (pageQuery, signal) =>
        send(operationId, { ...call, query: pageQuery, options: { ...options, signal } }),
      fail: (problem) => new InvalidAnswerError(binder.prepare(operationId, call).failed, problem),
    });
  };
}
