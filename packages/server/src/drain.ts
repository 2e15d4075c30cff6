import type { FastifyInstance } from "fastify";

/** How long what is under way may take when a server closes. */
const DRAIN_MS = 5_000;
/** How often connections are looked at that have become idle meanwhile. */
const LOOK_MS = 20;

/**
 * Closes an app: it takes no new connection, ends those that are idle, and the others as soon as they have their
 * answer. What takes longer than five seconds is cut.
 */
export async function drain(app: FastifyInstance, closing: AbortController): Promise<void> {
  closing.abort();
  // Node ends the connections that are idle at this moment, and leaves later ones open to their timeout.
  const looking = setInterval(() => app.server.closeIdleConnections(), LOOK_MS);
  const cutting = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
  try {
    await app.close();
  } finally {
    clearInterval(looking);
    clearTimeout(cutting);
  }
}
