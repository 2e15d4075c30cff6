import createClient, { type Client } from "openapi-fetch";

import type { Operation, paths } from "@chatkit-contract/types";
import { operations, type OperationId } from "@chatkit-contract/types/operations";

import type { CallOptions } from "./call-options.ts";
import { ApiError, ConnectionError, InvalidAnswerError, type FailedCall } from "./errors.ts";
import { markUnknownCases } from "./open-unions.ts";

/** Where calls go, and with which key. */
export interface Connection {
  /** The bearer key, or what gives one; it is asked before every request. */
  apiKey: string | (() => string | Promise<string>);
  /** The absolute URL that paths are appended to. */
  baseUrl: string;
  /** What sends a request in the place of the global `fetch`. */
  fetch: ((request: Request) => Promise<Response>) | undefined;
  /** Further headers of every call. */
  headers: HeaderValues;
  /** What else a success answer has to stand. */
  validate?: AnswerCheck | undefined;
}

/**
 * Holds a success answer against the contract.
 *
 * @param operationId The operation that it answers.
 * @param answer The parsed body, as it came.
 * @returns What is wrong with it, for the message of an {@link InvalidAnswerError}; undefined where the answer may pass.
 */
export type AnswerCheck = (operationId: OperationId, answer: unknown) => string | undefined;

/** Headers by their names, in whatever case; what is undefined is not sent. */
type HeaderValues = Readonly<Record<string, string | undefined>>;

/** openapi-fetch's own client over the contract's paths. */
export type RawClient = Client<paths>;

/** What one call sends. */
export interface Call {
  /** The values of the path's parameters, in the path's order. */
  pathValues: unknown[];
  query?: Readonly<Record<string, unknown>> | undefined;
  body?: unknown;
  options?: CallOptions | undefined;
}

/** An answer whose form was checked. */
export interface Answer {
  /** The parsed body; undefined for an answer without one. */
  data: unknown;
  response: Response;
}

/** A call that can be sent, more than once if need be. */
export interface PreparedCall {
  /** The call, as an error names it. */
  readonly failed: FailedCall;
  /**
   * Whether it may be sent twice: an operation that HTTP calls idempotent (RFC 9110, section 9.2.2), one that the
   * contract marks so, and one that carries an idempotency key.
   */
  readonly isRepeatable: boolean;
  /**
   * Sends it and reads the whole answer.
   *
   * @param onAnswered Is told of an answer of any status, once its body is read.
   */
  send(signal: AbortSignal, onAnswered: (response: Response) => void): Promise<Answer>;
}

/** Makes the calls of the operations table. */
export interface Binder {
  readonly raw: RawClient;
  /** @throws {TypeError} A value of the path is empty, "." or "..", one of the query null, or a header malformed. */
  prepare(operationId: OperationId, call: Call): PreparedCall;
}

/** Binds the operations table to openapi-fetch. This file alone knows openapi-fetch. */
export function createBinder(connection: Connection): Binder {
  const { apiKey, baseUrl, fetch, validate } = connection;
  const defaults = checkHeaders("createChatKit", connection.headers);
  const authorize = async (): Promise<string> =>
    `Bearer ${checkKey(typeof apiKey === "function" ? await apiKey() : apiKey)}`;
  const raw = createClient<paths>({
    baseUrl,
    fetch: async (request) => {
      request.headers.set("authorization", await authorize());
      return (fetch ?? globalThis.fetch)(request);
    },
  });

  function prepare(operationId: OperationId, call: Call): PreparedCall {
    const operation: Operation = operations[operationId];
    const { method, needsKey, takesBody, result } = operation;
    const { options, query } = call;
    const path = fillPath(operationId, operation.path, call.pathValues);
    const headers: Record<string, string> = {
      accept: "application/json",
      ...operation.headers,
      ...defaults,
      ...checkHeaders(operationId, options?.headers),
      ...checkHeaders(operationId, readHeaderOptions(operation, options)),
    };
    for (const name in query) {
      // openapi-fetch would leave null out, and a list of one user's threads would become a list of everybody's; half a
      // surrogate pair cannot be encoded.
      const value = query[name];
      if (value === null || (typeof value === "string" && /\p{Surrogate}/u.test(value))) {
        throw new TypeError(
          `${operationId}: ${name} is ${JSON.stringify(value)}; it must be well-formed, or left out`,
        );
      }
    }
    // Here, so that a body that is no JSON is the caller's mistake and not a connection's.
    const body = takesBody ? JSON.stringify(call.body) : undefined;
    const failed: FailedCall = { operation: operationId, method, url: baseUrl + path };

    return {
      failed,
      isRepeatable:
        /^(GET|HEAD|PUT|DELETE)$/.test(method) ||
        operation.isIdempotent === true ||
        "idempotency-key" in headers,
      async send(signal, onAnswered) {
        if (needsKey) {
          headers["authorization"] = await authorize();
        }
        let response: Response | undefined;
        let problem: string | undefined;
        let answered: { data?: unknown; error?: unknown } = {};
        try {
          // The table holds only methods and paths of `paths`, which the compiler cannot see from here.
          answered = await (raw.request as SendRequest)(method, path, {
            params: { query },
            headers,
            body,
            bodySerializer: (serialized: unknown) => serialized,
            signal,
            Request: fetch ? Request : RequestDraft,
            fetch: async (request: Request & RequestDraft) =>
              (response = await (fetch?.(request) ?? globalThis.fetch(request.url, request.init))),
          });
        } catch (cause) {
          // By name, since fetch may stem from another realm than this module.
          if (!response || (cause as Error).name !== "SyntaxError") {
            throw new ConnectionError(failed, cause, readSecrets(operation, call, headers));
          }
          // The parser's own message quotes the body, which may hold personal data.
          problem = "its body is not JSON";
        }
        onAnswered(response as Response);
        if (!response?.ok) {
          throw new ApiError(
            failed,
            response as Response,
            answered.error,
            readSecrets(operation, call, headers),
          );
        }
        const answer = answered.data;
        if (result === undefined) {
          return { data: undefined, response };
        }
        problem ??= findFault(operation, answer) ?? validate?.(operationId, answer);
        if (problem !== undefined) {
          throw new InvalidAnswerError(failed, problem, response);
        }
        return { data: markUnknownCases(answer, result), response };
      },
    };
  }

  return { raw, prepare };
}

/**
 * A key that can stand in a header.
 *
 * @throws {TypeError} It cannot; the message does not repeat it.
 */
export function checkKey(key: unknown): string {
  if (typeof key !== "string" || !/^[\x21-\x7e]+$/.test(key)) {
    throw new TypeError(
      "the API key is missing or malformed; pass visible ASCII without spaces, or set OPENAI_API_KEY",
    );
  }
  return key;
}

/** A request that has not been made yet: where fetch itself sends it, fetch makes it, and one is enough. */
class RequestDraft {
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
  }
}

type SendRequest = (
  method: string,
  path: string,
  init: Record<string, unknown>,
) => Promise<{ error?: unknown; data?: unknown }>;

function fillPath(operationId: string, path: string, values: unknown[]): string {
  let index = 0;
  return path.replace(/\{(.+?)\}/g, (_all, name: string) => {
    const value = values[index++];
    // An empty, "." or ".." segment would be another path than the contract's (RFC 3986, section 5.2.4), and half a
    // surrogate pair cannot be encoded.
    if (typeof value !== "string" || /^\.{0,2}$|\p{Surrogate}/u.test(value)) {
      throw new TypeError(
        `${operationId}: ${name} is ${JSON.stringify(value)}; it must be a string other than "", "." and ".."`,
      );
    }
    return encodeURIComponent(value);
  });
}

/** The call options that travel as headers. */
function readHeaderOptions({ headerOptions }: Operation, options: CallOptions = {}): HeaderValues {
  const headers: Record<string, string | undefined> = {};
  for (const option in headerOptions) {
    // The facade types them as strings.
    headers[headerOptions[option] as string] = options[option as never];
  }
  return headers;
}

/**
 * Headers that can be sent, their names in small letters.
 *
 * @param place What an error names: the operation, or `createChatKit`.
 * @throws {TypeError} One cannot; the message does not repeat its value, as fetch's own would.
 */
function checkHeaders(place: string, headers: HeaderValues | undefined): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) {
      if (!/^[\w!#$%&'*+.^`|~-]+:[\t -~\x80-\xff]*$/.test(`${name}:${value}`)) {
        throw new TypeError(`${place}: the header ${name} cannot be sent with this value`);
      }
      checked[name.toLowerCase()] = value;
    }
  }
  return checked;
}

/**
 * What a call sends and no message may repeat: texts that select or describe, which may name a user, as they are and as a
 * URL has them, and last the key.
 */
function readSecrets(
  { pagination }: Operation,
  { query, body }: Call,
  headers: Readonly<Record<string, string>>,
): string[] {
  const paging: unknown[] = Object.values(pagination ?? {});
  const textsOf = (values: object | undefined): string[] =>
    Object.entries(values ?? {}).flatMap(([name, value]) =>
      typeof value === "string" && !paging.includes(name) ? [value] : [],
    );
  return [
    ...textsOf(body as object | undefined),
    ...textsOf(query),
    ...textsOf(query).map(encodeURIComponent),
    headers["authorization"]?.replace("Bearer ", "") ?? "",
  ];
}

/** What keeps an answer from having the form that every answer has. */
function findFault({ pagination }: Operation, answer: unknown): string | undefined {
  if (answer === undefined) {
    return "its body is empty";
  }
  if (typeof answer !== "object" || !answer || Array.isArray(answer)) {
    return "its body is not a JSON object";
  }
  if (pagination) {
    const { items, has_more } = pagination;
    const page = answer as Record<string, unknown>;
    if (!Array.isArray(page[items])) {
      return `its ${items} is not a list`;
    }
    if (typeof page[has_more] !== "boolean") {
      return `its ${has_more} is not true or false`;
    }
  }
}
