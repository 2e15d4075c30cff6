import type { Thread, ThreadItem } from "@chatkit-contract/types";

import type { Queryable } from "./database.ts";
import { toKeyText } from "./key-text.ts";
import { RefusedRecordError } from "./refused-record-error.ts";
import { replaceSession } from "./sessions.ts";
import type { StoredRecord, StoredSession } from "./store.ts";

/** Writes a batch in a transaction of the caller: threads, then their items, then sessions. */
export async function importRecords(
  transaction: Queryable,
  project: string,
  records: readonly StoredRecord[],
): Promise<void> {
  const { threads, items, sessions } = sortOut(records);
  const itemCounts = countItems(items);
  const positions = await writeThreads(transaction, project, threads, itemCounts);
  await writeItems(transaction, project, items, positions);
  for (const { record } of sessions) {
    await replaceSession(transaction, project, record);
  }
}

/** A record and its place in the batch. */
interface Entry<Kind extends StoredRecord> {
  readonly record: Kind;
  readonly index: number;
}

interface SortedOut {
  threads: Entry<Thread>[];
  items: Entry<ThreadItem>[];
  sessions: Entry<StoredSession>[];
}

function sortOut(records: readonly StoredRecord[]): SortedOut {
  const sorted: SortedOut = { threads: [], items: [], sessions: [] };
  for (const [index, record] of records.entries()) {
    checkColumns(record, index);
    switch (record.object) {
      case "chatkit.thread":
        sorted.threads.push({ record, index });
        break;
      case "chatkit.thread_item":
        sorted.items.push({ record, index });
        break;
      case "chatkit.session":
        sorted.sessions.push({ record, index });
        break;
    }
  }
  return sorted;
}

/** What the contract allows and a store cannot keep. */
function checkColumns(record: StoredRecord, index: number): void {
  if (record.id === "") {
    throw new RefusedRecordError(index, "id must not be empty: the empty cursor never exists");
  }
  for (const [name, value] of Object.entries(record)) {
    if (TIMES.has(name) && value !== null && !Number.isSafeInteger(value)) {
      const allowed = `a whole number of at most ${Number.MAX_SAFE_INTEGER}`;
      throw new RefusedRecordError(index, `${name} must be ${allowed}, not ${String(value)}`);
    }
  }
}

const TIMES = new Set(["created_at", "expires_at", "cancelled_at"]);

/** How many items a batch brings to each thread. */
function countItems(items: readonly Entry<ThreadItem>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { record } of items) {
    counts.set(record.thread_id, (counts.get(record.thread_id) ?? 0) + 1);
  }
  return counts;
}

/**
 * Writes threads, and takes the positions of their items in the same statement.
 *
 * @param itemCounts How many positions each thread's items need; what was taken is removed.
 * @returns The last position before those of a thread's items, by the thread's id.
 */
async function writeThreads(
  transaction: Queryable,
  project: string,
  threads: readonly Entry<Thread>[],
  itemCounts: Map<string, number>,
): Promise<Map<string, number>> {
  const positions = new Map<string, number>();
  let position = await takeThreadPositions(transaction, project, threads.length);
  for (const { record } of threads) {
    const { id, created_at, user } = record;
    const itemCount = itemCounts.get(id) ?? 0;
    itemCounts.delete(id);
    position += 1;
    const values = [
      project,
      toKeyText(id),
      position,
      created_at,
      toKeyText(user),
      itemCount,
      JSON.stringify(record),
    ];
    if (itemCount === 0) {
      // One that returns nothing takes a quarter less time, and statements are most of what an import does.
      await transaction.run(UPSERT_THREAD, values);
    } else {
      const [row] = await transaction.query(UPSERT_THREAD_RETURNING, values);
      positions.set(id, Number(row?.[0]) - itemCount);
    }
  }
  for (const [id, itemCount] of itemCounts) {
    const [row] = await transaction.query(TAKE_ITEM_POSITIONS, [project, toKeyText(id), itemCount]);
    if (row) {
      positions.set(id, Number(row[0]) - itemCount);
    }
  }
  return positions;
}

const UPSERT_THREAD =
  "INSERT INTO threads (project, id, position, created_at, owner, deleted, item_count, body) " +
  "VALUES ($1, $2, $3, $4, $5, 0, $6, $7) ON CONFLICT (project, id) DO UPDATE SET " +
  "created_at = excluded.created_at, owner = excluded.owner, deleted = 0, " +
  "item_count = threads.item_count + excluded.item_count, body = excluded.body";

const UPSERT_THREAD_RETURNING = `${UPSERT_THREAD} RETURNING item_count`;

const TAKE_ITEM_POSITIONS =
  "UPDATE threads SET item_count = item_count + $3 " +
  "WHERE project = $1 AND id = $2 AND deleted = 0 RETURNING item_count";

/** Reserves positions in the project, and gives the last one before them. */
async function takeThreadPositions(
  transaction: Queryable,
  project: string,
  count: number,
): Promise<number> {
  const [row] = await transaction.query(
    "INSERT INTO projects (id, thread_count) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET " +
      "thread_count = projects.thread_count + excluded.thread_count RETURNING thread_count",
    [project, count],
  );
  return Number(row?.[0]) - count;
}

async function writeItems(
  transaction: Queryable,
  project: string,
  items: readonly Entry<ThreadItem>[],
  positions: Map<string, number>,
): Promise<void> {
  for (const { record, index } of items) {
    const { id, thread_id, created_at } = record;
    const before = positions.get(thread_id);
    if (before === undefined) {
      throw new RefusedRecordError(index, `there is no thread ${thread_id} that it could be of`);
    }
    positions.set(thread_id, before + 1);
    const written = await transaction.run(UPSERT_ITEM, [
      project,
      toKeyText(id),
      toKeyText(thread_id),
      before + 1,
      created_at,
      JSON.stringify(record),
    ]);
    if (written === 0) {
      throw new RefusedRecordError(index, `item ${id} belongs to another thread than ${thread_id}`);
    }
  }
}

const UPSERT_ITEM =
  "INSERT INTO items (project, id, thread_id, position, created_at, body) " +
  "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (project, id) DO UPDATE SET " +
  "created_at = excluded.created_at, body = excluded.body " +
  "WHERE items.thread_id = excluded.thread_id";
