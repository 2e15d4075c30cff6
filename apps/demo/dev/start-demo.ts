import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import {
  createLogger,
  createServer as createViteServer,
  type Logger,
  type ViteDevServer,
} from "vite";

import { createApiProxy } from "./api-proxy.ts";
import type { Backend } from "./backend.ts";
import { startFollowedServer } from "./followed-server.ts";
import { createNoticePlugin } from "./notice-plugin.ts";

/** What {@link startDemo} takes. */
export interface DemoOptions {
  /** The live API to show. Default: a server of its own, which keeps up with the contract while it is edited. */
  backend?: Backend | undefined;
  /** Whether calls that may change something reach a live API; its own server takes them anyway. Default: false. */
  allowWrites?: boolean | undefined;
  /** The first port to try; a taken one gives way to the next free one. Default: 5173. */
  port?: number | undefined;
  /**
   * Where Vite keeps its prepared dependencies; two processes must not share it. Default: a folder for the port, which
   * is one process's at a time.
   */
  cacheDir?: string | undefined;
  /** The folder whose generated files make its own server start anew. Default: the one that the server reads. */
  contractFolder?: string | undefined;
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
 * Starts the demo on 127.0.0.1: the page, the proxy that adds the key, and a server of its own where no backend is given.
 *
 * @throws {Error} The server or Vite did not start, or there is no port to be had.
 */
export async function startDemo({
  backend,
  allowWrites = false,
  port = 5173,
  cacheDir,
  contractFolder,
}: DemoOptions = {}): Promise<Demo> {
  let vite: ViteDevServer | undefined;
  const source = backend
    ? { backend, close: async () => {} }
    : await startFollowedServer({
        folder: contractFolder,
        onRestart: () => vite?.ws.send({ type: "full-reload" }),
      });
  const isReadOnly = backend !== undefined && !allowWrites;
  const page = Promise.withResolvers<RequestListener>();
  // Vite's own server would end the process by itself on SIGTERM, and leave the rest open.
  const server = createServer((request, response) => {
    // The port is had before Vite is there; who calls in between waits.
    void page.promise.then((answer) => answer(request, response));
  });
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await vite?.close();
    await source.close();
  };
  try {
    const ownPort = await listen(server, port);
    vite = await createViteServer({
      root: ROOT,
      configFile: `${ROOT}vite.config.ts`,
      customLogger: createQuietLogger(),
      plugins: [
        createNoticePlugin({
          liveHost: backend && new URL(backend.baseUrl).host,
          allowsWrites: !isReadOnly,
        }),
      ],
      server: {
        middlewareMode: { server },
        ws: { server },
        proxy: createApiProxy({ findBackend: () => source.backend, isReadOnly }),
      },
      cacheDir: cacheDir ?? join(ROOT, "node_modules/.vite", String(ownPort)),
    });
    page.resolve(vite.middlewares);
    return { url: `http://${HOST}:${ownPort}/`, close };
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
