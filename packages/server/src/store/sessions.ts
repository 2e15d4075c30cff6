import type { Queryable, Row, Value } from "./database.ts";
import { toKeyText } from "./key-text.ts";
import type { Idempotency, StoredSession } from "./store.ts";

/** How long an idempotency key is kept, in seconds. */
const KEY_KEPT_SECONDS = 24 * 60 * 60;

/**
 * Keeps a session in a transaction of the caller. Where a key came before with it, the session of that call is given
 * instead.
 */
export async function keepSession(
  transaction: Queryable,
  project: string,
  session: StoredSession,
  idempotency: Idempotency | undefined,
): Promise<StoredSession | "reused"> {
  if (idempotency && !(await claimKey(transaction, project, session.id, idempotency))) {
    return findFirstSession(transaction, project, idempotency);
  }
  await transaction.run(
    "INSERT INTO sessions (project, id, expires_at, cancelled_at, body) VALUES ($1, $2, $3, $4, $5)",
    sessionValues(project, session),
  );
  return session;
}

/** Writes a session over one with its id, if there is one. */
export async function replaceSession(
  transaction: Queryable,
  project: string,
  session: StoredSession,
): Promise<void> {
  await transaction.run(
    "INSERT INTO sessions (project, id, expires_at, cancelled_at, body) VALUES ($1, $2, $3, $4, $5) " +
      "ON CONFLICT (project, id) DO UPDATE SET expires_at = excluded.expires_at, " +
      "cancelled_at = excluded.cancelled_at, body = excluded.body",
    sessionValues(project, session),
  );
}

export async function findSession(
  database: Queryable,
  project: string,
  id: string,
): Promise<StoredSession | undefined> {
  const rows = await database.query(
    "SELECT body, cancelled_at FROM sessions WHERE project = $1 AND id = $2",
    [project, toKeyText(id)],
  );
  return rows.map(parseSession)[0];
}

/** The sessions of a project with ids past a key, in the order of their keys. */
export async function readSessions(
  database: Queryable,
  project: string,
  pastKey: string,
  limit: number,
): Promise<StoredSession[]> {
  const rows = await database.query(
    "SELECT body, cancelled_at FROM sessions WHERE project = $1 AND id > $2 ORDER BY id LIMIT $3",
    [project, pastKey, limit],
  );
  return rows.map(parseSession);
}

/** A session ends at the very second of `expires_at`, and what has ended cannot be cancelled. */
export async function cancelSession(
  database: Queryable,
  project: string,
  id: string,
  now: number,
): Promise<StoredSession | undefined> {
  await database.run(
    "UPDATE sessions SET cancelled_at = $3 " +
      "WHERE project = $1 AND id = $2 AND cancelled_at IS NULL AND expires_at > $3",
    [project, toKeyText(id), now],
  );
  return findSession(database, project, id);
}

/** Takes a key for a session, unless it is taken. Of two that come at once, the database lets one. */
async function claimKey(
  transaction: Queryable,
  project: string,
  sessionId: string,
  { key, bodyDigest, now }: Idempotency,
): Promise<boolean> {
  await transaction.run("DELETE FROM idempotency_keys WHERE kept_until < $1", [now]);
  const claimed = await transaction.run(
    "INSERT INTO idempotency_keys (project, name, body_digest, session_id, kept_until) " +
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (project, name) DO NOTHING",
    [project, toKeyText(key), bodyDigest, toKeyText(sessionId), now + KEY_KEPT_SECONDS],
  );
  return claimed > 0;
}

/** The session of the call that took a key, if that call had the same body. */
async function findFirstSession(
  transaction: Queryable,
  project: string,
  { key, bodyDigest }: Idempotency,
): Promise<StoredSession | "reused"> {
  const rows = await transaction.query(
    "SELECT body, cancelled_at FROM sessions JOIN idempotency_keys " +
      "ON idempotency_keys.project = sessions.project AND session_id = sessions.id " +
      "WHERE sessions.project = $1 AND name = $2 AND body_digest = $3",
    [project, toKeyText(key), bodyDigest],
  );
  return rows.map(parseSession)[0] ?? "reused";
}

function parseSession([body, cancelledAt]: Row): StoredSession {
  const session = JSON.parse(String(body)) as StoredSession;
  return { ...session, cancelled_at: cancelledAt as number | null };
}

function sessionValues(project: string, session: StoredSession): Value[] {
  const { id, expires_at, cancelled_at } = session;
  return [project, toKeyText(id), expires_at, cancelled_at, JSON.stringify(session)];
}
