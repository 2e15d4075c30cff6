import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/migrations.ts";
import { readSecretKey } from "./secret-key.ts";
import { SqlStore } from "./sql-store.ts";
import { openSqliteDatabase } from "./sqlite-database.ts";
import { StoreOpenError } from "./store-open-error.ts";
import type { Store } from "./store.ts";

export interface SqliteStoreOptions {
  /**
   * The file that keeps the data, made where there is none; several processes may share it. What a call has acknowledged
   * survives the end of the process. Default: memory, and the data ends with `close`.
   */
  file?: string | undefined;
}

/**
 * Opens a store on the SQLite that comes with Node.
 *
 * @throws {StoreOpenError} The file cannot be opened, is no database, or was made by a newer version.
 */
export async function createSqliteStore(options: SqliteStoreOptions = {}): Promise<Store> {
  const database = await openSqliteDatabase(options.file);
  try {
    return await openStore(database);
  } catch (error) {
    await database.close();
    throw new StoreOpenError(options.file ?? ":memory:", error);
  }
}

async function openStore(database: Database): Promise<Store> {
  await migrate(database, migrations);
  return new SqlStore(database, await readSecretKey(database));
}
