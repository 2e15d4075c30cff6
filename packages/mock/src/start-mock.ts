import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { DEFAULT_BASE_URL } from "@chatkit-contract/types/operations";

import { createFront } from "./front.ts";
import { MockStartError } from "./mock-start-error.ts";
import { createPrism } from "./prism.ts";
import { logRequest } from "./request-log.ts";
import { describeSampleCall } from "./sample-call.ts";

/** What {@link startMock} takes. */
export interface MockOptions {
  /** The port to listen on, 0 to 65535. Default: 0, any free one. */
  port?: number | undefined;
  /** The host name or address to listen on. Default: `127.0.0.1`. */
  host?: string | undefined;
  /** Whether to make answers up from the contract's schemas, in place of its examples. Default: false. */
  dynamic?: boolean | undefined;
  /**
   * What made-up answers derive from: with the same seed, the same request gets the same answer in every run. The
   * random generator belongs to the process: a mock without a seed repeats itself too once another had one.
   * Default: none, answers differ.
   */
  seed?: string | undefined;
  /** Takes a line for every request, without keys and query values. Default: none. */
  log?: ((line: string) => void) | undefined;
}

/** A mock that listens. */
export interface Mock {
  /** The base URL for clients, with the path of the contract's server: `http://127.0.0.1:4010/v1`. */
  readonly url: string;
  /** A curl command that calls an operation of the contract with all it needs. */
  readonly sampleCall: string;
  /** Stops listening and cuts every connection. May be called again. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a mock of the ChatKit API, which answers with the contract's examples.
 *
 * @throws {TypeError} An option is unknown or of the wrong type.
 * @throws {MockStartError} The port cannot be had.
 * @example
 * const mock = await startMock();
 * const chatkit = createChatKit({ apiKey: "any", baseUrl: mock.url });
 * console.log((await chatkit.threads.list()).data.length);
 * await mock.close();
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  checkOptions(options);
  const { port = 0, host = "127.0.0.1", dynamic = false, seed, log } = options;
  const server = createServer(createFront(await createPrism({ dynamic, seed })));
  if (log) {
    server.prependListener("request", logRequest(log));
  }
  await listen(server, port, host);

  const address = server.address() as AddressInfo;
  const shownHost = address.family === "IPv6" ? `[${address.address}]` : address.address;
  const url = `http://${shownHost}:${address.port}${BASE_PATH}`;
  return {
    url,
    sampleCall: describeSampleCall(url),
    close: () =>
      new Promise((resolve) => {
        // A server that is closed already says so in an error, and is closed.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path of the contract's server. */
const BASE_PATH = new URL(DEFAULT_BASE_URL).pathname.replace(/\/$/, "");

const OPTION_TYPES: Readonly<Record<keyof MockOptions, string>> = {
  port: "number",
  host: "string",
  dynamic: "boolean",
  seed: "string",
  log: "function",
};

function checkOptions(options: MockOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError("startMock: the options are no object; pass { port, host, … }, or nothing");
  }
  for (const [name, value] of Object.entries(options)) {
    const type = (OPTION_TYPES as Record<string, string>)[name];
    if (type === undefined) {
      const names = Object.keys(OPTION_TYPES).join(", ");
      throw new TypeError(`startMock: there is no option ${name}; there are ${names}`);
    }
    if (value !== undefined && typeof value !== type) {
      throw new TypeError(
        `startMock: ${name} is ${value === null ? "null" : `a ${typeof value}`}; it must be a ${type}`,
      );
    }
  }
  const { port = 0, host } = options;
  if (host === "") {
    throw new TypeError(
      "startMock: host is empty, which would be every interface; name an address",
    );
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`startMock: port is ${port}; it must be an integer from 0 to 65535`);
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const problem =
        LISTEN_PROBLEMS[cause.code ?? ""] ?? `cannot be listened on (${cause.message})`;
      reject(new MockStartError(`port ${port} on ${host} ${problem}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
}

const LISTEN_PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is taken; choose another port, or 0 for any free one",
  EACCES: "needs more rights; choose a port from 1024 to 65535, or 0 for any free one",
  EADDRNOTAVAIL: "cannot be listened on: the host is not an address of this machine",
  ENOTFOUND: "cannot be listened on: the host is not known",
};
