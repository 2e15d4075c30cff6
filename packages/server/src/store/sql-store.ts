import type {
  Thread,
  ThreadItem,
  ThreadsListItemsQuery,
  ThreadsListQuery,
} from "@chatkit-contract/types";

import type { Database, Queryable } from "./database.ts";
import { exportRecords } from "./export-records.ts";
import { importRecords } from "./import-records.ts";
import { toKeyText } from "./key-text.ts";
import { allThreads, itemsOfThread, readPage, threadsOfUser } from "./listing.ts";
import { cancelSession, findSession, keepSession } from "./sessions.ts";
import type { Idempotency, Listed, Store, StoredRecord, StoredSession } from "./store.ts";

/** The store in SQL, on whichever database understands it. */
export class SqlStore implements Store {
  readonly secretKey: Uint8Array;
  readonly #database: Database;

  constructor(database: Database, secretKey: Uint8Array) {
    this.#database = database;
    this.secretKey = secretKey;
  }

  async listThreads(project: string, query: ThreadsListQuery): Promise<Listed<Thread>> {
    const { user } = query;
    return user === undefined
      ? readPage(this.#database, allThreads, [toKeyText(project)], query)
      : readPage(this.#database, threadsOfUser, [toKeyText(project), toKeyText(user)], query);
  }

  async findThread(project: string, id: string): Promise<Thread | undefined> {
    const body = await findLiveThread(this.#database, project, id);
    return body === undefined ? undefined : (JSON.parse(body) as Thread);
  }

  async deleteThread(project: string, id: string): Promise<boolean> {
    const key = [toKeyText(project), toKeyText(id)];
    return this.#database.transaction(async (transaction) => {
      const deleted = await transaction.run(
        "UPDATE threads SET deleted = 1, owner = '', body = '' " +
          "WHERE project = $1 AND id = $2 AND deleted = 0",
        key,
      );
      if (deleted > 0) {
        await transaction.run("DELETE FROM items WHERE project = $1 AND thread_id = $2", key);
      }
      return deleted > 0;
    });
  }

  async listItems(
    project: string,
    threadId: string,
    query: ThreadsListItemsQuery,
  ): Promise<Listed<ThreadItem> | undefined> {
    const thread = await findLiveThread(this.#database, project, threadId);
    const scope = [toKeyText(project), toKeyText(threadId)];
    return thread === undefined ? undefined : readPage(this.#database, itemsOfThread, scope, query);
  }

  async createSession(
    project: string,
    session: StoredSession,
    idempotency?: Idempotency,
  ): Promise<StoredSession | "reused"> {
    return this.#database.transaction((transaction) =>
      keepSession(transaction, toKeyText(project), session, idempotency),
    );
  }

  async findSession(project: string, id: string): Promise<StoredSession | undefined> {
    return findSession(this.#database, toKeyText(project), id);
  }

  async cancelSession(
    project: string,
    id: string,
    now: number,
  ): Promise<StoredSession | undefined> {
    return this.#database.transaction((transaction) =>
      cancelSession(transaction, toKeyText(project), id, now),
    );
  }

  async importRecords(project: string, records: readonly StoredRecord[]): Promise<void> {
    await this.#database.transaction((transaction) =>
      importRecords(transaction, toKeyText(project), records),
    );
  }

  exportRecords(project: string): AsyncIterable<StoredRecord> {
    return exportRecords(this.#database, toKeyText(project));
  }

  async clear(project: string): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      for (const table of ["idempotency_keys", "sessions", "items", "threads"]) {
        await transaction.run(`DELETE FROM ${table} WHERE project = $1`, [toKeyText(project)]);
      }
      await transaction.run("DELETE FROM projects WHERE id = $1", [toKeyText(project)]);
    });
  }

  async isReady(): Promise<boolean> {
    try {
      await this.#database.query("SELECT 1 FROM settings");
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}

async function findLiveThread(
  database: Queryable,
  project: string,
  id: string,
): Promise<string | undefined> {
  const [row] = await database.query(
    "SELECT body FROM threads WHERE project = $1 AND id = $2 AND deleted = 0",
    [toKeyText(project), toKeyText(id)],
  );
  return row && String(row[0]);
}
