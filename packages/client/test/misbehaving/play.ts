import type { ServerResponse } from "node:http";
import { inspect } from "node:util";

import { expect, onTestFinished, vi } from "vitest";

import { ChatKitError, createChatKit, type ChatKit, type ChatKitOptions } from "../../src/index.ts";
import { sendJson, serve, type SeenRequest } from "../server.ts";

/** What a server does with one request. */
export type Move = (
  response: ServerResponse,
  request: SeenRequest,
  clock: Clock,
) => void | Promise<void>;

/** The time of the client, which passes only where a move or a wait lets it. */
export interface Clock {
  pass(ms: number): void;
  /** Resolves when the client has the headers of the answer. */
  headersArrived(): Promise<void>;
}

/** A server's moves and the call that meets them. */
export interface Play {
  /** One for each request; the last one again and again. */
  moves: Move[];
  options?: Partial<ChatKitOptions> | undefined;
  /** What the client draws for a wait, from 0 to 1. Default: 0.5. */
  random?: number;
  /** How much longer than asked a wait takes, in milliseconds. Default: 0. */
  lateMs?: number;
  /** Default: the first page of a user's threads. */
  call?: ((chatkit: ChatKit) => PromiseLike<unknown>) | undefined;
}

/** How a play ended. */
export interface Ending {
  /** What the call resolved with. */
  answer?: unknown;
  /** What it rejected with. */
  error?: unknown;
  /** What the server saw. */
  requests: SeenRequest[];
  /** How long the client let pass between one request and the next, in milliseconds. */
  waits: number[];
}

export const KEY = "sk-secret";
export const USER = "user_private";

/** So many requests are never right: here a server ends what would go on for ever. */
const TOO_MANY = 200;

/**
 * Plays a call against a real local server. The client's clock is faked, so that a wait of minutes takes none, and a
 * test does not depend on how busy the machine is.
 */
export async function play({
  moves,
  options,
  random = 0.5,
  lateMs = 0,
  call = listFirstPage,
}: Play): Promise<Ending> {
  // A whole second: a date in a header has nothing smaller.
  const start = 1_790_000_000_000;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"], now: start });
  onTestFinished(() => void vi.useRealTimers());
  vi.spyOn(Math, "random").mockReturnValue(random);
  const sentAt: number[] = [];
  let count = 0;
  let arrived = Promise.withResolvers<void>();
  const clock: Clock = {
    headersArrived: () => arrived.promise,
    pass: (ms) => void vi.advanceTimersByTime(ms),
  };
  const server = await serve((request, response) => {
    arrived = Promise.withResolvers();
    const move = moves[Math.min(++count, moves.length) - 1] as Move;
    return count < TOO_MANY ? move(response, request, clock) : tooMany(response);
  });
  const sendForReal = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (...request) => {
    sentAt.push(Date.now());
    const response = await sendForReal(...request);
    arrived.resolve();
    return response;
  });
  const chatkit = createChatKit({
    apiKey: KEY,
    baseUrl: server.url,
    // A client that does not wait has sent its next request by then.
    hooks: { onRetry: ({ delayMs }) => void setImmediate(() => clock.pass(delayMs + lateMs)) },
    ...options,
  });

  const [settled] = await Promise.allSettled([call(chatkit)]);

  const waits = sentAt.slice(1).map((time, index) => time - (sentAt[index] ?? 0));
  return settled.status === "fulfilled"
    ? { answer: settled.value, requests: server.requests, waits }
    : { error: settled.reason as unknown, requests: server.requests, waits };
}

/**
 * The error of a call, whose message has its form and which tells no secret.
 *
 * @returns What its message says behind the operation, the method and the URL.
 */
export function problemOf({ answer, error }: Ending): string {
  expect(error, `resolved with ${JSON.stringify(answer)}`).toBeInstanceOf(ChatKitError);
  const { message, operation, method, url } = error as ChatKitError;
  // What console.error shows, and more.
  const everything = inspect(error, { depth: Infinity, showHidden: true });
  expect(everything).not.toContain(KEY);
  expect(everything).not.toContain(USER);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/chatkit\/[^?]+$/);
  const place = `${operation}: ${method} ${url}: `;
  expect(message.slice(0, place.length)).toBe(place);
  expect(message).not.toContain("\n");
  return message.slice(place.length);
}

/** The first page of a user's threads. */
function listFirstPage(chatkit: ChatKit): PromiseLike<unknown> {
  return chatkit.threads.list({ user: USER });
}

/** Every thread of a user, one after the other. */
export function listThreads(chatkit: ChatKit): Promise<unknown[]> {
  return Array.fromAsync(chatkit.threads.list({ user: USER }), ({ id }) => id);
}

/** A page of threads with these ids. */
export function pageOf(ids: string[], further: object = { has_more: false }): object {
  return {
    object: "list",
    data: ids.map((id) => ({ id, status: { type: "active" } })),
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
    ...further,
  };
}

export const PAGE: object = pageOf(["cthr_1", "cthr_2"]);

/** Answers with a page. */
export const ok: Move = (response) => sendJson(response, PAGE);

/** Answers with an error. */
export function fail(status: number, headers: Record<string, string> = {}): Move {
  const error = { message: `It is ${status}.`, type: "server_error", param: null, code: null };
  return (response) => sendJson(response, { error }, status, headers);
}

/** Answers with a body of any kind. */
export function send(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  status = 200,
): Move {
  return (response) => void response.writeHead(status, headers).end(body);
}

/** Resets the connection (RST). */
export const reset: Move = (response) => void response.socket?.resetAndDestroy();

/** Sends a status and a first piece of a body, then resets the connection. */
export function resetInBody(status: number): Move {
  return async (response, _request, clock) => {
    response.writeHead(status, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"object":"list",');
    await clock.headersArrived();
    response.socket?.resetAndDestroy();
  };
}

function tooMany(response: ServerResponse): void {
  sendJson(response, {}, 410);
}
