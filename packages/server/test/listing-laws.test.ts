import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Thread, ThreadItem, ThreadsListQuery } from "@chatkit-contract/types";

import type { Listed, Store } from "../src/store/store.ts";
import { ArrayModel } from "./array-model.ts";
import { item, thread } from "./records.ts";
import { openScratchStore } from "./scratch-store.ts";

// Few ids, times and users, so that ties, replacements, deleted cursors and strangers' cursors are common.
const ids = fc.integer({ min: 0, max: 24 }).map((number) => `id_${number}`);
const cursors = fc.oneof(
  { weight: 9, arbitrary: ids },
  { weight: 1, arbitrary: fc.constantFrom("", "id_never", "id_other") },
);
const times = fc.integer({ min: 0, max: 4 });
const users = fc.constantFrom("ann", "bob", "Ann", "ann ", "\u{1F600}", "nobody");
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });
const orders = optional(fc.constantFrom("asc" as const, "desc" as const));
const limits = optional(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constantFrom(20, 100)));
const windows = {
  limit: limits,
  order: orders,
  after: optional(cursors),
  before: optional(cursors),
};
const queries = fc.record({ user: optional(users), ...windows });

type Step =
  | { do: "write"; threads: Thread[] }
  | { do: "delete"; id: string }
  | { do: "page"; query: ThreadsListQuery };

const threads = fc
  .record({ id: ids, created_at: times, user: users })
  .map(({ id, ...fields }) => thread(id, fields));
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("write" as const), threads: fc.array(threads, { maxLength: 12 }) }),
  fc.record({ do: fc.constant("delete" as const), id: ids }),
  { weight: 4, arbitrary: fc.record({ do: fc.constant("page" as const), query: queries }) },
);

describe("a listing of threads", () => {
  it("is what an array would be, whatever comes and goes", async () => {
    const store = await openScratchStore();

    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 8, maxLength: 40 }), async (script) => {
        await store.clear("mine");
        await store.clear("others");
        await store.importRecords("others", [thread("id_other"), thread("id_3")]);
        const model = new ArrayModel<Thread>();
        const answers = [];
        const expected = [];
        for (const step of script) {
          answers.push(await take(store, step));
          expected.push(foresee(model, step));
        }

        expect(answers).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it("is walked whole, forward and backward, and backward undoes forward", async () => {
    const store = await openScratchStore();

    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(threads, { selector: ({ id }) => id, maxLength: 25 }),
        fc.array(ids, { maxLength: 6 }),
        fc.record({ user: optional(users), order: orders }),
        fc.integer({ min: 1, max: 7 }),
        async (written, deleted, selection, limit) => {
          await store.clear("mine");
          await store.importRecords("mine", written);
          const model = new ArrayModel<Thread>();
          written.forEach((one) => model.write(one));
          for (const id of deleted) {
            await store.deleteThread("mine", id);
            model.remove(id);
          }
          const listing = model.all(selection);
          const list = (query: ThreadsListQuery) =>
            store.listThreads("mine", { ...selection, limit, ...query });

          const forward = await walk(list, limit);
          const last = forward.flat().at(-1);
          const backward = last ? await walk(list, limit, "before", last.id) : [];
          const against = selection.order === "asc" ? "desc" : "asc";
          const reverse = await walk((query) => list({ ...query, order: against }), limit);

          expect(forward.flat()).toEqual(listing);
          expect(backward.toReversed().flat()).toEqual(listing.slice(0, -1));
          expect(reverse.flat()).toEqual(listing.toReversed());
          const later = forward.slice(1).filter((page) => page.length > 0);
          const pagesBefore = await Promise.all(
            later.map(
              async ([first]) => (await list({ before: first?.id })) as { items: Thread[] },
            ),
          );
          expect(pagesBefore.map(({ items }) => items)).toEqual(forward.slice(0, later.length));
        },
      ),
      { numRuns: 150 },
    );
  });

  it("loses and repeats nothing that stays while others come and go", async () => {
    const store = await openScratchStore();
    const churn = fc.record({ write: fc.array(threads, { maxLength: 4 }), remove: fc.array(ids) });

    await fc.assert(
      fc.asyncProperty(
        fc.array(times, { minLength: 1, maxLength: 20 }),
        fc.array(churn, { minLength: 1, maxLength: 8 }),
        orders,
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (stayTimes, changes, order, limit, isBackward) => {
          await store.clear("mine");
          const staying = stayTimes.map((created_at, index) =>
            thread(`stays_${index}`, { created_at }),
          );
          const oldest = thread("stays_oldest", { created_at: 0 });
          const newest = thread("stays_newest", { created_at: 1000 });
          await store.importRecords("mine", [oldest, newest, ...staying]);
          const end = order === "asc" ? newest : oldest;
          let round = 0;

          const pages = await walk(
            async (query) => {
              const page = await store.listThreads("mine", { ...query, order, limit });
              const change = changes[round++];
              // What is written anew has a new id: one that came back would be both there and not.
              const arrivals = change?.write.map((one) => ({ ...one, id: `${one.id}_${round}` }));
              await store.importRecords("mine", arrivals ?? []);
              for (const id of change?.remove ?? []) {
                await store.deleteThread("mine", id);
                await store.deleteThread("mine", `${id}_${round}`);
              }
              return page;
            },
            limit,
            isBackward ? "before" : "after",
            isBackward ? end.id : undefined,
          );

          const met = pages.flat().map(({ id }) => id);
          expect(new Set(met).size).toBe(met.length);
          expect(met.filter((id) => id.startsWith("stays")).toSorted()).toEqual(
            [oldest, newest, ...staying]
              .filter((one) => !isBackward || one !== end)
              .map(({ id }) => id)
              .toSorted(),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("a listing of items", () => {
  it("is what an array would be, and knows no cursors of other threads", async () => {
    const store = await openScratchStore();
    const itemSteps = fc.record({
      items: fc.array(fc.tuple(ids, times), { maxLength: 6 }),
      query: fc.record(windows),
    });

    await fc.assert(
      fc.asyncProperty(fc.array(itemSteps, { minLength: 6, maxLength: 30 }), async (script) => {
        await store.clear("mine");
        await store.importRecords("mine", [
          thread("one"),
          thread("other"),
          item("id_other", "other"),
        ]);
        const model = new ArrayModel<ThreadItem>();
        const answers = [];
        const expected = [];
        for (const step of script) {
          const items = step.items.map(([id, created_at]) => item(id, "one", created_at));
          await store.importRecords("mine", items);
          items.forEach((written) => model.write(written));
          answers.push(await store.listItems("mine", "one", step.query));
          expected.push(model.page(step.query));
        }

        expect(answers).toEqual(expected);
      }),
      { numRuns: 250 },
    );
  });

  it("keeps the order in which items came while the clock stands still, batch after batch", async () => {
    const store = await openScratchStore();
    await store.importRecords("mine", [thread("one"), item("z", "one"), item("y", "one")]);
    await store.importRecords("mine", [item("x", "one"), thread("one"), item("w", "one")]);
    await store.importRecords("mine", [item("y", "one"), item("a", "one")]);

    const page = await store.listItems("mine", "one", { order: "asc" });

    expect(page).toMatchObject({ items: ["z", "y", "x", "w", "a"].map((id) => ({ id })) });
  });
});

async function take(store: Store, step: Step): Promise<unknown> {
  switch (step.do) {
    case "write":
      return store.importRecords("mine", step.threads);
    case "delete":
      return store.deleteThread("mine", step.id);
    case "page":
      return store.listThreads("mine", step.query);
  }
}

function foresee(model: ArrayModel<Thread>, step: Step): unknown {
  switch (step.do) {
    case "write":
      return step.threads.forEach((written) => model.write(written));
    case "delete":
      return model.remove(step.id);
    case "page":
      return model.page(step.query);
  }
}

/** Walks until a page says that there is no more, and checks on the way that every other page is full. */
async function walk<Element extends { id: string }>(
  list: (query: {
    after?: string | undefined;
    before?: string | undefined;
  }) => Promise<Listed<Element>>,
  limit: number,
  direction: "after" | "before" = "after",
  from?: string,
): Promise<Element[][]> {
  const pages: Element[][] = [];
  let cursor = from;
  for (;;) {
    const page = await list(cursor === undefined ? {} : { [direction]: cursor });
    if (page.unknownCursor !== undefined) {
      throw new Error(`the cursor ${cursor} is unknown`);
    }
    pages.push(page.items);
    if (!page.hasMore) {
      return pages;
    }
    if (page.items.length !== limit) {
      throw new Error(`a page of ${page.items.length} says that there is more, and is not full`);
    }
    cursor = page.items.at(direction === "after" ? -1 : 0)?.id;
  }
}
