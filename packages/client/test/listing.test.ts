import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";

import { createChatKit, type ChatKit } from "../src/index.ts";
import { pageOf, type Page } from "./page-of.ts";
import { sendJson, serve } from "./server.ts";

/** A client whose pages come from a function of the query: no server, so that a property can try thousands. */
function clientOf(answer: (query: URLSearchParams) => Page): {
  chatkit: ChatKit;
  count: () => number;
} {
  let requests = 0;
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    fetch: async ({ url }) => {
      requests++;
      return Response.json({ object: "list", ...answer(new URL(url).searchParams) });
    },
  });
  return { chatkit, count: () => requests };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  return Array.fromAsync(items);
}

test("sends nothing until it is awaited or iterated, and the first page once", async () => {
  const server = await serve((_request, response) =>
    sendJson(response, {
      object: "list",
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
    }),
  );
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url });

  const listing = chatkit.threads.list();
  const pages = listing.pages();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(server.requests).toHaveLength(0);

  await listing;
  await listing;
  expect(await collect(listing)).toEqual([]);
  expect(await collect(pages)).toHaveLength(1);
  expect(server.requests).toHaveLength(1);
});

test("iterating forward or backward yields every item once, whatever the sizes and cursors", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.option(fc.nat(39)),
      fc.option(fc.nat(39)),
      async (length, size, afterIndex, beforeIndex) => {
        const ids = Array.from({ length }, (_, index) => `cthr_${index}`);
        const after = afterIndex === null ? undefined : ids[afterIndex];
        const before = beforeIndex === null ? undefined : ids[beforeIndex];
        const { chatkit } = clientOf((query) => pageOf(ids, query, size));

        const pages = await collect(chatkit.threads.list({ after, before, limit: size }).pages());
        const items = await collect(chatkit.threads.list({ after, before, limit: size }));

        const from = after === undefined ? 0 : ids.indexOf(after) + 1;
        const to = before === undefined ? ids.length : ids.indexOf(before);
        const isBackward = before !== undefined && after === undefined;
        const inOrder = isBackward ? pages.toReversed() : pages;
        expect(inOrder.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(
          ids.slice(from, to),
        );
        expect(items).toEqual(pages.flatMap(({ data }) => data));
      },
    ),
  );
});

test("keeps the query on every page", async () => {
  const ids = ["a", "b", "c"];
  const queries: string[] = [];
  const { chatkit } = clientOf((query) => {
    queries.push(query.toString());
    return pageOf(ids, query, 2);
  });

  await collect(chatkit.threads.list({ user: "user_1", order: "asc", limit: 2 }));

  expect(queries.map((query) => Object.fromEntries(new URLSearchParams(query)))).toEqual([
    { user: "user_1", order: "asc", limit: "2" },
    { user: "user_1", order: "asc", limit: "2", after: "b" },
  ]);
});

test("asks for one page more than the consumer looks at, from the second on, and stops with it", async () => {
  const ids = Array.from({ length: 100 }, (_, index) => `cthr_${index}`);
  const { chatkit, count } = clientOf((query) => pageOf(ids, query, 10));

  for await (const { id } of chatkit.threads.list()) {
    if (id === "cthr_15") {
      break;
    }
  }

  expect(count()).toBe(3);
});

test("an error in a later page reaches the loop", async () => {
  const server = await serve(({ url }, response) =>
    url.includes("after=")
      ? sendJson(
          response,
          { error: { message: "No.", type: "server_error", param: null, code: null } },
          500,
        )
      : sendJson(response, { data: [{ id: "a" }], has_more: true, last_id: "a", first_id: "a" }),
  );
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url });
  const seen: string[] = [];

  const loop = async (): Promise<void> => {
    for await (const { id } of chatkit.threads.list()) {
      seen.push(id);
    }
  };

  await expect(loop()).rejects.toThrow(/500 No\./);
  expect(seen).toEqual(["a"]);
});

test("a listing has catch and finally, as a promise has", async () => {
  const { chatkit } = clientOf(() => ({ data: [], has_more: false }));
  let finished = 0;

  const page = await chatkit.threads.list().finally(() => finished++);
  const failure = await createChatKit({
    apiKey: "sk-test",
    fetch: () => Promise.reject(new Error("offline")),
  })
    .threads.list()
    .catch((error: unknown) => (error as Error).name);

  expect(page.data).toEqual([]);
  expect(failure).toBe("ConnectionError");
  expect(finished).toBe(1);
});

test("a listing gives the answer of its first page, and a page its own, without a further request", async () => {
  const ids = ["a", "b"];
  const server = await serve(({ url }, response) => {
    const headers = { "x-request-id": "req_9", "x-ratelimit-remaining-requests": "7" };
    sendJson(response, pageOf(ids, new URL(url, "http://server").searchParams, 1), 200, headers);
  });
  const chatkit = createChatKit({ apiKey: "sk-test", baseUrl: server.url });

  const listing = chatkit.threads.list();
  const { data, response, requestId } = await listing.withResponse();
  const next = await data.next();

  expect(data).toBe(await listing);
  expect(requestId).toBe("req_9");
  expect(response.headers.get("x-ratelimit-remaining-requests")).toBe("7");
  expect(next?.response.status).toBe(200);
  expect(next?.response).not.toBe(response);
  expect(Object.keys(data)).not.toContain("response");
  expect(server.requests).toHaveLength(2);
});

test("a consumer that stops ends the page that is on its way", async () => {
  const { chatkit, signals } = clientThatStalls(2);

  for await (const { id } of chatkit.threads.list({ limit: 10 })) {
    if (id === "cthr_15") {
      await vi.waitUntil(() => signals.length === 3);
      break;
    }
  }

  expect(signals[2]?.aborted).toBe(true);
});

const loops: [name: string, loop: (listing: Threads, work: () => void) => Promise<void>][] = [
  [
    "items",
    async (listing, work) => {
      for await (const _thread of listing) {
        work();
      }
    },
  ],
  [
    "pages",
    async (listing, work) => {
      for await (const _page of listing.pages()) {
        work();
      }
    },
  ],
];

for (const [what, loop] of loops) {
  test.for([
    ["the only page", 4],
    ["a page in the middle", 2],
  ] as const)(
    `an abort while %s is worked on ends the loop over ${what} there`,
    async ([, size]) => {
      const ids = ["a", "b", "c", "d"];
      const { chatkit } = clientOf((query) => pageOf(ids, query, size));
      const controller = new AbortController();
      const reason = new Error("the user left");
      let count = 0;

      const looped = loop(chatkit.threads.list({}, { signal: controller.signal }), () => {
        count++;
        controller.abort(reason);
      });

      await expect(looped).rejects.toBe(reason);
      expect(count).toBe(1);
    },
  );
}

const waits: [name: string, wait: (listing: Threads) => Promise<unknown>][] = [
  ["a loop", (listing) => collect(listing)],
  ["next()", async (listing) => (await listing).next()],
];

test("a listing that is aborted between its first page and its loop gives no item", async () => {
  const { chatkit } = clientOf((query) => pageOf(["a", "b"], query, 2));
  const controller = new AbortController();
  const reason = new Error("enough");
  const found: string[] = [];
  const loop = async (): Promise<void> => {
    for await (const { id } of listing) {
      found.push(id);
    }
  };

  const listing = chatkit.threads.list({}, { signal: controller.signal });
  await listing;
  controller.abort(reason);

  await expect(loop()).rejects.toBe(reason);
  expect(found).toEqual([]);
});

test.for(waits)("an abort ends the page that %s waits for", async ([, wait]) => {
  const { chatkit, signals } = clientThatStalls(1);
  const controller = new AbortController();
  const reason = new Error("the user left");

  const waited = wait(chatkit.threads.list({}, { signal: controller.signal }));
  await vi.waitUntil(() => signals.length === 2);
  controller.abort(reason);

  await expect(waited).rejects.toBe(reason);
  expect(signals[1]?.aborted).toBe(true);
});

test("a page that could not be fetched ahead is nobody's failure where the loop ends before it", async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `cthr_${index}`);
  let requests = 0;
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    maxRetries: 0,
    fetch: async ({ url }) =>
      ++requests < 3
        ? Response.json(pageOf(ids, new URL(url).searchParams, 10))
        : Response.json({}, { status: 500 }),
  });
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));

  for await (const { id } of chatkit.threads.list()) {
    if (id === "cthr_15") {
      await vi.waitUntil(() => requests === 3);
      // A rejection that nobody handles is told when all that was pending is done.
      await new Promise((resolve) => setTimeout(resolve, 20));
      break;
    }
  }

  expect(unhandled).toEqual([]);
});

test("the second page is asked for when the consumer comes for it, not before", async () => {
  const ids = Array.from({ length: 30 }, (_, index) => `cthr_${index}`);
  const { chatkit, count } = clientOf((query) => pageOf(ids, query, 10));
  const pages = chatkit.threads.list().pages();

  await pages.next();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const whileAtTheFirst = count();
  await pages.return();

  expect(whileAtTheFirst).toBe(1);
});

test("only empty pages in a row count as a listing of nothing", async () => {
  const { chatkit } = clientOf((query) => {
    const at = Number(query.get("after") ?? 0);
    const data = at % 60 === 0 ? [{ id: `item ${at}` }] : [];
    return { data, has_more: at < 240, last_id: String(at + 1) };
  });

  const found = await collect(chatkit.threads.list());

  expect(found).toHaveLength(5);
});

type Threads = ReturnType<ChatKit["threads"]["list"]>;

/** A client of a hundred threads in pages of ten, so many of which come. */
function clientThatStalls(behind: number): { chatkit: ChatKit; signals: AbortSignal[] } {
  const ids = Array.from({ length: 100 }, (_, index) => `cthr_${index}`);
  const signals: AbortSignal[] = [];
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    fetch: async ({ url, signal }) => {
      signals.push(signal);
      return signals.length > behind
        ? untilAborted(signal)
        : Response.json(pageOf(ids, new URL(url).searchParams, 10));
    },
  });
  return { chatkit, signals };
}

function untilAborted(signal: AbortSignal): Promise<Response> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
}
