import type { ProxyOptions } from "vite";

import { API_MOUNT } from "../src/api-mount.ts";
import { answerInPlace } from "./answer-in-place.ts";
import type { Backend } from "./backend.ts";
import { findRefusal } from "./find-refusal.ts";

/** What {@link createApiProxy} takes. */
export interface ApiProxyOptions {
  /** Gives the backend. It is asked at every call: a server that was started anew is another one. */
  findBackend: () => Backend;
  /** Whether calls that may change something are refused. */
  isReadOnly: boolean;
}

/** Vite's proxy from the demo's own mount point to a backend. */
export function createApiProxy({
  findBackend,
  isReadOnly,
}: ApiProxyOptions): Record<string, ProxyOptions> {
  const { baseUrl, apiKey } = findBackend();
  return {
    [`^${API_MOUNT}/`]: {
      target: baseUrl,
      changeOrigin: true,
      rewrite: (path) => path.slice(API_MOUNT.length),
      headers: { authorization: `Bearer ${apiKey}` },
      bypass: (request, response) => {
        const message = findRefusal(request, isReadOnly);
        // Only an upgrade comes without a response, and Vite passes on none here.
        if (message === undefined || response === undefined) {
          return undefined;
        }
        const type = "invalid_request_error";
        // RFC 9209 recommends 403 beside that problem.
        answerInPlace(response, { status: 403, type, problem: "refused", message });
        return request.url;
      },
      configure: (proxy, options) => {
        // The proxy reads its options anew for each request.
        Object.defineProperty(options, "target", {
          enumerable: true,
          get: () => findBackend().baseUrl,
        });
        proxy.on("proxyRes", (answer, _request, response) => {
          // The page would wait for the rest of an answer that broke off.
          answer.once("close", () => {
            if (!answer.complete) {
              response.destroy();
            }
          });
        });
        proxy.on("error", (error, _request, response) => {
          if (!("writeHead" in response) || response.headersSent) {
            return;
          }
          const { code } = error as NodeJS.ErrnoException;
          const message = `The backend did not answer${code ? ` (${code})` : ""}.`;
          // RFC 9209, section 2.3.4, recommends 503 beside that problem.
          answerInPlace(response, {
            status: 503,
            type: "server_error",
            problem: "unreachable",
            message,
          });
        });
      },
    },
  };
}
