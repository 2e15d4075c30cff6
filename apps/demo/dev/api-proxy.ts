import type { ServerResponse } from "node:http";

import type { ErrorEnvelope } from "@chatkit-contract/types";
import type { ProxyOptions } from "vite";

import { API_MOUNT } from "../src/api-mount.ts";
import { BACKEND_UNREACHABLE } from "../src/backend-unreachable.ts";
import type { Backend } from "./backend.ts";

/**
 * Vite's proxy from the demo's own mount point to a backend, which is asked for at every call: a mock that was started
 * anew is another one.
 */
export function createApiProxy(findBackend: () => Backend): Record<string, ProxyOptions> {
  const { baseUrl, apiKey } = findBackend();
  return {
    [`^${API_MOUNT}/`]: {
      target: baseUrl,
      changeOrigin: true,
      rewrite: (path) => path.slice(API_MOUNT.length),
      headers: { authorization: `Bearer ${apiKey}` },
      configure: (proxy, options) => {
        // The proxy reads its options anew for each request.
        Object.defineProperty(options, "target", {
          enumerable: true,
          get: () => findBackend().baseUrl,
        });
        proxy.on("error", (error, _request, response) => {
          if ("writeHead" in response && !response.headersSent) {
            answerUnreachable(response, (error as NodeJS.ErrnoException).code);
          }
        });
      },
    },
  };
}

/** Says in the API's own envelope that there is no backend, where Vite would send an empty body. */
function answerUnreachable(response: ServerResponse, reason: string | undefined): void {
  const body: ErrorEnvelope = {
    error: {
      message: `The backend did not answer${reason ? ` (${reason})` : ""}.`,
      type: "server_error",
      param: null,
      code: null,
    },
  };
  const { name, value } = BACKEND_UNREACHABLE;
  // RFC 9209, section 2.3.4, recommends 503 beside that header.
  response.writeHead(503, { "content-type": "application/json", [name]: value });
  response.end(JSON.stringify(body));
}
