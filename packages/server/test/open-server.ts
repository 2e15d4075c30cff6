import { connect } from "node:net";

import { DEFAULT_BASE_URL, operations } from "@chatkit-contract/types/operations";
import { onTestFinished } from "vitest";

import { startServer, type ChatKitServer, type ServerOptions } from "../src/index.ts";

/** The headers that every call needs, under names in small letters. */
export const NEEDED: Readonly<Record<string, string>> = {
  authorization: "Bearer test-key",
  ...Object.fromEntries(
    Object.entries(Object.values(operations)[0]?.headers ?? {}).map(([name, value]) => [
      name.toLowerCase(),
      value,
    ]),
  ),
};

/** The path of the contract's server. */
export const BASE_PATH: string = new URL(DEFAULT_BASE_URL).pathname;

/** A server that ends with the test, and says nothing. */
export async function openServer(options: ServerOptions = {}): Promise<ChatKitServer> {
  const server = await startServer({ log: "silent", ...options });
  onTestFinished(() => server.close());
  return server;
}

/** An answer, read to its end. */
export interface Answered {
  status: number;
  headers: Headers;
  // Whatever came: each test says what it expects.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  /** A JSON value. */
  json?: unknown;
  body?: string | Uint8Array<ArrayBuffer>;
}

/** Calls a path below a server's base URL with the headers that it needs. */
export async function call(
  { url }: { url: string },
  path: string,
  { method = "GET", headers = {}, json, body }: CallOptions = {},
): Promise<Answered> {
  const sent = json === undefined ? body : JSON.stringify(json);
  const type = json === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(url + path, {
    method,
    headers: { ...NEEDED, ...type, ...headers },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== "" ? JSON.parse(text) : text,
  };
}

/** Sends bytes as they are, and gives all that comes back until the connection ends. */
export function sendRaw({ url }: { url: string }, text: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      received += String(chunk);
    });
    socket.on("error", () => {}).once("close", () => resolve(received));
    socket.write(text);
  });
}

/** An answer of {@link sendRaw} in its parts. */
export function parseRaw(text: string): Answered {
  const [head = "", body = ""] = text.split("\r\n\r\n");
  const [line = "", ...fields] = head.split("\r\n");
  return {
    status: Number(line.split(" ")[1]),
    headers: new Headers(
      fields.map((field) => field.split(": ", 2) as [name: string, value: string]),
    ),
    body: body === "" ? "" : JSON.parse(body),
  };
}

/** The body of a session that leaves out all it may. */
export const PLAIN_SESSION = { workflow: { id: "workflow_1" }, user: "user_1" };
