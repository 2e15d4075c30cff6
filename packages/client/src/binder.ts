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
  /** What sends a request. */
  fetch: (request: Request) => Promise<Response>;
  /** Further headers of every call. */
  headers: Readonly<Record<string, string>>;
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
  readonly headers: Headers;
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
  /** @throws {TypeError} A value of the path is empty, "." or "..", or a header is malformed. */
  prepare(operationId: OperationId, call: Call): PreparedCall;
}

/** Binds the operations table to openapi-fetch. This file alone knows openapi-fetch. */
export function createBinder(connection: Connection): Binder {
  const { apiKey, baseUrl, fetch, headers: defaults, validate } = connection;
  const authorize = async (headers: Headers): Promise<void> => {
    const key: unknown = typeof apiKey === "function" ? await apiKey() : apiKey;
    headers.set("authorization", `Bearer ${checkKey(key)}`);
  };
  const raw = createClient<paths>({
    baseUrl,
    fetch: async (request) => {
      await authorize(request.headers);
      return fetch(request);
    },
  });

  function prepare(operationId: OperationId, call: Call): PreparedCall {
    const operation: Operation = operations[operationId];
    const { method, path, needsKey, takesBody, result } = operation;
    const { options, query, pathValues } = call;
    const pathParameters = readPathValues(operationId, path, pathValues);
    const headers = readHeaders(
      operationId,
      operation,
      { ...defaults, ...options?.headers },
      options,
    );
    // Here, so that a body that is no JSON is the caller's mistake and not a connection's.
    const body = takesBody ? JSON.stringify(call.body) : undefined;
    const filled = path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) =>
      encodeURIComponent(pathParameters[name] as string),
    );
    const failed: FailedCall = { operation: operationId, method, url: baseUrl + filled };

    return {
      failed,
      headers,
      async send(signal, onAnswered) {
        if (needsKey) {
          await authorize(headers);
        }
        let response: Response;
        let error: unknown;
        let text = "";
        try {
          // The table holds only methods and paths of `paths`, which the compiler cannot see from here.
          ({ response, error } = await (raw.request as SendRequest)(method, path, {
            params: { path: pathParameters, query },
            headers,
            body,
            bodySerializer: (serialized: unknown) => serialized,
            signal,
            fetch,
            // The body is read below, whole, so that a connection that breaks in it is told from JSON that is wrong.
            parseAs: "stream",
          }));
          if (response.ok) {
            text = await response.text();
          }
        } catch (cause) {
          throw new ConnectionError(failed, cause);
        }
        onAnswered(response);
        if (!response.ok) {
          throw new ApiError(failed, response, error);
        }
        const fail = (problem: string): InvalidAnswerError =>
          new InvalidAnswerError(failed, problem, response);
        if (result === undefined) {
          return { data: undefined, response };
        }
        const answer = readAnswer(operation, text, fail);
        const problem = validate?.(operationId, answer);
        if (problem !== undefined) {
          throw fail(problem);
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
      "the API key is missing or malformed; it must be visible ASCII without spaces",
    );
  }
  return key;
}

type SendRequest = (
  method: string,
  path: string,
  init: Record<string, unknown>,
) => Promise<{ response: Response; error?: unknown }>;

function readPathValues(
  operationId: string,
  path: string,
  values: unknown[],
): Record<string, string> {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string);
  return Object.fromEntries(
    names.map((name, index) => {
      const value = values[index];
      // An empty, "." or ".." segment would be another path than the contract's (RFC 3986, section 5.2.4), and half a
      // surrogate pair cannot be encoded.
      if (typeof value !== "string" || /^\.{0,2}$|\p{Surrogate}/u.test(value)) {
        throw new TypeError(
          `${operationId}: ${name} is ${JSON.stringify(value) ?? "undefined"}; it must be a string other than "", "." and ".."`,
        );
      }
      return [name, value];
    }),
  );
}

function readHeaders(
  operationId: string,
  { headers, headerOptions }: Operation,
  further: Readonly<Record<string, string>>,
  options: CallOptions | undefined,
): Headers {
  const chosen = Object.entries(headerOptions ?? {}).map(([option, header]) => [
    header,
    (options as Record<string, unknown> | undefined)?.[option],
  ]);
  const merged = new Headers();
  const all = { accept: "application/json", ...headers, ...further, ...Object.fromEntries(chosen) };
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined) {
      try {
        merged.set(name, value as string);
      } catch {
        // fetch's own message would repeat the value, which may be secret.
        throw new TypeError(`${operationId}: the header ${name} cannot be sent with this value`);
      }
    }
  }
  return merged;
}

function readAnswer(
  { pagination }: Operation,
  text: string,
  fail: (problem: string) => InvalidAnswerError,
): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold personal data.
    throw fail(
      text === "" ? "its body is empty" : `its body (${text.length} characters) is not JSON`,
    );
  }
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
    throw fail("its body is not a JSON object");
  }
  if (pagination) {
    const page = answer as Record<string, unknown>;
    if (!Array.isArray(page[pagination.items])) {
      throw fail(`its ${pagination.items} is not a list`);
    }
    if (typeof page[pagination.has_more] !== "boolean") {
      throw fail(`its ${pagination.has_more} is not true or false`);
    }
  }
  return answer;
}
