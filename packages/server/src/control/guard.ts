import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

import { ApiError } from "../api-error.ts";
import { isLoopback } from "./loopback.ts";

/** The header that carries the secret of the control API. */
export const SECRET_HEADER = "x-control-secret";

/** What a guard looks at. */
interface GuardedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Lets only programs on this machine that know the secret control a server, and no web page.
 *
 * @returns What throws an {@link ApiError} at anybody else.
 */
export function createGuard(secret: string): (request: GuardedRequest) => void {
  const expected = hash("sha256", secret, "buffer");
  return ({ headers, socket }) => {
    if (!isLoopback(socket.remoteAddress ?? "")) {
      throw refuse("it is not reached from another machine");
    }
    // A page whose own name has been made to point here (DNS rebinding) says so in there.
    if (!isLoopbackName(headers.host ?? "localhost")) {
      throw refuse(
        "the header Host must name the loopback interface: 127.0.0.1, [::1] or localhost",
      );
    }
    if (headers.origin !== undefined) {
      throw refuse("it is closed to web pages, and there is a header Origin");
    }
    const given = headers[SECRET_HEADER] ?? "";
    if (!timingSafeEqual(hash("sha256", String(given), "buffer"), expected)) {
      throw refuse(`the header ${SECRET_HEADER} must carry the server's secret`);
    }
  };
}

function isLoopbackName(host: string): boolean {
  if (!URL.canParse(`http://${host}`)) {
    return false;
  }
  const { hostname } = new URL(`http://${host}`);
  return hostname === "localhost" || isLoopback(hostname.replace(/^\[(.*)\]$/, "$1"));
}

function refuse(why: string): ApiError {
  return new ApiError(403, null, `The control API refuses this request: ${why}.`);
}
