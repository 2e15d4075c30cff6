import type { Migration } from "./migration.ts";

/**
 * Everything belongs to a project. What the API answers is kept as JSON in `body`, beside it only what is searched by.
 * Rows are listed by (created_at, position): a thread's position is counted by its project, an item's by its thread, and
 * neither ever changes.
 */
export const threadsAndSessions: Migration = {
  number: 1,
  name: "threads and sessions",
  statements: [
    `CREATE TABLE settings (
      name text NOT NULL PRIMARY KEY,
      value text NOT NULL
    )`,
    `CREATE TABLE projects (
      id text NOT NULL PRIMARY KEY,
      thread_count bigint NOT NULL
    )`,
    // A deleted thread keeps its row, which is the position that its id stands for, and loses what it said.
    `CREATE TABLE threads (
      project text NOT NULL,
      id text NOT NULL,
      position bigint NOT NULL,
      created_at bigint NOT NULL,
      owner text NOT NULL,
      deleted smallint NOT NULL,
      item_count bigint NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (project, id)
    )`,
    `CREATE INDEX threads_by_time ON threads (project, created_at, position) WHERE deleted = 0`,
    // `deleted < 1`, so that each listing has one index that it can use: see src/store/listing.ts.
    `CREATE INDEX threads_by_owner ON threads (project, owner, created_at, position)
      WHERE deleted < 1`,
    `CREATE TABLE items (
      project text NOT NULL,
      id text NOT NULL,
      thread_id text NOT NULL,
      position bigint NOT NULL,
      created_at bigint NOT NULL,
      body text NOT NULL,
      PRIMARY KEY (project, id)
    )`,
    `CREATE INDEX items_by_time ON items (project, thread_id, created_at, position)`,
    `CREATE TABLE sessions (
      project text NOT NULL,
      id text NOT NULL,
      expires_at bigint NOT NULL,
      cancelled_at bigint,
      body text NOT NULL,
      PRIMARY KEY (project, id)
    )`,
    `CREATE TABLE idempotency_keys (
      project text NOT NULL,
      name text NOT NULL,
      body_digest text NOT NULL,
      session_id text NOT NULL,
      kept_until bigint NOT NULL,
      PRIMARY KEY (project, name)
    )`,
    `CREATE INDEX idempotency_keys_by_end ON idempotency_keys (kept_until)`,
  ],
};
