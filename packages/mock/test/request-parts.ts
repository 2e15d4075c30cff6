import type { Parameter } from "@chatkit-contract/codegen";

import { exampleOf, type OperationCase } from "./contract.ts";
import { completeValue } from "./sample-values.ts";

/** What a request is made of. */
export interface RequestParts {
  pathValues: string[];
  query: [name: string, text: string][];
  headers: Record<string, string>;
  /** Undefined for none. */
  body: unknown;
}

/** A request with all that the operation needs, and no more. */
export function necessary(known: OperationCase): RequestParts {
  const { operation, pathValues, query, headers, body } = known;
  return {
    pathValues,
    query: Object.entries(query).map(([name, value]) => [name, String(value)]),
    headers: { ...headers, ...(operation.needsKey && { authorization: "Bearer test-key" }) },
    body: operation.takesBody ? body : undefined,
  };
}

/** A request with every parameter and every field that the operation has. */
export function everything(known: OperationCase): RequestParts {
  return known.parameters.reduce(
    (parts, parameter) => withText(known, parts, parameter, String(exampleOf(parameter))),
    { ...necessary(known), body: completeBody(known) },
  );
}

/** The operation's first example of a body, with every field that there is. */
export function completeBody({ requestBody, body }: OperationCase): unknown {
  const schema = requestBody?.content["application/json"]?.schema;
  return schema && completeValue(schema, body);
}

/** A request whose parameter has another text, or none. */
export function withText(
  { operation }: OperationCase,
  parts: RequestParts,
  { name, in: place }: Parameter,
  text: string | undefined,
): RequestParts {
  const given: [string, string][] = text === undefined ? [] : [[name, text]];
  switch (place) {
    case "path": {
      const names = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, each]) => each);
      return { ...parts, pathValues: parts.pathValues.with(names.indexOf(name), text ?? "") };
    }
    case "query":
      return { ...parts, query: [...parts.query.filter(([each]) => each !== name), ...given] };
    case "header": {
      const { [name]: _old, ...headers } = parts.headers;
      return { ...parts, headers: { ...headers, ...Object.fromEntries(given) } };
    }
    case "cookie":
      throw new Error(`the bound tests send no cookies, such as ${name}: teach them`);
  }
}

/** Sends a request over plain HTTP. */
export function sendParts(
  baseUrl: string,
  { operation }: OperationCase,
  { pathValues, query, headers, body }: RequestParts,
): Promise<Response> {
  const values = pathValues.values();
  const path = operation.path.replaceAll(/\{[^}]+\}/g, () =>
    encodeURIComponent(values.next().value ?? ""),
  );
  const search = query.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  return fetch(`${baseUrl}${path}${search && `?${search}`}`, {
    method: operation.method,
    headers: body === undefined ? headers : { ...headers, "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
}
