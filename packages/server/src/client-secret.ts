import { createHmac } from "node:crypto";

/** The secret of a session. It is derived at each answer and kept nowhere: whoever reads the database has none. */
export function deriveClientSecret(key: Uint8Array, sessionId: string): string {
  return `ek_${createHmac("sha256", key).update(sessionId).digest("base64url")}`;
}
