import { operations } from "@chatkit-contract/types/operations";
import { requests } from "@chatkit-contract/types/validators/requests";
import type { FastifyReply, FastifyRequest } from "fastify";

import type { Logger } from "./logger.ts";

/** Logs a request when it has been answered: never a key or a body, and of the query only what names nobody. */
export function logWhenAnswered(
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
  logsUsers: boolean,
): void {
  const startedMs = performance.now();
  reply.raw.once("close", () => {
    const { operationId: operation } = request.routeOptions.config as { operationId?: string };
    const { id, method, url } = request;
    const [path = "", query = ""] = url.split("#", 1)[0]?.split(/\?(.*)/s) ?? [];
    log.info(
      {
        request: id,
        operation,
        method,
        path,
        query: describeQuery(new URLSearchParams(query), logsUsers),
        status: reply.raw.statusCode,
        ms: Math.round((performance.now() - startedMs) * 10) / 10,
        ...(reply.raw.writableFinished ? {} : { isCut: true }),
      },
      "request",
    );
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
  query: URLSearchParams,
  logsUsers: boolean,
): Record<string, string> | undefined {
  const pairs = [...query].map(([name, value]) => {
    const isShown = PLAIN.has(name) || (logsUsers && KNOWN.has(name));
    return [name, isShown ? value : REDACTED] as const;
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
