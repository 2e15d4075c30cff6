import { createFinalURL } from "openapi-fetch";

import { CONTRACT_HEADER, type Operation } from "@chatkit-contract/types";
import { operations, type OperationId } from "@chatkit-contract/types/operations";

import type { WithResponse } from "./api-promise.ts";
import type { CallOptions } from "./call-options.ts";
import { conceal } from "./conceal.ts";
import { ApiError, ConnectionError, InvalidAnswerError, type FailedCall } from "./errors.ts";
import { mergeHeaders, toBearer, type ApiKey, type HeaderValues } from "./headers.ts";
import type { AttemptEnd, AttemptEvent, Hooks } from "./hooks.ts";
import { openShapes } from "./open-shapes.gen.ts";
import { markUnknownCases } from "./open-unions.ts";
import { refuse } from "./refuse.ts";

/** Where calls go, and with which key. */
export interface Connection {
  /** The bearer key, or what gives one; it is asked before every request. */
  apiKey: ApiKey;
  /** The absolute URL that paths are appended to. */
  baseUrl: string;
  /** What sends a request in the place of the global `fetch`. */
  fetch: ((request: Request) => Promise<Response>) | undefined;
  /** Further headers of every call, which can be sent. */
  headers: HeaderValues;
}

/** What holds for every attempt. */
export interface AttemptSettings extends Connection {
  hooks: Hooks;
  /** What else a success answer has to stand. */
  validate: AnswerCheck | undefined;
}

/**
 * Holds a success answer against the contract.
 *
 * @param operationId The operation that it answers.
 * @param answer The parsed body, as it came.
 * @returns What is wrong with it, for the message of an {@link InvalidAnswerError}; undefined where the answer may pass.
 */
export type AnswerCheck = (operationId: OperationId, answer: unknown) => string | undefined;

/** What one call sends. */
export interface Call {
  /** The values of the path's parameters, in the path's order. */
  pathValues: unknown[];
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  options?: CallOptions | undefined;
}

/** An answer whose form was checked; the data is undefined where it has no body. */
export type Answer = WithResponse<unknown>;

/** A call that can be sent, more than once if need be. */
export interface PreparedCall {
  /** The call, as an error names it. */
  readonly failed: FailedCall;
  /**
   * Whether it may be sent twice: an idempotent operation, and one that carries an idempotency key.
   */
  readonly isRepeatable: boolean;
  /**
   * Sends it and reads the whole answer. Hooks are told of both, and waited for.
   *
   * @param event What they are told when there is a key, before it is sent.
   * @param end Makes what they are told of an answer of any status, once its body is read.
   */
  readonly send: (
    signal: AbortSignal,
    event: AttemptEvent,
    end: () => AttemptEnd,
  ) => Promise<Answer>;
}

/**
 * Makes the calls of one operation.
 *
 * @throws {TypeError} A value of the path is empty, "." or "..", one of the query null, or a header malformed.
 */
export type Binder = (call: Call) => PreparedCall;

/** Binds an operation of the table to where its calls go. What no call changes is worked out here, once. */
export function createBinder(
  operationId: OperationId,
  { apiKey, baseUrl, fetch, headers: everyHeaders, hooks, validate }: AttemptSettings,
): Binder {
  const operation: Operation = operations[operationId];
  const { method, isIdempotent, needsKey, takesBody, headerOptions, result } = operation;
  const fixedHeaders = mergeHeaders(
    operationId,
    { accept: "application/json", ...(takesBody && { "content-type": "application/json" }) },
    operation.headers,
    everyHeaders,
  );

  return (call) => {
    const { options, query } = call;
    const path = fillPath(operationId, operation.path, call.pathValues);
    const headers =
      options?.headers || headerOptions
        ? mergeHeaders(
            operationId,
            fixedHeaders,
            options?.headers,
            readHeaderOptions(headerOptions, options),
          )
        : { ...fixedHeaders };
    const url = createFinalURL(path, {
      baseUrl,
      params: { query },
      querySerializer: (values) => serializeQuery(operationId, values),
      // The path is filled by now, and has nothing to serialize.
    } as Parameters<typeof createFinalURL>[1]);
    // Here, so that a body that is no JSON is the caller's mistake and not a connection's.
    const body = takesBody ? JSON.stringify(call.body) : null;
    const failed: FailedCall = { operation: operationId, method, url: baseUrl + path };

    return {
      failed,
      isRepeatable: isIdempotent || Boolean(headers["idempotency-key"]?.trim()),
      send: async (signal, event, end) => {
        if (needsKey) {
          const key = typeof apiKey === "function" ? await apiKey() : apiKey;
          // The attempt may be over by now, and the next one on its way with another key.
          signal.throwIfAborted();
          headers["authorization"] = toBearer(key);
        }
        if (hooks.onRequest) {
          await hooks.onRequest(event);
          signal.throwIfAborted();
        }
        const init = { method, headers, body, signal };
        let response: Response;
        let text: string;
        try {
          response = await (fetch ? fetch(new Request(url, init)) : globalThis.fetch(url, init));
          text = await response.text();
        } catch (cause) {
          throw new ConnectionError(failed, cause, readSecrets(operation, call, headers));
        }
        // It may have come in spite of the signal, when the call is over.
        signal.throwIfAborted();
        const requestId = response.headers.get("x-request-id");
        if (hooks.onResponse) {
          await hooks.onResponse({
            ...end(),
            status: response.status,
            requestId: conceal(requestId, readSecrets(operation, call, headers)),
            contractVersion: response.headers.get(CONTRACT_HEADER),
          });
        }
        let data: unknown;
        let problem: string | undefined;
        try {
          data = JSON.parse(text);
        } catch {
          // The parser's own message quotes the body, which may hold personal data.
          problem = text ? "its body is not JSON" : "its body is empty";
        }
        if (!response.ok) {
          throw new ApiError(failed, response, data, readSecrets(operation, call, headers));
        }
        const answer: Answer = { data: result && data, response, requestId };
        if (result) {
          problem ??= findFault(operation, data) ?? validate?.(operationId, data);
          if (problem !== undefined) {
            throw new InvalidAnswerError(
              failed,
              `${response.status}, but ${problem}`,
              response.status,
              conceal(requestId, readSecrets(operation, call, headers)),
            );
          }
          markUnknownCases(answer, "data", openShapes[result]);
        }
        return answer;
      },
    };
  };
}

function fillPath(operationId: string, path: string, values: readonly unknown[]): string {
  let index = 0;
  return path.replace(/\{(.+?)\}/g, (_all, name: string) => {
    const value = values[index++];
    // An empty, "." or ".." segment would be another path than the contract's (RFC 3986, section 5.2.4), and half a
    // surrogate pair cannot be encoded.
    if (typeof value !== "string" || /^\.{0,2}$/.test(value) || !value.isWellFormed()) {
      refuse(operationId, name, JSON.stringify(value), 'a string other than "", "." and ".."');
    }
    return encodeURIComponent(value);
  });
}

/** The contract's rules hold every parameter of a query to one plain value. */
function serializeQuery(operationId: string, query: Readonly<Record<string, unknown>>): string {
  let text = "";
  for (const name in query) {
    const value = query[name];
    // openapi-fetch would leave null out, and a list of one user's threads would become a list of everybody's; half a
    // surrogate pair cannot be encoded.
    if (typeof value === "object" || (typeof value === "string" && !value.isWellFormed())) {
      refuse(operationId, name, JSON.stringify(value), "one well-formed value, or left out");
    }
    if (value !== undefined) {
      text += `${text && "&"}${name}=${encodeURIComponent(value as string | number | boolean)}`;
    }
  }
  return text;
}

/** The call options that travel as headers. */
function readHeaderOptions(
  headerOptions: Operation["headerOptions"],
  options: CallOptions = {},
): HeaderValues {
  const headers: Record<string, string | undefined> = {};
  for (const option in headerOptions) {
    // The facade types them as strings.
    headers[headerOptions[option] as string] = options[option as never];
  }
  return headers;
}

/** What a call sends and no error may repeat: texts that select or describe, which may name a user, and the key. */
function readSecrets(
  { pagination }: Operation,
  { query, body }: Call,
  headers: Readonly<Record<string, string>>,
): string[] {
  const paging: unknown[] = Object.values(pagination ?? {});
  const secrets: string[] = [];
  for (const values of [query, body as Call["query"]]) {
    for (const name in values) {
      const value = values[name];
      if (typeof value === "string" && value && !paging.includes(name)) {
        secrets.push(value);
      }
    }
  }
  return secrets.concat(headers["authorization"]?.slice("Bearer ".length) ?? []);
}

/** What keeps an answer from having the form that every answer has. */
function findFault({ pagination }: Operation, answer: unknown): string | undefined {
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
