import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

import { CONTRACT_HEADER } from "@chatkit-contract/types";
import { CONTRACT_VERSION } from "@chatkit-contract/types/operations";

import { ApiError } from "./api-error.ts";
import { createRequestId } from "./request-id.ts";

/** Answers what is no HTTP request, as far as anybody listens, and closes the connection. */
export function answerRefusedRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable || hasBegunToAnswer(socket)) {
    socket.destroy(error);
    return;
  }
  const { status, message } = REFUSALS[error.code ?? ""] ?? MALFORMED;
  endWith(socket, new ApiError(status, null, message));
}

/** Answers who asks for a tunnel; Node itself would hang up. */
export function answerConnect(request: IncomingMessage, socket: Duplex): void {
  const problem = `CONNECT is not allowed at ${request.url}.`;
  // Node has let go of this connection: an error on it that nobody heard would end the process.
  socket.on("error", () => socket.destroy());
  endWith(socket, new ApiError(405, "method_not_allowed", problem, { headers: { allow: "" } }));
}

/** Answers on a connection of which no answer object is left, and ends it. */
function endWith(socket: Duplex, { status, headers, body }: ApiError): void {
  const text = JSON.stringify(body);
  const head = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    connection: "close",
    "x-request-id": createRequestId(),
    [CONTRACT_HEADER]: CONTRACT_VERSION,
    "access-control-allow-origin": "*",
    ...headers,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${text}`, () =>
    socket.destroy(),
  );
}

/** The contract has no codes for these. */
const REFUSALS: Readonly<Record<string, { status: number; message: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: "The headers are too large." },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, message: "The chunk extensions are too large." },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: "The request did not arrive in time." },
};
const MALFORMED = { status: 400, message: "This is not a well-formed HTTP/1.1 request." };

/** Whether an answer of an earlier request is on the socket, into which another must not be written. */
function hasBegunToAnswer(socket: Socket): boolean {
  // Node keeps the answer in progress there, and tells it nowhere else; fastify's own handler does without.
  const { _httpMessage: response } = socket as { _httpMessage?: { headersSent: boolean } };
  return response?.headersSent === true;
}
