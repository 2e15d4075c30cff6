import fc from "fast-check";
import { expect, test, vi } from "vitest";

import { createChatKit } from "../src/index.ts";
import { createRestlessListing, ListingModel, moves, order, ties, times } from "./listing-model.ts";
import { sendJson, serve } from "./server.ts";

test("lists everything once, in the asked order, from one end or from both", async () => {
  await fc.assert(
    fc.asyncProperty(
      times,
      order,
      ties,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(1 as const, 2 as const),
      async (given, asked, how, limit, concurrency) => {
        const model = new ListingModel(given, how, () => {});

        const listing = model.client().threads.list({ order: asked, limit });

        const found = await listing.all({ concurrency });

        const sorted = found.map(({ created_at }) => created_at);
        const sign = asked === "asc" ? 1 : -1;
        expect(sorted).toEqual(given.toSorted((a, b) => sign * (a - b)));
        expect(new Set(found.map(({ id }) => id)).size).toBe(given.length);
        // A server that reverses ties has one order; from both ends it comes out as from one.
        const expected = how === "reversed" ? await listing.all({ concurrency: 1 }) : found;
        expect(found).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test("loses nothing that was there throughout, and gives nothing twice, while threads come and go", async () => {
  await fc.assert(
    fc.asyncProperty(
      times,
      order,
      ties,
      fc.integer({ min: 1, max: 9 }),
      moves,
      async (given, asked, how, limit, steps) => {
        const { model, lasting } = createRestlessListing(given, how, steps);

        const all = await model.client().threads.list({ order: asked, limit }).all();

        const found = all.map(({ id }) => id);
        expect(lasting().filter((id) => !found.includes(id))).toEqual([]);
        expect(found.length).toBe(new Set(found).size);
      },
    ),
    { numRuns: 500 },
  );
});

test("asks for the largest pages, from both ends at once, and reports how far it is", async () => {
  const model = new ListingModel(
    Array.from({ length: 950 }, (_, index) => index),
    "reversed",
    () => {},
  );
  const seen: string[] = [];
  const progress: number[] = [];
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    fetch: async ({ url }) => {
      const query = new URL(url).searchParams;
      seen.push(`${query.get("order")} ${query.get("limit")}`);
      return Response.json(model.page(query));
    },
  });

  const all = await chatkit.threads.list().all({ onProgress: (count) => progress.push(count) });

  expect(all).toHaveLength(950);
  expect(new Set(seen)).toEqual(new Set(["asc 100", "desc 100"]));
  expect(seen.length).toBeLessThanOrEqual(14);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBeGreaterThanOrEqual(950);
});

test("an error at one end is the whole's, and ends the other", async () => {
  let requests = 0;
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    maxRetries: 0,
    fetch: async ({ url }) => {
      requests++;
      const query = new URL(url).searchParams;
      const id = `cthr_${requests}`;
      return query.get("order") === "asc" && query.has("after")
        ? Response.json(
            { error: { message: "No.", type: "t", param: null, code: null } },
            { status: 404 },
          )
        : Response.json({ data: [{ id, created_at: 1 }], has_more: true, last_id: id });
    },
  });

  await expect(chatkit.threads.list().all()).rejects.toThrow("404 No.");
  await new Promise((resolve) => setTimeout(resolve, 20));
  const after = requests;
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(requests).toBe(after);
});

test.for<[how: string, status: number, outcome: object]>([
  ["has everything", 200, { status: "fulfilled", value: [{ id: "cthr_1" }] }],
  ["has failed", 404, { status: "rejected", reason: { kind: "api", status: 404 } }],
])("one end that %s ends the other, whose request is let go at once", async (given) => {
  const [, status, expected] = given;
  const closed: string[] = [];
  const server = await serve(async ({ url }, response) => {
    if (url.includes("order=desc")) {
      // It never answers.
      response.on("close", () => closed.push(url));
      return;
    }
    await vi.waitFor(() => expect(server.requests).toHaveLength(2), { interval: 1 });
    sendJson(response, { data: [{ id: "cthr_1", created_at: 1 }], has_more: false }, status);
  });
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url, timeoutMs: 5000 });

  const [outcome] = await Promise.allSettled([chatkit.threads.list().all()]);

  expect(outcome).toMatchObject(expected);
  await vi.waitFor(() => expect(closed).toHaveLength(1));
  expect(server.requests).toHaveLength(2);
});

test("an abort of the caller's ends both ends, with the caller's reason", async () => {
  const closed: string[] = [];
  const server = await serve(({ url }, response) => {
    response.on("close", () => closed.push(url));
  });
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url });
  const controller = new AbortController();
  const reason = new Error("enough");

  const all = chatkit.threads.list({}, { signal: controller.signal }).all();
  all.catch(() => {});
  await vi.waitFor(() => expect(server.requests).toHaveLength(2));
  controller.abort(reason);

  await expect(all).rejects.toBe(reason);
  await vi.waitFor(() => expect(closed).toHaveLength(2));
});

test("a page leads to the next and the one before, and its cursor goes on elsewhere", async () => {
  const model = new ListingModel([1, 2, 3, 4, 5], "reversed", () => {});
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    fetch: async ({ url }) =>
      Response.json(model.page(new URL(url).searchParams), {
        headers: { "x-request-id": "req_3" },
      }),
  });
  const query = { order: "asc" as const, limit: 2 };

  const first = await chatkit.threads.list(query);
  const second = await first.next();
  const last = await second?.next();
  const again = await second?.previous();
  const resumed = await chatkit.threads.list({ ...query, after: first.cursor ?? undefined });

  expect(first.requestId).toBe("req_3");
  expect(Object.keys(first).toSorted()).toEqual([
    "data",
    "first_id",
    "has_more",
    "last_id",
    "object",
  ]);
  expect(second?.data.map(({ id }) => id)).toEqual(["cthr_2", "cthr_3"]);
  expect(again?.data).toEqual(first.data);
  expect(await again?.previous()).toBeNull();
  expect(resumed.data).toEqual(second?.data);
  expect(last?.cursor).toBeNull();
  const requests = model.requests;
  expect(await last?.next()).toBeNull();
  expect(model.requests).toBe(requests);
});

test("iterates with large pages behind the first where no limit is given", async () => {
  const model = new ListingModel(
    Array.from({ length: 130 }, (_, index) => index),
    "reversed",
    () => {},
  );
  const limits: (string | null)[] = [];
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    fetch: async ({ url }) => {
      const query = new URL(url).searchParams;
      limits.push(query.get("limit"));
      return Response.json(model.page(query));
    },
  });

  const threads = await Array.fromAsync(chatkit.threads.list());

  expect(threads).toHaveLength(130);
  expect(limits).toEqual([null, "100", "100"]);
});
