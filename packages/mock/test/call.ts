import { createChatKit, type ChatKit } from "@chatkit-contract/client";

import type { OperationCase } from "./contract.ts";

/** A client, and the last answer that it got. */
export interface Caller {
  chatkit: ChatKit;
  last: () => Response;
}

/** A client of a target that sends `Prefer` with every request, if there is one. */
export function createCaller(baseUrl: string, prefer?: string): Caller {
  let answer: Response | undefined;
  const chatkit = createChatKit({
    apiKey: "test-key",
    baseUrl,
    // An error is asked for, and comes again however often it is tried.
    maxRetries: 0,
    fetch: async (request) => {
      if (prefer !== undefined) {
        request.headers.set("prefer", prefer);
      }
      answer = await fetch(request);
      return answer;
    },
  });
  return { chatkit, last: () => answer as Response };
}

/** Calls an operation with the contract's own values. */
export function call(
  chatkit: ChatKit,
  { id, operation, pathValues, query, headers, body }: OperationCase,
): Promise<unknown> {
  const method = id
    .split(".")
    .reduce<unknown>((group, name) => (group as Record<string, unknown>)[name], chatkit);
  const options = Object.entries(operation.headerOptions ?? {})
    .filter(([, header]) => header in headers)
    .map(([option, header]) => [option, headers[header]]);
  return (method as Method)(
    ...pathValues,
    ...(operation.takesBody ? [body] : []),
    ...(operation.takesQuery ? [query] : []),
    Object.fromEntries(options),
  );
}

type Method = (...args: unknown[]) => Promise<unknown>;
