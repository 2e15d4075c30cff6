import type { FastifyReply, FastifyRequest } from "fastify";

import { CONTRACT_HEADER } from "@chatkit-contract/types";
import { CONTRACT_VERSION } from "@chatkit-contract/types/operations";

import { ANSWER_HEADERS } from "./contract.ts";

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A JSON value; undefined for an answer without a body. */
  readonly body: unknown;
  /** Whether web pages must not read it. Default: false, any may. */
  readonly isPrivate?: boolean | undefined;
}

/** The header that says that an answer is an example of the contract. */
export const ANSWERED_BY_HEADER = "x-answered-by";

const OWN_HEADERS = [CONTRACT_HEADER, ANSWERED_BY_HEADER, "allow", "www-authenticate"];
const EXPOSED = [...ANSWER_HEADERS, ...OWN_HEADERS].join(", ");

/** Sends an answer, serialised once, with the headers that every answer has. */
export function sendAnswer(reply: FastifyReply, answer: Answer): void {
  const { raw: response, request } = reply;
  const head: Record<string, string | number> = createHead(request, answer);
  // Node's own way: Fastify's, and its encoding of text, take a tenth of what a page costs.
  reply.hijack();
  if (answer.body === undefined) {
    response.writeHead(answer.status, head).end();
    return;
  }
  const bytes = serialise(answer);
  head["content-length"] = bytes.length;
  response.writeHead(answer.status, head).end(bytes);
}

/** The headers of an answer, but its length. */
export function createHead(
  { id }: FastifyRequest,
  { headers, body, isPrivate }: Answer,
): Record<string, string> {
  const head: Record<string, string> = { "x-request-id": id, [CONTRACT_HEADER]: CONTRACT_VERSION };
  // Pages of any origin may call, and read each header by its name: `*` would not count with credentials (Fetch, CORS).
  if (isPrivate !== true) {
    head["access-control-allow-origin"] = "*";
    head["access-control-expose-headers"] = EXPOSED;
  }
  if (body !== undefined) {
    head["content-type"] = "application/json";
  }
  return headers === undefined ? head : Object.assign(head, headers);
}

/** The body of an answer as it travels. */
export function serialise({ body }: Answer): Buffer {
  return Buffer.from(JSON.stringify(body));
}
