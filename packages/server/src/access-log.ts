import { operations } from "@chatkit-contract/types/operations";
import { requests } from "@chatkit-contract/types/validators/requests";
import type { FastifyInstance, FastifyRequest } from "fastify";

import type { Logger } from "./logger.ts";

/** Logs a line for every request: never a key or a body, and of the query only what names nobody. */
export function logRequests(app: FastifyInstance, log: Logger, logsUsers: boolean): void {
  app.addHook("onRequest", (request, reply, done) => {
    const startedMs = performance.now();
    reply.raw.once("close", () => {
      const { operationId } = request.routeOptions.config as { operationId?: string };
      const [path] = request.url.split(/[?#]/, 1);
      log.info(
        {
          request: request.id,
          operation: operationId,
          method: request.method,
          path,
          query: describeQuery(request, logsUsers),
          status: reply.raw.statusCode,
          ms: Math.round((performance.now() - startedMs) * 10) / 10,
          ...(reply.raw.writableFinished ? {} : { isCut: true }),
        },
        "request",
      );
    });
    done();
  });
}

const REDACTED = "[redacted]";

/** The parameters that page through a listing: what they say identifies no person. */
const PLAIN = new Set(
  Object.values(operations).flatMap(({ pagination }) =>
    pagination ? [pagination.after, pagination.before, pagination.limit, pagination.order] : [],
  ),
);

/** The parameters that the contract knows; another one may be anything, a key even. */
const KNOWN = new Set(Object.values(requests).flatMap(({ queryTypes }) => Object.keys(queryTypes)));

function describeQuery(
  { query }: FastifyRequest,
  logsUsers: boolean,
): Record<string, string> | undefined {
  const pairs = [...(query as URLSearchParams)].map(([name, value]) => {
    const isShown = PLAIN.has(name) || (logsUsers && KNOWN.has(name));
    return [name, isShown ? value : REDACTED] as const;
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
