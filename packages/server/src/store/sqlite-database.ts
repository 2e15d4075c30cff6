import { closeSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

import type { Database, Queryable, Row, Value } from "./database.ts";
import { StoreOpenError } from "./store-open-error.ts";

/** How long a writer waits for the writers of other processes, in milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens a database of SQLite.
 *
 * @param file Where it is kept; it is made where there is none. Left out, or `:memory:`: nowhere, and it ends with close.
 *
 * @throws {StoreOpenError} The file cannot be opened, or is no database.
 */
export async function openSqliteDatabase(file = ":memory:"): Promise<Database> {
  if (file === ":memory:") {
    return new SqliteDatabase(new DatabaseSync(file));
  }
  if (file === "") {
    throw new StoreOpenError(file, new Error("its name is empty"));
  }
  const path = resolve(file);
  try {
    // For its owner alone, since it holds the key of the client secrets; SQLite gives its companions the same mode.
    closeSync(openSync(path, "a", 0o600));
    const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      await makeDurable(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    return new SqliteDatabase(connection);
  } catch (error) {
    throw new StoreOpenError(path, error);
  }
}

/** A commit waits for the disk, and readers do not wait for writers (sqlite.org/wal.html). */
async function makeDurable(connection: DatabaseSync): Promise<void> {
  connection.exec("PRAGMA synchronous = FULL");
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      connection.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      // Where two processes turn a new file to WAL at once, SQLite refuses one of them without waiting.
      if (!isBusy(error) || performance.now() > deadline) {
        throw error;
      }
      await sleep(5);
    }
  }
}

/** https://sqlite.org/rescode.html: the low byte is the primary code, 5 is SQLITE_BUSY. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === 5;
}

/** One connection. Its calls do not wait for anything, so what is asked outside a transaction is put off until it ends. */
class SqliteDatabase implements Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** How much is under way or waits for it. */
  #waiting = 0;
  #lastEnd: Promise<void> = Promise.resolve();
  /** What has the connection to itself during a transaction. */
  readonly #inside: Queryable = {
    query: async (sql, values) => this.#all(sql, values),
    run: async (sql, values) => this.#run(sql, values),
  };

  constructor(connection: DatabaseSync) {
    this.#connection = connection;
  }

  async query(sql: string, values?: readonly Value[]): Promise<Row[]> {
    return this.#waiting === 0
      ? this.#all(sql, values)
      : this.#enqueue(async () => this.#all(sql, values));
  }

  async run(sql: string, values?: readonly Value[]): Promise<number> {
    return this.#waiting === 0
      ? this.#run(sql, values)
      : this.#enqueue(async () => this.#run(sql, values));
  }

  async transaction<Result>(work: (inside: Queryable) => Promise<Result>): Promise<Result> {
    return this.#enqueue(async () => {
      // Immediate: a transaction that reads first and writes then would otherwise be refused when another has written.
      this.#connection.exec("BEGIN IMMEDIATE");
      try {
        const result = await work(this.#inside);
        this.#connection.exec("COMMIT");
        return result;
      } catch (error) {
        if (this.#connection.isTransaction) {
          this.#connection.exec("ROLLBACK");
        }
        throw error;
      }
    });
  }

  /** A transaction that writes has a database of SQLite to itself anyway. */
  async exclusively<Result>(work: (inside: Queryable) => Promise<Result>): Promise<Result> {
    return this.transaction(work);
  }

  async close(): Promise<void> {
    await this.#enqueue(async () => {
      if (this.#connection.isOpen) {
        this.#statements.clear();
        this.#connection.close();
      }
    });
  }

  /** Runs work when all that came before it has ended. */
  async #enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#lastEnd;
    const { promise, resolve: end } = Promise.withResolvers<void>();
    this.#lastEnd = promise;
    this.#waiting += 1;
    await before;
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
      end();
    }
  }

  #all(sql: string, values: readonly Value[] = []): Row[] {
    // A statement that returns arrays does, whatever its type says.
    return this.#prepare(sql).all(...values) as unknown as Row[];
  }

  #run(sql: string, values: readonly Value[] = []): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) {
      return known;
    }
    // To SQLite `$1` is a name and `?1` a number.
    const statement = this.#connection.prepare(sql.replaceAll(/\$(?=\d)/g, "?"));
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}
