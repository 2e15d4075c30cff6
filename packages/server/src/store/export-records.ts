import type { Thread, ThreadItem } from "@chatkit-contract/types";

import type { Queryable } from "./database.ts";
import { toKeyText } from "./key-text.ts";
import { allThreads, itemsOfThread, readPage, type Listing } from "./listing.ts";
import { readSessions } from "./sessions.ts";
import type { StoredRecord } from "./store.ts";

/** How many rows are held at once. */
const BATCH_SIZE = 500;

/**
 * Every record of a project, oldest first: each thread, then its items, and the sessions last. In this order an import
 * counts the same positions again. It reads in batches, so that others can work in between.
 */
export async function* exportRecords(
  database: Queryable,
  project: string,
): AsyncGenerator<StoredRecord> {
  for await (const thread of walk<Thread>(database, allThreads, [project])) {
    yield thread;
    yield* walk<ThreadItem>(database, itemsOfThread, [project, toKeyText(thread.id)]);
  }
  let pastKey = "";
  for (;;) {
    const sessions = await readSessions(database, project, pastKey, BATCH_SIZE);
    yield* sessions;
    const last = sessions.at(-1);
    if (last === undefined) {
      return;
    }
    pastKey = toKeyText(last.id);
  }
}

/** Goes through a listing as a client would. */
async function* walk<Item extends { id: string }>(
  database: Queryable,
  listing: Listing,
  scope: readonly string[],
): AsyncGenerator<Item> {
  let after: string | undefined;
  for (;;) {
    const page = await readPage<Item>(database, listing, scope, {
      after,
      limit: BATCH_SIZE,
      order: "asc",
    });
    if (page.unknownCursor !== undefined) {
      // The project was cleared meanwhile, or the thread deleted with its items.
      return;
    }
    yield* page.items;
    after = page.items.at(-1)?.id;
    if (!page.hasMore) {
      return;
    }
  }
}
