import { randomBytes } from "node:crypto";

import type { Queryable } from "./database.ts";

/** As long as the digest that it keys (RFC 2104, section 3). */
const KEY_BYTES = 32;

/** The key of the client secrets: whoever opens the database first makes it. */
export async function readSecretKey(database: Queryable): Promise<Uint8Array> {
  await database.run(
    "INSERT INTO settings (name, value) VALUES ('secret_key', $1) ON CONFLICT (name) DO NOTHING",
    [randomBytes(KEY_BYTES).toString("hex")],
  );
  const [row] = await database.query("SELECT value FROM settings WHERE name = 'secret_key'");
  return Buffer.from(String(row?.[0]), "hex");
}
