import { setTimeout as sleep } from "node:timers/promises";

import { generateRedocly } from "./contestants.ts";
import { ratio } from "./format.ts";
import { LISTINGS, type ListingName } from "./listings.ts";
import { startServer } from "./processes.ts";
import { median, shuffle } from "./statistics.ts";
import { asRows, formatTable } from "./table.ts";

const LATENCY_MS = 5;
const WORK_MS = 5;
const PAGE = 100;
/** These have every thread before they give the first. */
const COLLECTING: ListingName[] = ["client, all()", "fetch, both ends"];

/** How long it takes to list every thread of a server that needs 5 ms for a page. */
export interface ListingTimes {
  /** In pages of 100, over the hand-written loop. */
  plain: Record<ListingName, number>;
  /** As before, where the consumer works for 5 ms after each page. */
  working: Ratios;
  /** In pages as they come where none says how large, over openai. */
  unlimited: Ratios;
  /** From the call to the first thread, in milliseconds. */
  firstItemMs: Record<string, number>;
  /** What 1 stands for in each, in milliseconds. */
  fetchMs: { plain: number; working: number };
  openaiMs: number;
}

type Ratios = Partial<Record<ListingName, number>>;
type Times = Partial<Record<ListingName, number>>;

/** Lists `count` threads in every way, in turns; each ratio is the median of those of the rounds. */
export async function measureListing(count: number, rounds: number): Promise<ListingTimes> {
  const { url, server } = await startServer(count);
  const slow = `${url}/slow/${LATENCY_MS}`;
  const all = Object.keys(LISTINGS) as ListingName[];
  const iterating = all.filter((name) => !COLLECTING.includes(name));
  const plain: Times[] = [];
  const working: Times[] = [];
  const unlimited: Times[] = [];
  const firstItem: Times[] = [];
  try {
    // The first pages of a process are slow.
    await timeEach(all, (name) => list(name, url, count, PAGE, 0));
    for (let round = 0; round < rounds; round++) {
      process.stderr.write(`listing, round ${round + 1} of ${rounds}\n`);
      // Their differences are smaller than what a busy machine adds to one of them.
      for (let time = 0; time < 4; time++) {
        plain.push(await timeEach(all, (name) => list(name, slow, count, PAGE, 0)));
      }
      working.push(await timeEach(iterating, (name) => list(name, slow, count, PAGE, WORK_MS)));
      // It takes as long as the rest together, and varies less.
      if (round < 2) {
        unlimited.push(
          await timeEach(["client", "openai"], (name) => list(name, slow, count, undefined, 0)),
        );
      }
      for (let time = 0; time < 10; time++) {
        firstItem.push(await timeEach(iterating, (name) => listOne(name, slow)));
      }
    }
  } finally {
    await server.stop();
  }
  const middle = (times: Times[], name: ListingName): number =>
    median(times.map((time) => time[name] ?? Number.NaN));
  return {
    // Every way is timed in pages of 100.
    plain: ratios(plain, "fetch") as Record<ListingName, number>,
    working: ratios(working, "fetch"),
    unlimited: ratios(unlimited, "openai"),
    firstItemMs: Object.fromEntries(iterating.map((name) => [name, middle(firstItem, name)])),
    fetchMs: { plain: middle(plain, "fetch"), working: middle(working, "fetch") },
    openaiMs: middle(unlimited, "openai"),
  };
}

/** @throws {Error} It lists something else than every thread, once and in order. */
async function list(
  name: ListingName,
  url: string,
  count: number,
  limit: number | undefined,
  workMs: number,
): Promise<void> {
  let index = count;
  await LISTINGS[name](url, limit, ({ id }) => {
    index--;
    if (id !== `cthr_${index}`) {
      throw new Error(`${name} lists ${id} where cthr_${index} should come`);
    }
    return workMs > 0 && index % PAGE === 0 ? sleep(workMs) : undefined;
  });
  if (index !== 0) {
    throw new Error(`${name} lists ${count - index} threads of ${count}`);
  }
}

async function listOne(name: ListingName, url: string): Promise<void> {
  const found = new Error("one is enough");
  await LISTINGS[name](url, PAGE, () => {
    throw found;
  }).catch((error: unknown) => {
    if (error !== found) {
      throw error;
    }
  });
}

async function timeEach(
  names: readonly ListingName[],
  run: (name: ListingName) => Promise<void>,
): Promise<Times> {
  const times: Times = {};
  for (const name of shuffle(names)) {
    const start = performance.now();
    await run(name);
    times[name] = performance.now() - start;
  }
  return times;
}

function ratios(rounds: Times[], base: ListingName): Ratios {
  const names = Object.keys(rounds[0] ?? {}) as ListingName[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      median(rounds.map((times) => (times[name] ?? Number.NaN) / (times[base] ?? Number.NaN))),
    ]),
  );
}

if (import.meta.main) {
  await generateRedocly();
  const { plain, working, unlimited, firstItemMs, fetchMs, openaiMs } = await measureListing(
    20_000,
    4,
  );
  console.log(
    formatTable([
      ["listing", "pages of 100", "with work", "no limit", "first item, ms"],
      ...asRows(plain, () => []).map(([name = ""]) => [
        name,
        ratio(plain[name as ListingName]),
        ratio(working[name as ListingName]),
        ratio(unlimited[name as ListingName]),
        ratio(firstItemMs[name]),
      ]),
    ]),
  );
  console.log(fetchMs, openaiMs);
}
