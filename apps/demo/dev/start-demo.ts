import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

import {
  createLogger,
  createServer as createViteServer,
  type Logger,
  type ProxyOptions,
  type ViteDevServer,
} from "vite";

import type { Backend } from "./backend.ts";
import { startFollowedMock } from "./followed-mock.ts";

/** What {@link startDemo} takes. */
export interface DemoOptions {
  /** What to show. Default: the mock, which keeps up with the contract while it is edited. */
  backend?: Backend | undefined;
  /** The first port to try; a taken one gives way to the next free one. Default: 5173. */
  port?: number | undefined;
  /** Where Vite keeps its prepared dependencies; two processes must not share it. Default: Vite's own. */
  cacheDir?: string | undefined;
}

/** A running demo. */
export interface Demo {
  /** The one URL to open. */
  readonly url: string;
  /** Stops what was started. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Starts the demo on 127.0.0.1: the page, the proxy that adds the key, and the mock where no backend is given.
 *
 * @throws {Error} The mock or Vite did not start, or there is no port to be had.
 */
export async function startDemo({
  backend,
  port = 5173,
  cacheDir,
}: DemoOptions = {}): Promise<Demo> {
  const mock = backend ? undefined : await startFollowedMock(() => reloadPages());
  // Vite's own server would end the process by itself on SIGTERM, and leave the rest open.
  const server = createServer();
  let vite: ViteDevServer | undefined;
  const reloadPages = (): void => vite?.ws.send({ type: "full-reload" });
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await vite?.close();
    await mock?.close();
  };
  try {
    vite = await createViteServer({
      root: ROOT,
      configFile: `${ROOT}vite.config.ts`,
      customLogger: createQuietLogger(),
      server: {
        middlewareMode: { server },
        ws: { server },
        proxy: { "^/v1/": createProxy(backend ?? { baseUrl: mock?.url ?? "", apiKey: "mock" }) },
      },
      ...(cacheDir === undefined ? {} : { cacheDir }),
    });
    server.on("request", vite.middlewares);
    return { url: `http://${HOST}:${await listen(server, port)}/`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Listens on the first port from `firstPort` on that is free, and gives it. */
async function listen(server: Server, firstPort: number): Promise<number> {
  for (let port = firstPort; ; port += 1) {
    server.listen(port, HOST);
    try {
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || port === 65_535) {
        throw error;
      }
    }
  }
}

function createProxy({ baseUrl, apiKey }: Backend): ProxyOptions {
  return {
    target: baseUrl,
    changeOrigin: true,
    rewrite: (path) => path.replace(/^\/v1/, ""),
    headers: { authorization: `Bearer ${apiKey}` },
    configure: (proxy) => {
      proxy.on("error", (error, _request, response) => {
        if ("writeHead" in response && !response.headersSent) {
          answerUnreachable(response, (error as NodeJS.ErrnoException).code);
        }
      });
    },
  };
}

/** Says in the API's own envelope that there is no backend, where Vite would send an empty body. */
function answerUnreachable(response: ServerResponse, reason: string | undefined): void {
  const error = {
    message: `The backend did not answer${reason ? ` (${reason})` : ""}.`,
    type: "server_error",
    param: null,
    code: "backend_unreachable",
  };
  response.writeHead(502, { "content-type": "application/json" }).end(JSON.stringify({ error }));
}

/** Vite's warnings and errors, but for a backend that does not answer: the page says that, and without a stack. */
function createQuietLogger(): Logger {
  const logger = createLogger("warn", { prefix: "[demo]", allowClearScreen: false });
  return {
    ...logger,
    error: (message, options) => {
      if (!message.includes("proxy error")) {
        logger.error(message, options);
      }
    },
  };
}
