import { describe, expect, it } from "vitest";

import type { Thread, ThreadItem } from "@chatkit-contract/types";
import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };

import { countUsers, generateThreads, userOfRank } from "../src/data/generate-threads.ts";
import { importInBatches } from "../src/data/import-in-batches.ts";
import { validateRecord } from "../src/data/validate-record.ts";
import { collect, openScratchStore } from "./scratch-store.ts";

const COUNT = 3000;
const records = [...generateThreads({ count: COUNT, seed: 7 })];
const threads = records.filter((record) => record.object === "chatkit.thread");
const items = records.filter((record) => record.object === "chatkit.thread_item");

describe("a generated data set", () => {
  it("is the same for the same count and seed, and another for another seed", () => {
    const again = [...generateThreads({ count: COUNT, seed: 7 })];
    const other = [...generateThreads({ count: COUNT, seed: 8 })];

    expect(JSON.stringify(again)).toBe(JSON.stringify(records));
    expect(titlesOf(other)).not.toEqual(titlesOf(records));
  });

  it("is valid under the contract's closed schemas, every record", () => {
    const faults = records.map((record) => validateRecord(record).fault);

    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
    expect(threads).toHaveLength(COUNT);
  });

  it("has every status with and without a reason, and every type that the contract has", () => {
    const { ThreadStatus, ThreadItem: anyItem } = contract.components.schemas;
    const statuses = threads.map(({ status }) =>
      "reason" in status && status.reason === null ? `${status.type} without` : status.type,
    );

    expect(new Set(statuses)).toEqual(
      new Set([
        ...Object.keys(ThreadStatus.discriminator.mapping),
        "locked without",
        "closed without",
      ]),
    );
    expect(new Set(items.map(({ type }) => type))).toEqual(
      new Set(Object.keys(anyItem.discriminator.mapping)),
    );
    expect(threads.some(({ title }) => title === null)).toBe(true);
  });

  it("fills every slot of its texts", () => {
    const texts = JSON.stringify([
      titlesOf(records),
      items.flatMap((one) => ("content" in one ? [one.content] : [])),
    ]);

    expect(texts).not.toMatch(/\{(order|product|plan|city|day|amount|device)\}|#|undefined/);
  });

  it("has no id twice", () => {
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });

  it("gives most threads to few users, as Zipf's law does", () => {
    const counts = new Map<string, number>();
    for (const { user } of threads) {
      counts.set(user, (counts.get(user) ?? 0) + 1);
    }
    const most = [...counts.values()].toSorted((a, b) => b - a);
    const share = (users: number) =>
      most.slice(0, users).reduce((sum, count) => sum + count, 0) / COUNT;

    expect(most[0]).toBe(counts.get(userOfRank(1)));
    expect(share(1)).toBeGreaterThan(0.08);
    expect(share(Math.ceil(counts.size / 5))).toBeGreaterThan(0.6);
    expect(counts.size).toBeLessThanOrEqual(countUsers(COUNT));
    expect(most.at(-1)).toBe(1);
  });

  it("has short threads and a long tail, and some without an item", () => {
    const perThread = new Map(threads.map(({ id }) => [id, 0]));
    for (const { thread_id } of items) {
      perThread.set(thread_id, perThread.get(thread_id)! + 1);
    }
    const lengths = [...perThread.values()].toSorted((a, b) => a - b);

    expect(lengths[0]).toBe(0);
    expect(lengths[COUNT / 2]).toBeLessThan(6);
    expect(lengths.at(-1)).toBeGreaterThan(150);
  });

  it("spreads over a year, oldest first, with ties in threads and in items", () => {
    const times = threads.map(({ created_at }) => created_at);
    const ties = times.filter((time, index) => time === times[index - 1]);
    const itemTies = items.filter(
      (one, index) =>
        one.thread_id === items[index - 1]?.thread_id &&
        one.created_at === items[index - 1]?.created_at,
    );

    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(364 * 24 * 3600);
    expect(ties.length).toBeGreaterThan(COUNT / 50);
    expect(itemTies.length).toBeGreaterThan(items.length / 50);
  });

  it("comes lazily: the first of a billion threads at once", () => {
    const [first] = generateThreads({ count: 1_000_000_000 });

    expect(first).toMatchObject({ object: "chatkit.thread" });
  });

  it("may be empty, or without items", () => {
    expect([...generateThreads({ count: 0 })]).toEqual([]);
    expect([...generateThreads({ count: 5, hasItems: false })]).toHaveLength(5);
  });

  it("is imported batch by batch, and tells how far it is", async () => {
    const store = await openScratchStore();
    const progress: number[] = [];

    const written = await importInBatches(store, "p", generateThreads({ count: 40, seed: 3 }), {
      batchSize: 100,
      onProgress: ({ records: count }) => progress.push(count),
    });

    const expected = [...generateThreads({ count: 40, seed: 3 })];
    expect(written).toEqual({ records: expected.length, threads: 40 });
    expect(progress).toEqual([
      ...Array.from({ length: Math.floor(expected.length / 100) }, (_, index) => (index + 1) * 100),
      expected.length,
    ]);
    expect(await collect(store.exportRecords("p"))).toHaveLength(expected.length);
  });
});

function titlesOf(from: readonly (Thread | ThreadItem)[]): (string | null)[] {
  return from.flatMap((record) => (record.object === "chatkit.thread" ? [record.title] : []));
}
