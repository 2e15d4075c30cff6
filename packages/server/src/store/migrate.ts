import type { Database } from "./database.ts";
import type { Migration } from "./migrations/migration.ts";

/**
 * Brings a database to the newest form: applies what it lacks, each migration once and all of them or none, while every
 * other process that opens it waits.
 *
 * Of the libraries, umzug has no lock and a command line's worth of dependencies, postgrator knows neither node:sqlite nor
 * a lock, node-pg-migrate only PostgreSQL, and Kysely's migrator comes with a query builder: this is shorter than an
 * adapter to any of them.
 *
 * @throws {Error} The database has a migration that is unknown here: a newer version made it.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
): Promise<Migration[]> {
  return database.exclusively(async (transaction) => {
    await transaction.run(
      "CREATE TABLE IF NOT EXISTS migrations (number integer NOT NULL PRIMARY KEY, name text NOT NULL)",
    );
    const rows = await transaction.query("SELECT number, name FROM migrations ORDER BY number");
    const unknown = rows.find(([number]) => !migrations.some((known) => known.number === number));
    if (unknown) {
      const [number, name] = unknown;
      throw new Error(
        `it has migration ${number} (${name}), made by a newer version of this program than this one`,
      );
    }
    const applied = new Set(rows.map(([number]) => number));
    const missing = migrations.filter(({ number }) => !applied.has(number));
    for (const { number, name, statements } of missing) {
      for (const statement of statements) {
        await transaction.run(statement);
      }
      await transaction.run("INSERT INTO migrations (number, name) VALUES ($1, $2)", [
        number,
        name,
      ]);
    }
    return missing;
  });
}
