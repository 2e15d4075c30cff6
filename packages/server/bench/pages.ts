import { generateThreads } from "../src/data/generate-threads.ts";
import type { Database } from "../src/store/database.ts";
import { toKeyText } from "../src/store/key-text.ts";
import { migrate } from "../src/store/migrate.ts";
import { migrations } from "../src/store/migrations/migrations.ts";
import { SqlStore } from "../src/store/sql-store.ts";
import { openSqliteDatabase } from "../src/store/sqlite-database.ts";
import type { Store } from "../src/store/store.ts";
import { measureImport, type Import } from "./imports.ts";
import { median } from "./median.ts";

/** How long a page of a listing takes, by how deep it lies. */
export interface PageTimes {
  /** How many threads the database has. */
  readonly count: number;
  /** Whose threads they are. */
  readonly listing: "all" | "busy" | "rare";
  /** How many threads the listing has. */
  readonly threads: number;
  /** The p50 at each of {@link DEPTHS}, in microseconds. */
  readonly perDepth: readonly number[];
}

export interface PageMeasures {
  readonly byCursor: readonly PageTimes[];
  /** All threads, as they would be read without cursors. */
  readonly byOffset: readonly PageTimes[];
  /** The larger database, as it was filled. */
  readonly filling: Import;
}

export const DEPTHS = [
  { name: "second page", share: 0 },
  { name: "50 % deep", share: 0.5 },
  { name: "99 % deep", share: 0.99 },
] as const;

/** The threads of a page. */
export const LIMIT = 20;

const PROJECT = "bench";
const ROUNDS = 9;
/** How many pages of a place are read in a round, each after another cursor. */
const PAGES = 150;
const OFFSET_PAGES = 3;
/** A user with so many threads is rare, and still has a second page. */
const RARE_THREADS = 100;

/**
 * Reads pages of two databases of different sizes, in memory, so that the disk has no part in it.
 *
 * @param sizes How many threads each of them has, the smaller one first.
 */
export async function measurePages(sizes: readonly [number, number]): Promise<PageMeasures> {
  const small = await fill(sizes[0]);
  const large = await fill(sizes[1]);
  const listings = [...(await findListings(small)), ...(await findListings(large))];
  process.stderr.write("pages\n");
  const byCursor = await readInTurn(listings);
  process.stderr.write("pages by OFFSET\n");
  const byOffset = [await measureOffsets(small), await measureOffsets(large)];
  await Promise.all([small.store.close(), large.store.close()]);
  return { byCursor, byOffset, filling: large.filling };
}

/** A database with its threads. */
interface Filled {
  readonly count: number;
  readonly database: Database;
  readonly store: Store;
  readonly filling: Import;
}

/** A listing whose pages are measured. */
interface MeasuredListing extends Omit<PageTimes, "perDepth" | "count"> {
  readonly filled: Filled;
  readonly user: string | undefined;
}

async function fill(count: number): Promise<Filled> {
  const database = await openSqliteDatabase();
  await migrate(database, migrations);
  const store = new SqlStore(database, new Uint8Array());
  const what = `${count.toLocaleString("en")} threads alone, in memory`;
  process.stderr.write(`import of ${what}\n`);
  const records = generateThreads({ count, seed: 7, hasItems: false });
  return { count, database, store, filling: await measureImport(what, store, PROJECT, records) };
}

async function findListings(filled: Filled): Promise<MeasuredListing[]> {
  const users = await filled.database.query(
    "SELECT owner, count(*) FROM threads WHERE project = $1 GROUP BY owner ORDER BY count(*) DESC, owner",
    [PROJECT],
  );
  const [busy] = users;
  const rare = users.find(([, threads]) => Number(threads) <= RARE_THREADS);
  const create = (listing: PageTimes["listing"], row: typeof busy): MeasuredListing => ({
    filled,
    listing,
    user: row && String(row[0]),
    threads: row ? Number(row[1]) : filled.count,
  });
  return [create("all", undefined), create("busy", busy), create("rare", rare)];
}

interface Place {
  readonly listing: MeasuredListing;
  readonly cursors: readonly string[];
  readonly times: number[];
}

/** The median of all pages, the places taken in turn, so that what the machine does meanwhile strikes them all. */
async function readInTurn(listings: readonly MeasuredListing[]): Promise<PageTimes[]> {
  const places: Place[] = [];
  for (const listing of listings) {
    for (const { share } of DEPTHS) {
      places.push({ listing, cursors: await findCursors(listing, share), times: [] });
    }
  }
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { listing, cursors, times } of round % 2 === 0 ? places : places.toReversed()) {
      const { filled, user } = listing;
      for (let page = 0; page < PAGES; page += 1) {
        const after = cursors[page % cursors.length];
        const start = performance.now();
        const listed = await filled.store.listThreads(PROJECT, { user, limit: LIMIT, after });
        const elapsedMs = performance.now() - start;
        if (listed.unknownCursor !== undefined || listed.items.length === 0) {
          throw new Error(`no page of the listing ${listing.listing} after ${after}`);
        }
        // The first round warms up.
        if (round > 0) {
          times.push(elapsedMs * 1000);
        }
      }
    }
  }
  return listings.map((measured) => ({
    count: measured.filled.count,
    listing: measured.listing,
    threads: measured.threads,
    perDepth: places
      .filter(({ listing }) => listing === measured)
      .map(({ times }) => median(times)),
  }));
}

/** The cursors from a depth on. */
async function findCursors(
  { filled, user, threads }: MeasuredListing,
  share: number,
): Promise<string[]> {
  // The deepest place still has a full page behind it: a shorter one would be quicker for another reason.
  const deepest = threads - LIMIT - 1;
  const offset = share === 0 ? LIMIT - 1 : Math.min(Math.floor(share * threads) - 1, deepest);
  const count = Math.min(PAGES, deepest - offset + 1);
  const rows = await filled.database.query(
    `SELECT body FROM threads WHERE project = $1 ${user === undefined ? "" : "AND owner = $2"} ` +
      `ORDER BY created_at DESC, position DESC LIMIT ${count} OFFSET ${offset}`,
    user === undefined ? [PROJECT] : [PROJECT, toKeyText(user)],
  );
  return rows.map(([body]) => (JSON.parse(String(body)) as { id: string }).id);
}

/** The same pages by OFFSET, as they would be read without cursors. */
async function measureOffsets({ database, count }: Filled): Promise<PageTimes> {
  const perDepth = [];
  for (const { share } of DEPTHS) {
    const offset = share === 0 ? LIMIT : Math.floor(share * count);
    const times = [];
    for (let page = 0; page <= OFFSET_PAGES; page += 1) {
      const start = performance.now();
      const rows = await database.query(
        "SELECT body FROM threads WHERE project = $1 AND deleted = 0 " +
          "ORDER BY created_at DESC, position DESC LIMIT $2 OFFSET $3",
        [PROJECT, LIMIT + 1, offset + page],
      );
      rows.slice(0, LIMIT).forEach(([body]) => {
        JSON.parse(String(body));
      });
      times.push((performance.now() - start) * 1000);
    }
    perDepth.push(median(times.slice(1)));
  }
  return { count, listing: "all", threads: count, perDepth };
}
