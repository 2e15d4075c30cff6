import fc from "fast-check";
import { expect, test } from "vitest";

import {
  createChatKit,
  type ChatKit,
  type Page,
  type Thread,
  type ThreadList,
} from "../src/index.ts";
import { createRestlessListing, ListingModel, moves, order, ties, times } from "./listing-model.ts";

// What holds for every way through a listing, whatever is in it; what all() adds to that is in all.test.ts.

type Query = { order?: "asc" | "desc" | undefined; limit: number };

const limit = fc.integer({ min: 1, max: 9 });

/** Every way through a whole listing, one page after the other. */
const ways: [name: string, walk: (chatkit: ChatKit, query: Query) => Promise<Thread[]>][] = [
  ["iterating its items", (chatkit, query) => Array.fromAsync(chatkit.threads.list(query))],
  [
    "iterating its pages",
    async (chatkit, query) =>
      (await Array.fromAsync(chatkit.threads.list(query).pages())).flatMap(({ data }) => data),
  ],
  [
    "going from page to page",
    async (chatkit, query) =>
      (await walkBy("next", await chatkit.threads.list(query))).flatMap(({ data }) => data),
  ],
  ["all() from one end", (chatkit, query) => chatkit.threads.list(query).all({ concurrency: 1 })],
];

test.for(ways)("%s gives everything once, in the server's order", async ([, walk]) => {
  await fc.assert(
    fc.asyncProperty(times, order, ties, limit, async (given, asked, how, size) => {
      const model = new ListingModel(given, how, () => {});
      const { data } = model.page(new URLSearchParams({ order: asked ?? "desc", limit: "100" }));

      const found = await walk(model.client(), { order: asked, limit: size });

      expect(found).toEqual(data);
    }),
    { numRuns: 200 },
  );
});

test.for(ways)(
  "%s loses nothing and gives nothing twice while threads come and go",
  async ([, walk]) => {
    await fc.assert(
      fc.asyncProperty(times, order, ties, limit, moves, async (given, asked, how, size, steps) => {
        const { model, lasting } = createRestlessListing(given, how, steps);

        const found = (await walk(model.client(), { order: asked, limit: size })).map(
          ({ id }) => id,
        );

        expect(lasting().filter((id) => !found.includes(id))).toEqual([]);
        expect(found.length).toBe(new Set(found).size);
      }),
      { numRuns: 200 },
    );
  },
);

test("walking backward from anywhere gives all that lies before, while threads come and go", async () => {
  await fc.assert(
    fc.asyncProperty(
      times.filter((given) => given.length > 0),
      order,
      fc.nat(),
      limit,
      moves,
      async (given, asked, at, size, steps) => {
        const { model, lasting } = createRestlessListing(given, "reversed", steps);
        const ids = model.rows.map(({ id }) => id);
        const inOrder = asked === "asc" ? ids : ids.toReversed();
        const start = at % inOrder.length;
        const before = inOrder[start];

        const listing = model.client().threads.list({ order: asked, limit: size, before });
        const found = await Array.fromAsync(listing, ({ id }) => id);

        const wanted = inOrder.slice(0, start).filter((id) => lasting().includes(id));
        expect(wanted.filter((id) => !found.includes(id))).toEqual([]);
        expect(found.length).toBe(new Set(found).size);
        expect(inOrder.slice(start).filter((id) => found.includes(id))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test("previous() undoes next(), from any page to the first", async () => {
  await fc.assert(
    fc.asyncProperty(times, order, ties, limit, async (given, asked, how, size) => {
      const model = new ListingModel(given, how, () => {});
      const first = await model.client().threads.list({ order: asked, limit: size });

      const there = await walkBy("next", first);
      const back = await walkBy("previous", there.at(-1) ?? first);

      expect(back.map(({ data }) => data)).toEqual(there.map(({ data }) => data).toReversed());
    }),
  );
});

test("a stored cursor goes on right behind its page, in either direction", async () => {
  await fc.assert(
    fc.asyncProperty(
      times,
      order,
      ties,
      limit,
      fc.boolean(),
      async (given, asked, how, size, isBackward) => {
        const model = new ListingModel(given, how, () => {});
        const all = model.rows.map(({ id }) => id);
        const end = (asked === "asc" ? all.at(-1) : all[0]) ?? "none";
        const start = isBackward ? { before: end } : {};
        const query = { order: asked, limit: size };

        const pages = await Array.fromAsync(
          model
            .client()
            .threads.list({ ...query, ...start })
            .pages(),
        );
        const resumed = pages.map(async ({ cursor }) => {
          const stored = (JSON.parse(JSON.stringify({ cursor })) as { cursor: string | null })
            .cursor;
          const from = isBackward ? { before: stored ?? end } : { after: stored ?? "" };
          return stored === null
            ? []
            : Array.fromAsync(model.client().threads.list({ ...query, ...from }));
        });

        const rests = pages.map((_page, index) =>
          pages.slice(index + 1).flatMap(({ data }) => data),
        );
        expect(await Promise.all(resumed)).toEqual(rests);
      },
    ),
  );
});

test("pages of any size, empty ones too, give all their items, whatever the cursors are", async () => {
  const page = fc.array(fc.constant({}), { maxLength: 4 });
  const cursor = fc.constantFrom("opaque", "item", "absent");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(page, cursor), { minLength: 1, maxLength: 12 }),
      fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }),
      async (plan, prefix) => {
        const pages = plan.map(([items, form], index) => {
          const data = items.map((_item, at) => ({ id: `${prefix}&${index}.${at}` }));
          const own = data.at(-1)?.id;
          // Without an item the page has to name its cursor.
          const last_id = form === "opaque" || own === undefined ? `${prefix}+${index}` : own;
          const has_more = index < plan.length - 1;
          return { data, has_more, last_id, isNamed: form !== "absent" || own === undefined };
        });
        let requests = 0;
        const chatkit = createChatKit({
          apiKey: "sk-test",
          baseUrl: "http://chatkit.example",
          fetch: async ({ url }) => {
            requests++;
            const after = new URL(url).searchParams.get("after");
            const found = pages[pages.findIndex(({ last_id }) => last_id === after) + 1]!;
            const { isNamed, last_id, ...wire } = found;
            return Response.json(isNamed ? { ...wire, last_id } : wire);
          },
        });

        const items = await Array.fromAsync(chatkit.threads.list());

        expect(items).toEqual(pages.flatMap(({ data }) => data));
        expect(requests).toBe(pages.length);
      },
    ),
    { numRuns: 300 },
  );
});

async function walkBy(
  step: "next" | "previous",
  from: Page<ThreadList>,
): Promise<Page<ThreadList>[]> {
  const pages: Page<ThreadList>[] = [];
  for (let page: Page<ThreadList> | null = from; page !== null; page = await page[step]()) {
    pages.push(page);
  }
  return pages;
}
