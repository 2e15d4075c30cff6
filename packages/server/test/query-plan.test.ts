import { expect, it } from "vitest";

import { allThreads, itemsOfThread, threadsOfUser } from "../src/store/listing.ts";
import { migrate } from "../src/store/migrate.ts";
import { migrations } from "../src/store/migrations/migrations.ts";
import { openSqliteDatabase } from "../src/store/sqlite-database.ts";

it.each([
  { what: "all threads", listing: allThreads, index: "threads_by_time (project=?" },
  {
    what: "one user's threads",
    listing: threadsOfUser,
    index: "threads_by_owner (project=? AND owner=?",
  },
  {
    what: "a thread's items",
    listing: itemsOfThread,
    index: "items_by_time (project=? AND thread_id=?",
  },
])(
  "reads $what from one index, from the cursor on, without sorting",
  async ({ listing, index }) => {
    const database = await openSqliteDatabase();
    await migrate(database, migrations);

    const plans = await Promise.all(
      listing.pageSql.map(async (sql) => {
        const values = [...sql.matchAll(/\$\d+/g)].map(() => 1);
        const rows = await database.query(`EXPLAIN QUERY PLAN ${sql}`, values);
        return rows.map((row) => row[3]);
      }),
    );
    const [cursorPlan] = await database.query(`EXPLAIN QUERY PLAN ${listing.cursorSql}`);
    await database.close();

    const [bare, after, descAfter, both] = ["", ">", "<", "><"].map((sides) =>
      Array.from(sides, (side) => ` AND (created_at,position)${side}(?,?)`).join(""),
    );
    // By variant: no cursor, after, before, both; each asc, then desc. Every cursor narrows the search.
    const bounds = [bare, bare, after, descAfter, descAfter, after, both, both];
    const table = index.split("_")[0];
    expect(plans).toEqual(bounds.map((bound) => [`SEARCH ${table} USING INDEX ${index}${bound})`]));
    expect(cursorPlan?.[3]).toMatch(/USING INDEX sqlite_autoindex_|items_by_time/);
  },
);
