import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { generateThreads } from "../src/data/generate-threads.ts";
import { importInBatches } from "../src/data/import-in-batches.ts";
import type { Database } from "../src/store/database.ts";
import { toKeyText } from "../src/store/key-text.ts";
import { migrate } from "../src/store/migrate.ts";
import { migrations } from "../src/store/migrations/migrations.ts";
import { createSqliteStore } from "../src/store/open-store.ts";
import { SqlStore } from "../src/store/sql-store.ts";
import { openSqliteDatabase } from "../src/store/sqlite-database.ts";
import type { Store, StoredRecord } from "../src/store/store.ts";
import { drawLineChart } from "./line-chart.ts";
import { formatTable } from "./markdown-table.ts";

/** How long a page takes by how many threads there are and how deep it lies, and how fast records are imported. */
export interface StoreReport {
  readonly markdown: string;
  /** The latency of a page by its depth, with OFFSET beside it, as SVG. */
  readonly chart: string;
  /** What is slower than it may be, a sentence each; empty when all is well. */
  readonly misses: readonly string[];
}

export interface MeasureStoreOptions {
  /** How many threads the two databases have. Default: 10,000 and 1,000,000. */
  sizes?: readonly [number, number];
  /** Called with what is being done. */
  onProgress?: (what: string) => void;
}

const MAX_DEEP_OVER_SECOND = 1.5;
const MAX_LARGE_OVER_SMALL = 1.5;
const COMMAND = "pnpm --filter @chatkit-contract/server run bench:store";

const PROJECT = "bench";
const LIMIT = 20;
const ROUNDS = 9;
/** How many pages of a place are read in a round, each after another cursor. */
const PAGES = 150;
const OFFSET_PAGES = 3;
/** A user with so many threads is rare, and still has a second page. */
const RARE_THREADS = 100;

const DEPTHS = [
  { name: "second page", share: 0 },
  { name: "50 % deep", share: 0.5 },
  { name: "99 % deep", share: 0.99 },
] as const;

/** Measures in memory, so that the disk has no part in it. */
export async function measureStore({
  sizes = [10_000, 1_000_000],
  onProgress = () => {},
}: MeasureStoreOptions = {}): Promise<StoreReport> {
  const imports = await measureImports(onProgress);
  const small = await fill(sizes[0], onProgress);
  const large = await fill(sizes[1], onProgress);
  const listings = [...(await findListings(small)), ...(await findListings(large))];
  onProgress("pages");
  const latencies = await measurePages(listings);
  onProgress("pages with OFFSET");
  const offsets = new Map<Filled, number[]>();
  for (const filled of [small, large]) {
    offsets.set(filled, await measureOffsets(filled));
  }
  await Promise.all([small.store.close(), large.store.close()]);

  const results = listings.map((listing) => ({
    listing,
    perDepth: latencies.get(listing) ?? [],
    ofSmall: latencies.get(listings.find((other) => isSmallerTwin(other, listing)) ?? listing),
  }));
  const markdown = [
    `Node ${process.versions.node}, ${availableParallelism()} cores; pages of ${LIMIT}, in memory, p50; \`${COMMAND}\``,
    "",
    describePages(results, offsets),
    "",
    formatTable([
      ["import", "records a second", "a CPU second"],
      ...[...imports, large.filling].map(({ what, perSecond, perCpuSecond }) => [
        what,
        formatCount(perSecond),
        formatCount(perCpuSecond),
      ]),
    ]),
  ].join("\n");
  return { markdown, chart: describeChart(results, offsets), misses: findMisses(results) };
}

/** A database with its threads. */
interface Filled {
  readonly count: number;
  readonly database: Database;
  readonly store: Store;
  readonly filling: Import;
}

/** How fast records were imported. */
interface Import {
  readonly what: string;
  readonly perSecond: number;
  /** The same on a machine that has nothing else to do, if no disk is waited for. */
  readonly perCpuSecond: number;
}

/** A listing whose pages are measured. */
interface MeasuredListing {
  readonly filled: Filled;
  readonly name: string;
  readonly user: string | undefined;
  readonly threads: number;
}

interface Result {
  readonly listing: MeasuredListing;
  /** The p50 at each depth, in microseconds. */
  readonly perDepth: readonly number[];
  /** The same of the listing in the small database. */
  readonly ofSmall: readonly number[] | undefined;
}

async function fill(count: number, onProgress: (what: string) => void): Promise<Filled> {
  const database = await openSqliteDatabase();
  await migrate(database, migrations);
  const store = new SqlStore(database, new Uint8Array());
  const size = count.toLocaleString("en");
  const records = generateThreads({ count, seed: 7, hasItems: false });
  const filling = await measureImport(
    `${size} threads alone, in memory`,
    store,
    records,
    (done) => {
      if (done % 100_000 === 0) {
        onProgress(`${done.toLocaleString("en")} of ${size} threads`);
      }
    },
  );
  return { count, database, store, filling };
}

async function measureImport(
  what: string,
  store: Store,
  records: Iterable<StoredRecord>,
  onProgress: (done: number) => void = () => {},
): Promise<Import> {
  const start = performance.now();
  const startCpu = process.cpuUsage();
  const written = await importInBatches(store, PROJECT, records, {
    onProgress: ({ records: done }) => onProgress(done),
  });
  const { user, system } = process.cpuUsage(startCpu);
  return {
    what,
    perSecond: (written.records / (performance.now() - start)) * 1000,
    perCpuSecond: (written.records / (user + system)) * 1e6,
  };
}

async function measureImports(onProgress: (what: string) => void): Promise<Import[]> {
  const folder = mkdtempSync(join(tmpdir(), "chatkit-bench-"));
  const records = [...generateThreads({ count: 5000, seed: 7 })];
  const places = [
    { what: "threads with their items, in memory", file: undefined },
    { what: "threads with their items, into a file", file: join(folder, "bench.sqlite") },
  ];
  const imports = [];
  for (const { what, file } of places) {
    onProgress(what);
    const store = await createSqliteStore({ file });
    imports.push(await measureImport(what, store, records));
    await store.close();
  }
  rmSync(folder, { recursive: true });
  return imports;
}

async function findListings(filled: Filled): Promise<MeasuredListing[]> {
  const users = await filled.database.query(
    "SELECT owner, count(*) FROM threads WHERE project = $1 GROUP BY owner ORDER BY count(*) DESC, owner",
    [PROJECT],
  );
  const [busy] = users;
  const rare = users.find(([, threads]) => Number(threads) <= RARE_THREADS);
  const create = (name: string, row: typeof busy): MeasuredListing => ({
    filled,
    name,
    user: row && String(row[0]),
    threads: row ? Number(row[1]) : filled.count,
  });
  return [create("all", undefined), create("a busy user", busy), create("a rare user", rare)];
}

/** The median of all pages, the places taken in turn, so that what the machine does meanwhile strikes them all. */
async function measurePages(
  listings: readonly MeasuredListing[],
): Promise<Map<MeasuredListing, number[]>> {
  const places = [];
  for (const listing of listings) {
    for (const { share } of DEPTHS) {
      places.push({ listing, cursors: await findCursors(listing, share), times: [] as number[] });
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
          throw new Error(`no page of ${listing.name} after ${after}`);
        }
        // The first round warms up.
        if (round > 0) {
          times.push(elapsedMs * 1000);
        }
      }
    }
  }
  const latencies = new Map<MeasuredListing, number[]>();
  for (const { listing, times } of places) {
    latencies.set(listing, [...(latencies.get(listing) ?? []), median(times)]);
  }
  return latencies;
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
async function measureOffsets({ database, count }: Filled): Promise<number[]> {
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
  return perDepth;
}

function describePages(
  results: readonly Result[],
  offsets: ReadonlyMap<Filled, readonly number[]>,
): string {
  const rows = results.map(({ listing, perDepth, ofSmall }) => [
    listing.filled.count.toLocaleString("en"),
    listing.name === "all" ? "all threads" : `of ${listing.name} (${formatCount(listing.threads)})`,
    ...perDepth.map(formatMicroseconds),
    deepOverSecond(perDepth).toFixed(2),
    ofSmall === perDepth ? "" : largeOverSmall(perDepth, ofSmall).toFixed(2),
  ]);
  const contrast = [...offsets].map(([{ count }, perDepth]) => [
    count.toLocaleString("en"),
    "all threads, by OFFSET",
    ...perDepth.map(formatMicroseconds),
    deepOverSecond(perDepth).toFixed(deepOverSecond(perDepth) < 10 ? 2 : 0),
    "",
  ]);
  const head = ["threads", "listing", ...DEPTHS.map(({ name }) => name)];
  return formatTable([[...head, "deep / second", "large / small"], ...rows, ...contrast]);
}

function describeChart(
  results: readonly Result[],
  offsets: ReadonlyMap<Filled, readonly number[]>,
): string {
  const ofAll = results.filter(({ listing }) => listing.name === "all");
  return drawLineChart({
    title: "A page of threads, by how deep it lies",
    unit: "µs (p50), logarithmic",
    places: DEPTHS.map(({ name }) => name),
    lines: [
      ...ofAll.map(({ listing, perDepth }) => ({
        name: `${listing.filled.count.toLocaleString("en")}, by cursor`,
        values: perDepth,
      })),
      ...[...offsets].map(([{ count }, values]) => ({
        name: `${count.toLocaleString("en")}, by OFFSET`,
        values,
        isContrast: true,
      })),
    ],
  });
}

function findMisses(results: readonly Result[]): string[] {
  return results.flatMap(({ listing, perDepth, ofSmall }) => {
    const of = `pages of ${listing.name} of ${listing.filled.count.toLocaleString("en")} threads`;
    const deep = deepOverSecond(perDepth);
    const large = largeOverSmall(perDepth, ofSmall);
    return [
      ...(deep > MAX_DEEP_OVER_SECOND
        ? [`Deep ${of} take ${deep.toFixed(2)} times the second, not ${MAX_DEEP_OVER_SECOND}.`]
        : []),
      ...(large > MAX_LARGE_OVER_SMALL
        ? [`The ${of} take ${large.toFixed(2)} times those of few, not ${MAX_LARGE_OVER_SMALL}.`]
        : []),
    ];
  });
}

function isSmallerTwin(one: MeasuredListing, other: MeasuredListing): boolean {
  return one.name === other.name && one.filled.count < other.filled.count;
}

/** The slower of the deep places over the second page. */
function deepOverSecond([second = 1, ...deep]: readonly number[]): number {
  return Math.max(...deep) / second;
}

/** The worst of the depths. */
function largeOverSmall(large: readonly number[], small: readonly number[] = []): number {
  return Math.max(...large.map((value, depth) => value / (small[depth] ?? value)));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function formatMicroseconds(value: number): string {
  return `${value < 1000 ? value.toFixed(0) : Math.round(value).toLocaleString("en")} µs`;
}

/** Two digits say what one run can. */
function formatCount(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString("en");
}

if (import.meta.main) {
  const { markdown, chart, misses } = await measureStore({
    onProgress: (what) => console.error(what),
  });
  console.log(markdown);
  writeFileSync(join(import.meta.dirname, "store.svg"), chart);
  misses.forEach((miss) => console.error(miss));
  process.exitCode = misses.length > 0 ? 1 : 0;
}
