import {
  dehydrate,
  hydrate,
  InfiniteQueryObserver,
  MutationObserver,
  QueryClient,
  QueryObserver,
} from "@tanstack/query-core";
import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";

import {
  ApiError,
  createChatKit,
  InvalidAnswerError,
  UNKNOWN,
  type ThreadList,
} from "../src/index.ts";
import {
  createQueries,
  deserializeData,
  serializeData,
  type ChatKitInfiniteQuery,
} from "../src/query/index.ts";
import { pageOf } from "./page-of.ts";
import { sendJson, serve, type SeenRequest } from "./server.ts";

const KEY = "sk-canary-that-no-key-may-hold";
const THREAD = { id: "cthr_1", object: "chatkit.thread", created_at: 1, title: null, user: "u" };
/** However busy the machine is. */
const PATIENT = { timeout: 20_000, interval: 5 };
const THREADS = ["t1", "t2", "t3", "t4", "t5", "t6", "t7"];

/** A cache of its own that tries again as it does in a browser, emptied when the test ends. */
function createCache(): QueryClient {
  const again = { retry: 3, retryDelay: 1 };
  const cache = new QueryClient({ defaultOptions: { queries: again, mutations: again } });
  onTestFinished(() => cache.clear());
  return cache;
}

function queriesOf(baseUrl: string, options: { maxRetries?: number } = {}) {
  return createQueries(createChatKit({ apiKey: KEY, baseUrl, ...options }));
}

/** A server that pages through threads; what it has may change between requests. */
async function servePages(ids: () => string[], size = 2) {
  const server = await serve(({ url }, response) =>
    sendJson(response, { object: "list", ...pageOf(ids(), searchOf(url), size) }),
  );
  return { ...server, asked: () => server.requests.map(({ url }) => url.split("?")[1] ?? "") };
}

function searchOf(url: string): URLSearchParams {
  return new URL(url, "http://chatkit.example").searchParams;
}

function idsOf(pages: readonly { data: readonly { id?: string }[] }[] = []): unknown[] {
  return pages.map(({ data }) => data.map(({ id }) => id));
}

/** What a hook has of a listing: its first page has come. */
async function watch(
  cache: QueryClient,
  options: ChatKitInfiniteQuery<ThreadList> & { maxPages?: number },
) {
  const observer = new InfiniteQueryObserver(cache, options);
  onTestFinished(observer.subscribe(() => {}));
  await vi.waitFor(() => expect(observer.getCurrentResult().isFetching).toBe(false), PATIENT);
  return observer;
}

function dataOf(observer: Awaited<ReturnType<typeof watch>>): unknown[] {
  return idsOf(observer.getCurrentResult().data?.pages);
}

test("an infinite query fetches page after page to the end, the first without a cursor", async () => {
  const server = await servePages(() => THREADS);
  const { threads } = queriesOf(server.url);

  const list = await watch(createCache(), threads.list.infinite({ user: "u", limit: 2 }));
  while (list.getCurrentResult().hasNextPage) {
    await list.fetchNextPage();
  }

  expect(dataOf(list)).toEqual([["t1", "t2"], ["t3", "t4"], ["t5", "t6"], ["t7"]]);
  expect(list.getCurrentResult().hasPreviousPage).toBe(false);
  expect(server.asked()).toEqual([
    "user=u&limit=2",
    "user=u&limit=2&after=t2",
    "user=u&limit=2&after=t4",
    "user=u&limit=2&after=t6",
  ]);
});

test("an infinite query with `before` alone goes backward, the nearest page first", async () => {
  const server = await servePages(() => THREADS);
  const { threads } = queriesOf(server.url);

  const list = await watch(createCache(), threads.list.infinite({ before: "t6" }));
  while (list.getCurrentResult().hasNextPage) {
    await list.fetchNextPage();
  }

  expect(dataOf(list)).toEqual([["t4", "t5"], ["t2", "t3"], ["t1"]]);
  expect(server.asked()).toEqual(["before=t6", "before=t4", "before=t2"]);
});

test("an infinite query that begins at a cursor goes on from there in both directions", async () => {
  const server = await servePages(() => THREADS);
  const { threads } = queriesOf(server.url);

  const list = await watch(createCache(), threads.list.infinite({ after: "t3" }));
  await list.fetchNextPage();
  await list.fetchPreviousPage();
  await list.fetchPreviousPage();

  expect(dataOf(list)).toEqual([["t1"], ["t2", "t3"], ["t4", "t5"], ["t6", "t7"]]);
  const { hasNextPage, hasPreviousPage } = list.getCurrentResult();
  expect([hasPreviousPage, hasNextPage]).toEqual([false, false]);
  expect(server.asked()).toEqual(["after=t3", "after=t5", "before=t4", "before=t2"]);
});

test("an infinite query with `before` alone goes on past it, against its way", async () => {
  const server = await servePages(() => THREADS);
  const { threads } = queriesOf(server.url);

  const list = await watch(createCache(), threads.list.infinite({ before: "t4" }));
  await list.fetchPreviousPage();

  expect(dataOf(list)).toEqual([
    ["t4", "t5"],
    ["t2", "t3"],
  ]);
  expect(server.asked()).toEqual(["before=t4", "after=t3"]);
});

test("an end that was asked for holds on every page", async () => {
  const server = await servePages(() => THREADS);
  const { threads } = queriesOf(server.url);

  const data = await createCache().fetchInfiniteQuery({
    ...threads.list.infinite({ after: "t1", before: "t5" }),
    pages: 9,
  });

  expect(idsOf(data.pages)).toEqual([["t2", "t3"], ["t4"]]);
  expect(server.asked()).toEqual(["after=t1&before=t5", "after=t3&before=t5"]);
});

test("pages that maxPages dropped come back on the way back, and a refetch begins with the first that is left", async () => {
  const server = await servePages(() => THREADS);
  const { threads } = queriesOf(server.url);

  const list = await watch(createCache(), { ...threads.list.infinite(), maxPages: 2 });
  await list.fetchNextPage();
  await list.fetchNextPage();
  await list.fetchNextPage();
  const lower = dataOf(list);
  await list.fetchPreviousPage();
  await list.fetchPreviousPage();
  const upper = dataOf(list);
  await list.refetch();

  expect(lower).toEqual([["t5", "t6"], ["t7"]]);
  expect(upper).toEqual([
    ["t1", "t2"],
    ["t3", "t4"],
  ]);
  expect(dataOf(list)).toEqual(upper);
  expect(list.getCurrentResult().hasPreviousPage).toBe(false);
  expect(server.asked().slice(4)).toEqual(["before=t5", "before=t3", "before=t3", "after=t2"]);
});

test("a refetch whose first page was come to from behind and is gone begins anew", async () => {
  let ids = THREADS;
  const server = await servePages(() => ids);
  const { threads } = queriesOf(server.url);
  const list = await watch(createCache(), { ...threads.list.infinite(), maxPages: 2 });
  await list.fetchNextPage();
  await list.fetchNextPage();
  await list.fetchPreviousPage();

  // The cursors that are gone stay valid positions (law 11); this server's positions are its ids, so the last stays.
  ids = ["t3", "t4", "t5"];
  await list.refetch();

  expect(dataOf(list)).toEqual([[], ["t3", "t4"]]);
  expect(list.getCurrentResult().hasNextPage).toBe(true);
});

test("walking with pages yields every thread once, whatever the sizes, cursors and direction", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1, max: 7 }),
      fc.option(fc.nat(29)),
      fc.option(fc.nat(29)),
      async (length, size, afterIndex, beforeIndex) => {
        const ids = Array.from({ length }, (_, index) => `t${index}`);
        const after = afterIndex === null ? undefined : ids[afterIndex];
        const before = beforeIndex === null ? undefined : ids[beforeIndex];
        const chatkit = createChatKit({
          apiKey: KEY,
          baseUrl: "http://chatkit.example",
          fetch: async ({ url }) => Response.json(pageOf(ids, searchOf(url), size)),
        });
        const { threads } = createQueries(chatkit);
        const cache = new QueryClient();
        const options = threads.list.infinite({ after, before });

        const { pages } = await cache.fetchInfiniteQuery({ ...options, pages: 100 });
        const walked = await Array.fromAsync(chatkit.threads.list({ after, before }).pages());

        expect(idsOf(pages)).toEqual(idsOf(walked));
        cache.clear();
      },
    ),
  );
});

test("a page whose ends are not named goes on from its items, unknown ones too", async () => {
  const server = await serve(({ url }, response) => {
    const isFirst = searchOf(url).get("after") === null;
    sendJson(response, {
      object: "list",
      data: [{ type: "chatkit.hologram", id: isFirst ? "i1" : "i2" }],
      has_more: isFirst,
    });
  });
  const { threads } = queriesOf(server.url);

  const data = await createCache().fetchInfiniteQuery({
    ...threads.listItems.infinite("cthr_1"),
    pages: 9,
  });

  expect(data.pages.map((page) => page.data)).toEqual([
    [{ type: UNKNOWN, raw: { type: "chatkit.hologram", id: "i1" } }],
    [{ type: UNKNOWN, raw: { type: "chatkit.hologram", id: "i2" } }],
  ]);
  expect(data.pageParams).toEqual([{}, { after: "i1" }]);
});

test("a listing that comes back to a cursor ends in an error, and neither goes on for ever nor stops short", async () => {
  const next: Record<string, string> = { "": "a", a: "b", b: "a" };
  const server = await serve(({ url }, response) => {
    const last_id = next[searchOf(url).get("after") ?? ""];
    sendJson(response, { data: [{ id: last_id }], has_more: true, first_id: last_id, last_id });
  });
  const { threads } = queriesOf(server.url);

  const list = await watch(createCache(), threads.list.infinite());
  await list.fetchNextPage();
  await list.fetchNextPage();
  expect(list.getCurrentResult().hasNextPage).toBe(true);
  await list.fetchNextPage();

  const { error, isFetchNextPageError } = list.getCurrentResult();
  expect(isFetchNextPageError).toBe(true);
  expect(error).toBeInstanceOf(InvalidAnswerError);
  expect(error?.message).toContain("threads.list");
  expect(error?.message).toContain("from a cursor it had before");
  expect(server.requests).toHaveLength(3);
});

test("a listing that goes on from the cursor that the caller began at is an error, too", async () => {
  const server = await serve((_request, response) =>
    sendJson(response, { data: [{ id: "a" }], has_more: true, first_id: "a", last_id: "a" }),
  );
  const { threads } = queriesOf(server.url);

  const failure = createCache().fetchInfiniteQuery({
    ...threads.list.infinite({ after: "a" }),
    pages: 2,
  });

  await expect(failure).rejects.toThrow("from a cursor it had before");
  expect(server.requests).toHaveLength(1);
});

test("a listing that goes on without a cursor is an error, in either direction", async () => {
  const server = await serve((_request, response) =>
    sendJson(response, { data: [], has_more: true }),
  );
  const { threads } = queriesOf(server.url);
  const cache = createCache();

  for (const query of [{}, { before: "t1" }]) {
    const failure = cache.fetchInfiniteQuery(threads.list.infinite(query));

    await expect(failure).rejects.toBeInstanceOf(InvalidAnswerError);
    await expect(failure).rejects.toThrow("no cursor to go on from");
  }
});

test("an empty page with a new cursor goes on", async () => {
  const server = await serve(({ url }, response) => {
    const isFirst = searchOf(url).get("after") === null;
    sendJson(response, {
      data: isFirst ? [] : [{ id: "t1" }],
      has_more: isFirst,
      last_id: isFirst ? "gone" : "t1",
    });
  });
  const { threads } = queriesOf(server.url);

  const data = await createCache().fetchInfiniteQuery({ ...threads.list.infinite(), pages: 9 });

  expect(idsOf(data.pages)).toEqual([[], ["t1"]]);
});

test("what is in the cache is plain data: the links of a page are not in it, and a refetch keeps what is equal", async () => {
  let title = "one";
  const server = await serve((_request, response) =>
    sendJson(response, {
      data: [{ ...THREAD, title, status: { type: "snoozed", until: 5 } }],
      has_more: false,
      first_id: "cthr_1",
      last_id: "cthr_1",
    }),
  );
  const { threads } = queriesOf(server.url);
  const cache = createCache();

  const page = await cache.fetchQuery(threads.list.query());
  const { pages } = await cache.fetchInfiniteQuery(threads.list.infinite());
  expect(Object.getOwnPropertyNames(page)).toEqual(["data", "has_more", "first_id", "last_id"]);
  expect(Object.getOwnPropertyNames(pages[0])).toEqual(Object.getOwnPropertyNames(page));

  const { queryKey } = threads.list.query();
  await cache.refetchQueries({ queryKey });
  expect(server.requests).toHaveLength(4);
  expect(cache.getQueryData(queryKey)).toBe(page);

  title = "two";
  await cache.refetchQueries({ queryKey });
  const changed = cache.getQueryData(queryKey);
  expect(changed?.data[0]?.title).toBe("two");
  expect(changed?.data[0]?.status).toBe(page.data[0]?.status);
});

test("a case newer than the client comes through JSON and structured clones with the help of serializeData", async () => {
  const raw = { type: "snoozed", raw: { type: "@chatkit-contract/unknown", raw: 1 }, until: 5 };
  const server = await serve((_request, response) =>
    sendJson(response, { ...THREAD, status: raw }),
  );
  const { threads } = queriesOf(server.url);
  const helped = { dehydrate: { serializeData }, hydrate: { deserializeData } };
  const from = new QueryClient({ defaultOptions: helped });
  const to = new QueryClient({ defaultOptions: helped });
  const other = { since: new Date(5), like: { type: raw.raw.type, raw: 1, more: 2 } };
  from.setQueryData(["of someone else"], other);
  const options = threads.retrieve.query("cthr_1");
  const thread = await from.fetchQuery(options);

  hydrate(to, structuredClone(dehydrate(from)));
  expect(to.getQueryData(["of someone else"])).toEqual(other);
  to.clear();
  hydrate(to, JSON.parse(JSON.stringify(dehydrate(from))));

  expect(to.getQueryData(options.queryKey)).toEqual(thread);
  expect(to.getQueryData(options.queryKey)?.status).toEqual({ type: UNKNOWN, raw });
  expect(from.getQueryData(options.queryKey)?.status.type).toBe(UNKNOWN);
  from.clear();
  to.clear();
});

test("a hydrated infinite query goes on where it was", async () => {
  const server = await servePages(() => THREADS);
  const { threads } = queriesOf(server.url);
  const [from, to] = [createCache(), createCache()];
  await from.fetchInfiniteQuery({ ...threads.list.infinite(), pages: 2 });

  hydrate(to, JSON.parse(JSON.stringify(dehydrate(from))));
  const list = new InfiniteQueryObserver(to, { ...threads.list.infinite(), staleTime: Infinity });
  onTestFinished(list.subscribe(() => {}));
  await list.fetchNextPage();

  expect(dataOf(list)).toEqual([
    ["t1", "t2"],
    ["t3", "t4"],
    ["t5", "t6"],
  ]);
  expect(server.asked()).toEqual(["", "after=t2", "after=t4"]);
});

test("keys begin with the parts of the operation's id, and hold path values and query, but nothing of the client", () => {
  const { threads, sessions } = queriesOf("http://chatkit.example");

  expect(threads.list.query({ user: "u", limit: undefined }).queryKey).toStrictEqual([
    "chatkit",
    "threads",
    "list",
    { user: "u" },
  ]);
  expect(threads.list.query().queryKey).toEqual(threads.list.query({}).queryKey);
  expect(threads.retrieve.query("cthr_1", { headers: { "x-secret": KEY } }).queryKey).toEqual([
    "chatkit",
    "threads",
    "retrieve",
    "cthr_1",
  ]);
  expect(threads.listItems.infinite("cthr_1", { order: "asc" }).queryKey).toEqual([
    "chatkit",
    "threads",
    "listItems",
    "cthr_1",
    { order: "asc" },
    "infinite",
  ]);
  expect(sessions.cancel.mutation().mutationKey).toEqual(["chatkit", "sessions", "cancel"]);
  expect(threads.list.key).toEqual(["chatkit", "threads", "list"]);
});

test("invalidating the start of a key reaches pages and infinite queries alike, and a prefix keeps clients apart", async () => {
  const server = await servePages(() => THREADS);
  const staging = createQueries(createChatKit({ apiKey: KEY, baseUrl: server.url }), {
    prefix: ["chatkit", "staging"],
  });
  const queries = queriesOf(server.url);
  const cache = createCache();
  const isStale = (queryKey: readonly unknown[]): boolean | undefined =>
    cache.getQueryState(queryKey)?.isInvalidated;
  const all = [
    queries.threads.list.query({ user: "u" }).queryKey,
    queries.threads.list.infinite({ user: "u" }).queryKey,
    queries.threads.list.query().queryKey,
    staging.threads.list.query({ user: "u" }).queryKey,
  ];
  await cache.fetchQuery(queries.threads.list.query({ user: "u" }));
  await cache.fetchInfiniteQuery(queries.threads.list.infinite({ user: "u" }));
  await cache.fetchQuery(queries.threads.list.query());
  await cache.fetchQuery(staging.threads.list.query({ user: "u" }));
  expect(cache.getQueryCache().getAll()).toHaveLength(4);

  await cache.invalidateQueries({ queryKey: ["chatkit", "staging", "threads"] });
  expect(all.map(isStale)).toEqual([false, false, false, true]);

  await cache.invalidateQueries(queries.threads.list.query({ user: "u" }));
  expect(all.map(isStale)).toEqual([true, true, false, true]);

  await cache.invalidateQueries({ queryKey: ["chatkit", "threads"] });
  expect(all.map(isStale)).toEqual([true, true, true, true]);
});

test.each(["query", "infinite query"] as const)(
  "a %s that nobody waits for any more ends its request",
  async (kind) => {
    const arrived = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const server = await serve((_request, response) => {
      response.on("close", closed.resolve);
      arrived.resolve();
    });
    const { threads } = queriesOf(server.url);
    const cache = createCache();
    const observer =
      kind === "query"
        ? new QueryObserver(cache, threads.list.query())
        : new InfiniteQueryObserver(cache, threads.list.infinite());

    const leave = observer.subscribe(() => {});
    await arrived.promise;
    leave();

    await closed.promise;
    expect(server.requests).toHaveLength(1);
  },
);

test.each(["query", "infinite query"] as const)(
  "a %s that fails is tried again by the client alone, and its error is the client's",
  async (kind) => {
    const server = await serve((_request, response) =>
      sendJson(
        response,
        { error: { message: "no", type: "server_error", param: null, code: null } },
        500,
        { "retry-after-ms": "1" },
      ),
    );
    const { threads } = queriesOf(server.url, { maxRetries: 1 });
    const cache = createCache();
    const observer =
      kind === "query"
        ? new QueryObserver(cache, threads.list.query())
        : new InfiniteQueryObserver(cache, threads.list.infinite());

    onTestFinished(observer.subscribe(() => {}));
    await vi.waitFor(() => expect(observer.getCurrentResult().isError).toBe(true), PATIENT);

    const { error, failureCount } = observer.getCurrentResult();
    expect(failureCount).toBe(1);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ kind: "api", status: 500, attempts: 2 });
    expect(server.requests).toHaveLength(2);
  },
);

test("settings of the calls reach them", async () => {
  const server = await servePages(() => THREADS);
  const { threads } = queriesOf(server.url);
  const options = { headers: { "x-from": "here" } };
  const cache = createCache();

  await cache.fetchQuery(threads.list.query({}, options));
  await cache.fetchInfiniteQuery(threads.list.infinite({}, options));
  await cache.fetchQuery(threads.retrieve.query("cthr_1", options));

  expect(server.requests.map(({ headers }) => headers["x-from"])).toEqual(["here", "here", "here"]);
});

test("a mutation makes the call of its operation, with path values, body and settings by name", async () => {
  const server = await serve((_request, response) => sendJson(response, { id: "any" }));
  const { threads, sessions } = queriesOf(server.url);
  const cache = createCache();
  const body = { workflow: { id: "wf_1" }, user: "u" };

  const deletion = new MutationObserver(cache, threads.delete.mutation());
  const creation = new MutationObserver(cache, sessions.create.mutation());
  const cancellation = new MutationObserver(cache, sessions.cancel.mutation());
  await deletion.mutate({ thread_id: "cthr_1" });
  await creation.mutate({ body, options: { idempotencyKey: "key-1" } });
  await cancellation.mutate({ session_id: "cksess_1" });

  const made = ({ method, url, body: sent, headers }: SeenRequest) =>
    [method, url, sent, headers["idempotency-key"]] as const;
  expect(server.requests.map(made)).toEqual([
    ["DELETE", "/v1/chatkit/threads/cthr_1", "", undefined],
    ["POST", "/v1/chatkit/sessions", JSON.stringify(body), "key-1"],
    ["POST", "/v1/chatkit/sessions/cksess_1/cancel", "", undefined],
  ]);
});

test("a mutation that fails is tried again by the client alone", async () => {
  const server = await serve((_request, response) => sendJson(response, {}, 500));
  const { sessions } = queriesOf(server.url);
  const cache = createCache();
  const body = { workflow: { id: "wf_1" }, user: "u" };

  const creation = new MutationObserver(cache, sessions.create.mutation()).mutate({ body });

  await expect(creation).rejects.toMatchObject({ kind: "api", status: 500, attempts: 1 });
  expect(server.requests).toHaveLength(1);
});

test("a mistake in an argument fails the query, and the render that made it goes on", async () => {
  const { threads } = queriesOf("http://chatkit.example");

  const none = threads.retrieve.query("");
  const all = threads.list.query(null as never);
  const pages = threads.list.infinite(null as never);

  await expect(createCache().fetchQuery(none)).rejects.toBeInstanceOf(TypeError);
  const refusal = "threads.list: query is null; it must be an object, or left out";
  await expect(createCache().fetchQuery(all)).rejects.toThrow(new TypeError(refusal));
  await expect(createCache().fetchInfiniteQuery(pages)).rejects.toThrow(new TypeError(refusal));
});
