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
}

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

/** Makes the calls of the operations table. */
export interface Binder {
  readonly raw: RawClient;
  /** Makes one call and resolves with the whole, parsed answer, its form checked. */
  send(operationId: OperationId, call: Call): Promise<unknown>;
  /** Names a call for an error. */
  describe(operationId: OperationId, pathValues: unknown[]): FailedCall;
}

/** Binds the operations table to openapi-fetch. This file alone knows openapi-fetch. */
export function createBinder(connection: Connection): Binder {
  const raw = createClient<paths>({
    baseUrl: connection.baseUrl,
    fetch: async (request) => {
      const { apiKey } = connection;
      const key = typeof apiKey === "function" ? await apiKey() : apiKey;
      request.headers.set("authorization", `Bearer ${key}`);
      return connection.fetch(request);
    },
  });

  async function send(operationId: OperationId, call: Call): Promise<unknown> {
    const operation: Operation = operations[operationId];
    const { method, path } = operation;
    const signal = call.options?.signal;
    const pathParameters = readPathValues(operationId, path, call.pathValues);
    const fail = (problem: string): InvalidAnswerError =>
      new InvalidAnswerError(describe(operationId, call.pathValues), problem, response);

    let response: Response;
    let error: unknown;
    let text = "";
    try {
      // The table holds only methods and paths of `paths`, which the compiler cannot see from here.
      ({ response, error } = await (raw.request as SendRequest)(method, path, {
        params: { path: pathParameters, query: call.query },
        headers: readHeaders(operation, call.options),
        // The body is read below, whole, so that a connection that breaks in it is told from JSON that is wrong.
        parseAs: "stream",
        ...(operation.needsKey ? {} : { fetch: connection.fetch }),
        ...(operation.takesBody ? { body: call.body } : {}),
        ...(signal ? { signal } : {}),
      }));
      if (response.ok) {
        text = await response.text();
      }
    } catch (cause) {
      if (signal?.aborted) {
        throw signal.reason;
      }
      throw new ConnectionError(describe(operationId, call.pathValues), cause);
    }

    if (!response.ok) {
      throw new ApiError(describe(operationId, call.pathValues), response, error);
    }
    return operation.result === undefined ? undefined : readAnswer(operation, text, fail);
  }

  function describe(operationId: OperationId, pathValues: unknown[]): FailedCall {
    const { method, path }: Operation = operations[operationId];
    const values = pathValues.values();
    const filled = path.replaceAll(/\{[^}]+\}/g, () =>
      encodeURIComponent(String(values.next().value)),
    );
    return { operation: operationId, method, url: connection.baseUrl + filled };
  }

  return { raw, send, describe };
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
      // An empty, "." or ".." segment would be another path than the contract's (RFC 3986, section 5.2.4).
      if (typeof value !== "string" || ["", ".", ".."].includes(value)) {
        throw new TypeError(
          `${operationId}: ${name} is ${JSON.stringify(value) ?? "undefined"}; it must be a string other than "", "." and ".."`,
        );
      }
      return [name, value];
    }),
  );
}

function readHeaders(
  { headers, headerOptions }: Operation,
  options: CallOptions | undefined,
): Record<string, unknown> {
  const chosen = Object.entries(headerOptions ?? {}).map(([option, header]) => [
    header,
    (options as Record<string, unknown> | undefined)?.[option],
  ]);
  return { accept: "application/json", ...headers, ...Object.fromEntries(chosen) };
}

function readAnswer(
  { result, pagination }: Operation,
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
  return markUnknownCases(answer, result as string);
}
