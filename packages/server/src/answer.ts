import type { FastifyReply } from "fastify";

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
  const text = writeHead(reply, answer);
  reply.send(text);
}

/** Sets everything of an answer but its body, and gives that as text. */
export function writeHead(
  reply: FastifyReply,
  { status, headers, body, isPrivate }: Answer,
): string {
  reply.code(status);
  reply.header("x-request-id", reply.request.id);
  reply.header(CONTRACT_HEADER, CONTRACT_VERSION);
  // Pages of any origin may call, and read each header by its name: `*` would not count with credentials (Fetch, CORS).
  if (isPrivate !== true) {
    reply.header("access-control-allow-origin", "*");
    reply.header("access-control-expose-headers", EXPOSED);
  }
  if (body !== undefined) {
    reply.header("content-type", "application/json");
  }
  if (headers !== undefined) {
    reply.headers(headers);
  }
  return body === undefined ? "" : JSON.stringify(body);
}
