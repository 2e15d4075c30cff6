import fc from "fast-check";
import { expect, test, vi } from "vitest";

import { createChatKit, type ChatKit } from "../src/index.ts";
import {
  createRestlessListing,
  ListingModel,
  moves,
  order,
  ties,
  times,
  type Row,
} from "./listing-model.ts";
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
  expect(progress.at(-1)).toBe(950);
});

test("backward from a cursor it gives the listing's order, as forward", async () => {
  await fc.assert(
    fc.asyncProperty(
      times,
      order,
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      async (given, asked, at, limit) => {
        const model = new ListingModel(given, "reversed", () => {});
        const { data } = model.page(new URLSearchParams({ order: asked ?? "desc", limit: "100" }));
        const start = at % (data.length || 1);
        const query = { order: asked, limit };

        const list = (further: object): PromiseLike<unknown> =>
          model
            .client()
            .threads.list({ ...query, ...further })
            .all();

        expect(await list({ before: data[start]?.id })).toEqual(
          data.length > 0 ? data.slice(0, start) : [],
        );
        expect(await list({ after: data[start]?.id })).toEqual(data.slice(start + 1));
      },
    ),
  );
});

test("gives an item that a server sends again once, from one end or from both, and counts it once", async () => {
  const counts: number[] = [];
  const { chatkit } = clientOf((query) =>
    query.get("after") === "cursor"
      ? Response.json({ data: [row(2), row(3)], has_more: false })
      : Response.json({ data: [row(1), row(1), row(2)], has_more: true, last_id: "cursor" }),
  );
  const onProgress = (count: number): void => void counts.push(count);

  const one = await chatkit.threads.list().all({ concurrency: 1, onProgress });
  const both = await chatkit.threads.list({ order: "asc" }).all({ onProgress });

  expect(one.map(({ id }) => id)).toEqual(["cthr_1", "cthr_2", "cthr_3"]);
  expect(both.map(({ id }) => id)).toEqual(["cthr_1", "cthr_2", "cthr_3"]);
  expect(counts.slice(0, 2)).toEqual([2, 3]);
  expect(counts.slice(2)).toEqual([2, 2, 3].slice(0, counts.length - 3).concat(3));
});

test("keeps items that have no id", async () => {
  const { chatkit } = clientOf(() => Response.json({ data: [{}, {}], has_more: false }));

  expect(await chatkit.threads.list().all({ concurrency: 1 })).toEqual([{}, {}]);
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

test("ends that have met end what is still on its way", async () => {
  const { chatkit, requests } = clientOf((query, signal) => {
    if (query.get("order") === "asc") {
      // Its second page never comes, and is not needed: the other end goes past its first.
      return query.has("after") ? untilAborted(signal) : pageOfRows([5, 6]);
    }
    return pageOfRows(query.has("after") ? [5] : [8, 7]);
  });

  const found = await chatkit.threads.list({ order: "asc" }).all();

  expect(found.map(({ id }) => id)).toEqual(["cthr_5", "cthr_6", "cthr_7", "cthr_8"]);
  expect(requests.find(({ query }) => query.get("after") === "cthr_6")?.signal.aborted).toBe(true);
});

test.for([
  ["0", 0],
  ["3", 3],
  ['"2"', "2"],
  ["null", null],
] as const)("concurrency %s is a TypeError that says what is allowed", async ([shown, value]) => {
  const { chatkit, requests } = clientOf(() => Response.json({ data: [], has_more: false }));

  await expect(chatkit.threads.list().all({ concurrency: value as 1 })).rejects.toThrow(
    new TypeError(`all: concurrency is ${shown}; it must be 1 or 2`),
  );

  expect(requests).toEqual([]);
});

test.for(["limit", "order", "after", "before"])("%s null is a TypeError", async (name) => {
  const { chatkit } = clientOf(() => Response.json({ data: [], has_more: false }));

  await expect(chatkit.threads.list({ [name]: null }).all()).rejects.toThrow(
    new TypeError(`threads.list: ${name} is null; it must be one well-formed value, or left out`),
  );
});

test("an order that there is not: the server is asked, and says so", async () => {
  const { chatkit } = clientOf((query) =>
    query.get("order") === "up"
      ? Response.json({ error: { message: "order is up" } }, { status: 400 })
      : Response.json({ data: [], has_more: false }),
  );

  await expect(chatkit.threads.list({ order: "up" as "asc" }).all()).rejects.toThrow("order is up");
});

test("a progress that fails, at once or later, is the failure", async () => {
  const { chatkit } = clientOf(() => pageOfRows([1]));
  const reason = new Error("no more");
  const fail = (): never => {
    throw reason;
  };

  await expect(chatkit.threads.list().all({ onProgress: fail })).rejects.toBe(reason);
  await expect(chatkit.threads.list().all({ onProgress: async () => fail() })).rejects.toBe(reason);
});

test.for(["after", "before"])(
  "from a checkpoint by %s it lists from one end, and says how far it is",
  async (cursor) => {
    const progress: number[] = [];
    const { chatkit, requests } = clientOf((query) =>
      query.get(cursor) === "start"
        ? Response.json({ data: [row(1)], has_more: true, first_id: "next", last_id: "next" })
        : Response.json({ data: [row(2)], has_more: false }),
    );

    const all = await chatkit.threads
      .list({ [cursor]: "start" })
      .all({ onProgress: (count) => progress.push(count) });

    expect(all).toHaveLength(2);
    expect(progress).toEqual([1, 2]);
    expect(requests.map(({ query }) => [query.get(cursor), query.get("order")])).toEqual([
      ["start", null],
      ["next", null],
    ]);
  },
);

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

test("pages between two cursors lead no further than the second", async () => {
  const model = new ListingModel([1, 2, 3, 4, 5, 6, 7], "reversed", () => {});
  const query = { order: "asc", after: "cthr_1", before: "cthr_5", limit: 2 } as const;
  const found: string[] = [];

  const first = await model.client().threads.list(query);
  for (let page: typeof first | null = first; page && found.length < 9; page = await page.next()) {
    found.push(...page.data.map(({ id }) => id));
  }

  expect(found).toEqual(["cthr_2", "cthr_3", "cthr_4"]);
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

interface Asked {
  query: URLSearchParams;
  signal: AbortSignal;
}

/** So many requests are never right: a listing that would go on for ever fails instead. */
const TOO_MANY = 20;

/** A client whose answers come from a function, and what it asked. */
function clientOf(
  answer: (query: URLSearchParams, signal: AbortSignal) => Response | Promise<Response>,
): { chatkit: ChatKit; requests: Asked[] } {
  const requests: Asked[] = [];
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    maxRetries: 0,
    fetch: async ({ url, signal }) => {
      const query = new URL(url).searchParams;
      requests.push({ query, signal });
      return requests.length > TOO_MANY
        ? Response.json({}, { status: 410 })
        : answer(query, signal);
    },
  });
  return { chatkit, requests };
}

function row(number: number): Row {
  return { id: `cthr_${number}`, created_at: number };
}

function pageOfRows(numbers: number[]): Response {
  return Response.json({ data: numbers.map(row), has_more: true });
}

function untilAborted(signal: AbortSignal): Promise<Response> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
}
