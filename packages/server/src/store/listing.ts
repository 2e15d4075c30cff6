import type { ThreadsListItemsQuery } from "@chatkit-contract/types";

import type { Queryable, Row, Value } from "./database.ts";
import { toKeyText } from "./key-text.ts";
import { DEFAULT_LIMIT, DEFAULT_ORDER } from "./listing-defaults.ts";
import type { Listed } from "./store.ts";

/** Every thread of a project. */
export const allThreads: Listing = defineListing({
  table: "threads",
  cursorKey: ["project"],
  scope: ["project"],
  filter: "deleted = 0",
});

/**
 * The threads of one user; any thread of the project is a position in them. The filter is the other's in other words, so
 * that the index of all threads does not fit: between two cursors SQLite would prefer it, and read everybody's.
 */
export const threadsOfUser: Listing = defineListing({
  table: "threads",
  cursorKey: ["project"],
  scope: ["project", "owner"],
  filter: "deleted < 1",
});

/** The items of one thread. */
export const itemsOfThread: Listing = defineListing({
  table: "items",
  cursorKey: ["project", "thread_id"],
  scope: ["project", "thread_id"],
});

/** The SQL of a listing, written once. */
export interface Listing {
  /** Finds a cursor's position by its id; also that of a deleted element. */
  readonly cursorSql: string;
  /** How many values of the scope go before the id. */
  readonly cursorKeyLength: number;
  /** A page, by direction and by the cursors that bound it: see `variantOf`. */
  readonly pageSql: readonly string[];
}

interface ListingDefinition {
  table: string;
  /** The columns that, with the id, name a cursor. */
  cursorKey: readonly string[];
  /** The columns whose values select the listing. */
  scope: readonly string[];
  /** What else is true of its rows, as the index says it. */
  filter?: string;
}

/**
 * Reads one page: the cursors' positions first, then the rows by one query, one more than asked for to know `hasMore`.
 *
 * @param scope The values that select the listing, in the order of its columns.
 */
export async function readPage<Item>(
  database: Queryable,
  listing: Listing,
  scope: readonly string[],
  query: ThreadsListItemsQuery,
): Promise<Listed<Item>> {
  const { after, before, limit = DEFAULT_LIMIT, order = DEFAULT_ORDER } = query;
  const values: Value[] = [...scope];
  for (const [name, id] of [
    ["after", after],
    ["before", before],
  ] as const) {
    if (id !== undefined) {
      const cursor = await findCursor(database, listing, scope, id);
      if (cursor === undefined) {
        return { unknownCursor: name };
      }
      values.push(...cursor);
    }
  }
  if (limit === 0) {
    return { items: [], hasMore: false };
  }
  values.push(limit + 1);
  const variant = variantOf(order === "desc", after !== undefined, before !== undefined);
  const rows = await database.query(listing.pageSql[variant] ?? "", values);
  const hasMore = rows.length > limit;
  const items = (hasMore ? rows.slice(0, limit) : rows).map(
    ([body]) => JSON.parse(String(body)) as Item,
  );
  return { items: isBackward(after, before) ? items.toReversed() : items, hasMore };
}

async function findCursor(
  database: Queryable,
  { cursorSql, cursorKeyLength }: Listing,
  scope: readonly string[],
  id: string,
): Promise<Row | undefined> {
  const values = [...scope.slice(0, cursorKeyLength), toKeyText(id)];
  const [position] = await database.query(cursorSql, values);
  return position;
}

/** With `before` alone the nearest rows come first, so the listing is read against its order. */
function isBackward(after: unknown, before: unknown): boolean {
  return before !== undefined && after === undefined;
}

function defineListing({ table, cursorKey, scope, filter }: ListingDefinition): Listing {
  const pageSql: string[] = [];
  for (const isDescending of [false, true]) {
    for (const hasAfter of [false, true]) {
      for (const hasBefore of [false, true]) {
        let count = scope.length;
        const next = (): string => `$${++count}`;
        const past = isDescending ? "<" : ">";
        const ahead = isDescending ? ">" : "<";
        const isReversed = isDescending !== (hasBefore && !hasAfter);
        const direction = isReversed ? " DESC" : "";
        const conditions = [
          ...scope.map((column, index) => `${column} = $${index + 1}`),
          ...(filter === undefined ? [] : [filter]),
          ...(hasAfter ? [`(created_at, position) ${past} (${next()}, ${next()})`] : []),
          ...(hasBefore ? [`(created_at, position) ${ahead} (${next()}, ${next()})`] : []),
        ];
        pageSql[variantOf(isDescending, hasAfter, hasBefore)] =
          `SELECT body FROM ${table} WHERE ${conditions.join(" AND ")} ` +
          `ORDER BY created_at${direction}, position${direction} LIMIT ${next()}`;
      }
    }
  }
  const key = [...cursorKey, "id"].map((column, index) => `${column} = $${index + 1}`);
  return {
    cursorSql: `SELECT created_at, position FROM ${table} WHERE ${key.join(" AND ")}`,
    cursorKeyLength: cursorKey.length,
    pageSql,
  };
}

function variantOf(isDescending: boolean, hasAfter: boolean, hasBefore: boolean): number {
  return (isDescending ? 1 : 0) + (hasAfter ? 2 : 0) + (hasBefore ? 4 : 0);
}
