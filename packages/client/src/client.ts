import type { Operation } from "@chatkit-contract/types";
import { operations, type OperationId } from "@chatkit-contract/types/operations";

import { createApiPromise } from "./api-promise.ts";
import { createBinder } from "./binder.ts";
import type { CallOptions } from "./call-options.ts";
import { InvalidAnswerError } from "./errors.ts";
import type { Api } from "./facade.gen.ts";
import { Listing } from "./listing.ts";
import { readOptions, type ChatKitOptions, type Settings } from "./options.ts";
import type { ListingQuery } from "./page.ts";
import { refuse } from "./refuse.ts";
import { createSender } from "./sender.ts";

/** The ChatKit API: a method for every operation of the contract. */
export interface ChatKit extends Api {}

/**
 * Creates a client of the ChatKit API. Nothing is sent.
 *
 * @throws {TypeError} An option is unknown or malformed, there is no key, or this is a browser.
 * @example
 * const chatkit = createChatKit({ apiKey: "sk-example" });
 * for await (const thread of chatkit.threads.list({ user: "user_123" })) console.log(thread.title);
 */
export function createChatKit(options: ChatKitOptions = {}): ChatKit {
  const settings = readOptions(options);
  const root: Record<string, unknown> = {};
  for (const operationId in operations) {
    const parts = operationId.split(".");
    const name = parts.pop() as string;
    let group = root;
    for (const part of parts) {
      group = (group[part] ??= {}) as Record<string, unknown>;
    }
    group[name] = bind(operationId as OperationId, settings);
  }
  // The facade and the operations table come from the same contract in the same run.
  return root as unknown as ChatKit;
}

/** The method of one operation: path values first, then the body, then the query, then the options of the call. */
function bind(operationId: OperationId, settings: Settings): (...args: unknown[]) => unknown {
  const { path, takesBody, takesQuery, pagination }: Operation = operations[operationId];
  const pathLength = path.split("{").length - 1;
  const prepare = createBinder(operationId, settings);
  const send = createSender(prepare, settings);
  return (...args) => {
    const pathValues = args.splice(0, pathLength);
    const body = takesBody && args.shift();
    const query = (takesQuery && args.shift()) as ListingQuery | undefined;
    if (query === null) {
      // A list of one user's threads would become a list of everybody's.
      refuse(operationId, "query", "null", "an object, or left out");
    }
    const options = args[0] as CallOptions | undefined;
    const call = { pathValues, query, body, options };
    if (!pagination) {
      return createApiPromise(send(call));
    }
    return new Listing({
      query: query ?? {},
      pagination,
      signal: options?.signal,
      send: (pageQuery, signal) =>
        send({ ...call, query: pageQuery, options: { ...options, signal } }),
      async fail(problem) {
        const { failed } = prepare(call);
        const error = new InvalidAnswerError(failed, problem);
        await settings.hooks.onError?.({ ...failed, attempt: 1, durationMs: 0, error });
        throw error;
      },
    });
  };
}
