import type { IncomingMessage } from "node:http";

import { ApiError } from "./api-error.ts";

/** The most bytes that a request's body may have. */
export const MAX_BODY_BYTES: number = 16 * 1024 * 1024;

/** How much of a body that is too large is read and dropped: most clients listen only when they have sent all. */
const MAX_DROPPED_BYTES = 4 * MAX_BODY_BYTES;

/**
 * Reads a request's body, undefined where there is none.
 *
 * @throws {ApiError} It is too large, of another media type, or not JSON in UTF-8; this is the contract's order.
 */
export async function readJson(message: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(message);
  if (bytes.length === 0) {
    return undefined;
  }
  checkMediaType(message.headers);
  try {
    // In UTF-8 and nothing else (RFC 8259, section 8.1).
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new ApiError(400, "malformed_json", "The body is not valid JSON.");
  }
}

async function readBytes(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) {
      chunks.push(chunk);
    } else {
      chunks.length = 0;
    }
    if (size > MAX_DROPPED_BYTES) {
      break;
    }
  }
  if (size > MAX_BODY_BYTES) {
    const problem = `The body must be at most ${MAX_BODY_BYTES} bytes.`;
    throw new ApiError(413, "body_too_large", problem);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

function checkMediaType(headers: IncomingMessage["headers"]): void {
  const type = headers["content-type"] ?? "";
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw unsupported("Content-Type", `application/json, but is '${type}'`);
  }
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw unsupported("Content-Encoding", `left out, but is '${encoding}'`);
  }
}

function unsupported(param: string, problem: string): ApiError {
  return new ApiError(415, "unsupported_media_type", `${param} must be ${problem}.`, { param });
}
