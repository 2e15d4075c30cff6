import type { IncomingMessage } from "node:http";

/** The methods that change nothing (RFC 9110, section 9.2.1); nobody needs the fourth of them, TRACE. */
const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Why a call must not reach the backend, in a sentence, or undefined where it may.
 *
 * @param isReadOnly Whether the backend is to stay as it is.
 */
export function findRefusal(
  { method = "", headers }: Pick<IncomingMessage, "method" | "headers">,
  isReadOnly: boolean,
): string | undefined {
  // The proxy would add the key to whatever another page makes the browser send. Fetch Metadata tells; what is no browser
  // sends none, and has no page to mislead it.
  const site = headers["sec-fetch-site"] ?? "none";
  if (site !== "same-origin" && site !== "none") {
    return "A page of another origin may not use this console's key.";
  }
  if (isReadOnly && !SAFE_METHODS.includes(method)) {
    return `${method} may change something, and this console is read-only on a live API. \`npm start -- --allow-writes\` lets it through.`;
  }
  return undefined;
}
