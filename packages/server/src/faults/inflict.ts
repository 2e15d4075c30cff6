import { setTimeout as sleep } from "node:timers/promises";

import type { ErrorCode } from "@chatkit-contract/types";
import type { FastifyReply } from "fastify";

import { createHead, serialise, type Answer } from "../answer.ts";
import { ApiError } from "../api-error.ts";
import type { Blow } from "./fault-list.ts";

/** Waits as long as a fault says, and no longer than the server runs. */
export async function delay(ms: number, closing: AbortSignal): Promise<void> {
  if (ms > 0 && !closing.aborted) {
    await sleep(ms, undefined, { signal: closing }).catch(() => {});
  }
}

/** The error answer that a fault orders, if it orders one. */
export function orderedAnswer({ status, message, headers }: Blow): Answer | undefined {
  if (status === undefined) {
    return undefined;
  }
  const said = message ?? `This ${status} was ordered from the server.`;
  const { body } = new ApiError(status, CODES[status] ?? null, said);
  // Whoever comes back at once is served: the fault is spent, or drawn anew.
  const wait = status === 429 ? { "retry-after": "0" } : {};
  return { status, headers: { ...wait, ...lowerCased(headers) }, body };
}

/** An answer with the headers that a fault adds. */
export function withHeaders(answer: Answer, { headers }: Blow): Answer {
  return { ...answer, headers: { ...answer.headers, ...lowerCased(headers) } };
}

/** Resets the connection of a call: the client meets ECONNRESET. */
export function resetConnection(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.resetAndDestroy();
}

/** Sends the head of an answer and half of its body; then closes the connection, or says nothing until the client goes. */
export function breakOff(
  reply: FastifyReply,
  answer: Answer,
  kind: "truncate" | "stall",
  closing: AbortSignal,
): void {
  const bytes = serialise(answer);
  const { raw: response } = reply;
  reply.hijack();
  const head = createHead(reply.request, answer);
  response.writeHead(answer.status, { ...head, "content-length": bytes.length });
  const leave = (): void => {
    response.destroy();
  };
  const half = bytes.subarray(0, bytes.length / 2);
  if (kind === "truncate") {
    response.write(half, leave);
    return;
  }
  response.write(half);
  closing.addEventListener("abort", leave, { once: true });
  response.once("close", () => closing.removeEventListener("abort", leave));
}

/** The contract's code for a status that is its only one. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  401: "invalid_api_key",
  404: "not_found",
  405: "method_not_allowed",
  409: "idempotency_key_reused",
  413: "body_too_large",
  415: "unsupported_media_type",
  429: "rate_limit_exceeded",
  500: "internal_error",
  501: "not_implemented",
};

function lowerCased(headers: Blow["headers"] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
