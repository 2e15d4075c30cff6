import { expect, test } from "vitest";

import { InvalidAnswerError, type ChatKit } from "../../src/index.ts";
import { sendJson } from "../server.ts";
import { listThreads, pageOf, play, problemOf, USER, type Move } from "./play.ts";

/** Answers each cursor with a page of its own. */
function pages(answer: (query: URLSearchParams) => object): Move {
  return (response, { url }) =>
    sendJson(response, answer(new URL(url, "http://server").searchParams));
}

const listAll = (concurrency: 1 | 2) => async (chatkit: ChatKit) => {
  const all = await chatkit.threads.list({ user: USER }).all({ concurrency });
  return all.map(({ id }) => id);
};

/** A listing that goes round: so many pages of one thread each, then the first one again. */
const cycle = (length: number): Move =>
  pages((query) => {
    const next = (Number(query.get("after") ?? length) % length) + 1;
    return pageOf([String(next)], { has_more: true });
  });

const NO_CURSOR = "the listing goes on without a cursor";
const OLD_CURSOR = "the listing goes on from a cursor it had before";
const ONLY_EMPTY = "the listing goes on after 100 empty pages";

const endless: [when: string, move: Move, requests: number, problem: string][] = [
  [
    "has_more without last_id on an empty page",
    pages(() => pageOf([], { has_more: true })),
    1,
    NO_CURSOR,
  ],
  [
    "has_more without last_id, and items without ids",
    pages(() => ({ object: "list", data: [{}], has_more: true })),
    1,
    NO_CURSOR,
  ],
  [
    "has_more with a last_id that is no text",
    pages(() => pageOf([], { has_more: true, last_id: 7 })),
    1,
    NO_CURSOR,
  ],
  ...[1, 2, 3, 10].map((length): [string, Move, number, string] => [
    length === 1 ? "the same cursor for ever" : `a cycle of ${length} cursors`,
    cycle(length),
    length + 1,
    OLD_CURSOR,
  ]),
  [
    "an empty page with a new cursor for ever",
    pages((query) => pageOf([], { has_more: true, last_id: `${Number(query.get("after")) + 1}` })),
    100,
    ONLY_EMPTY,
  ],
];

const walks: [name: string, call: (chatkit: ChatKit) => Promise<unknown>][] = [
  ["iterated", listThreads],
  ["all of it", listAll(1)],
];

for (const [way, call] of walks) {
  test.for(endless)(
    `%s, ${way}: an InvalidAnswerError, never endless or cut short`,
    async ([, move, count, problem]) => {
      const ending = await play({ moves: [move], call });

      expect(problemOf(ending)).toBe(problem);
      expect(ending.error).toBeInstanceOf(InvalidAnswerError);
      expect(ending.error).toMatchObject({ kind: "invalid_answer", status: null });
      expect(ending.requests).toHaveLength(count);
    },
  );
}

test.for(endless)("%s, from both ends: an InvalidAnswerError", async ([, move, count, problem]) => {
  const ending = await play({ moves: [move], call: listAll(2) });

  expect(problemOf(ending)).toBe(problem);
  expect(ending.requests.length).toBeLessThanOrEqual(2 * count);
});

test("the cursor that a listing was begun with, again: an InvalidAnswerError", async () => {
  const ending = await play({
    moves: [pages(() => pageOf(["a"], { has_more: true }))],
    call: (chatkit) => Array.fromAsync(chatkit.threads.list({ after: "a" })),
  });

  expect(problemOf(ending)).toContain("from a cursor it had before");
  expect(ending.requests).toHaveLength(1);
});

const unusual: [when: string, move: Move, ids: string[], requests: number][] = [
  [
    "has_more without last_id",
    pages((query) => {
      const start = Number(query.get("after") ?? 0);
      const ids = [start + 1, start + 2].map(String);
      return pageOf(ids, { has_more: start < 4, first_id: undefined, last_id: undefined });
    }),
    ["1", "2", "3", "4", "5", "6"],
    3,
  ],
  [
    "has_more with an empty text for a cursor",
    pages((query) =>
      query.get("after") === "a" ? pageOf(["b"]) : pageOf(["a"], { has_more: true, last_id: "" }),
    ),
    ["a", "b"],
    2,
  ],
  [
    "an empty page with a new cursor",
    pages((query) =>
      query.get("after") === "gap" ? pageOf(["z"]) : pageOf([], { has_more: true, last_id: "gap" }),
    ),
    ["z"],
    2,
  ],
  [
    "99 empty pages between two that are not",
    pages((query) => {
      const at = Number(query.get("after") ?? 0);
      return pageOf(at === 0 || at === 100 ? [`item ${at}`] : [], {
        has_more: at < 100,
        last_id: String(at + 1),
      });
    }),
    ["item 0", "item 100"],
    101,
  ],
  [
    "a cursor behind the last page",
    pages(() => pageOf(["a"], { has_more: false, last_id: "b" })),
    ["a"],
    1,
  ],
  [
    "a cursor that would be read as another parameter",
    pages((query) =>
      query.get("after") === "a&user=b#?+ü"
        ? pageOf([query.getAll("user").join()])
        : pageOf(["a"], { has_more: true, last_id: "a&user=b#?+ü" }),
    ),
    ["a", USER],
    2,
  ],
];

for (const [way, call] of walks) {
  test.for(unusual)(`%s, ${way}: every item`, async ([, move, ids, count]) => {
    const { answer, requests } = await play({ moves: [move], call });

    expect(answer).toEqual(ids);
    expect(requests).toHaveLength(count);
  });
}

/** What was sent comes again on the next page, as from a server that pages by number while items are added. */
const repeating = pages((query) =>
  query.get("after") === "b"
    ? pageOf(["b", "c"], { has_more: false })
    : pageOf(["a", "b"], { has_more: true }),
);

test("an id that comes again on the next page, iterated: as the server sends it, and it ends", async () => {
  const { answer, requests } = await play({ moves: [repeating], call: listThreads });

  expect(answer).toEqual(["a", "b", "b", "c"]);
  expect(requests).toHaveLength(2);
});

test("an id that comes again on the next page, all of it: once", async () => {
  const { answer } = await play({ moves: [repeating], call: listAll(2) });

  expect(answer).toEqual(["a", "b", "c"]);
});

test("a page that is the whole page before again, under a new cursor: as the server sends it, and it ends", async () => {
  const again = pages((query) =>
    pageOf(
      ["a", "b"],
      query.has("after") ? { has_more: false } : { has_more: true, last_id: "cursor" },
    ),
  );

  const { answer, requests } = await play({ moves: [again], call: listThreads });

  expect(answer).toEqual(["a", "b", "a", "b"]);
  expect(requests).toHaveLength(2);
});

test.for(["cursor", "requestId", "response", "next", "previous"])(
  "a new field %s, which is the name of a page's own: every item, and the page's own wins",
  async (name) => {
    const wire = (page: object): string =>
      JSON.stringify(page).replace("{", `{"${name}":{"newer":true},`);
    const named: Move = (response, { url }) =>
      void response.end(
        wire(url.includes("after=a") ? pageOf(["b"]) : pageOf(["a"], { has_more: true })),
      );

    const { answer, requests } = await play({
      moves: [named],
      call: async (chatkit) => {
        const first = await chatkit.threads.list();
        const second = await first.next();
        const back = await second?.previous();
        const { status } = first.response;
        return [first.cursor, first.requestId, status, second?.data[0]?.id, back?.data[0]?.id];
      },
    });

    expect(answer).toEqual(["a", null, 200, "b", "a"]);
    expect(requests).toHaveLength(3);
  },
);

test("limit 0, iterated: a TypeError before anything is sent", async () => {
  const { error, requests } = await play({
    moves: [pages(() => pageOf([]))],
    call: (chatkit) => Array.fromAsync(chatkit.threads.list({ limit: 0 })),
  });

  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toBe(
    "iterating: limit is 0; it must be at least 1, or left out",
  );
  expect(requests).toEqual([]);
});

test("limit 0, awaited: the empty page that the contract promises", async () => {
  const { answer, requests } = await play({
    moves: [pages(() => pageOf([]))],
    call: (chatkit) => chatkit.threads.list({ limit: 0 }),
  });

  expect(answer).toEqual(pageOf([]));
  expect(requests.map(({ url }) => url)).toEqual(["/v1/chatkit/threads?limit=0"]);
});

test("before alone: walks backward by first_id, page by page", async () => {
  const backward = pages((query) => {
    const end = Number(query.get("before"));
    const ids = [end - 2, end - 1].map(String);
    return pageOf(ids, { has_more: end > 3 });
  });

  const { answer, requests } = await play({
    moves: [backward],
    call: (chatkit) =>
      Array.fromAsync(chatkit.threads.list({ before: "7", limit: 2 }), ({ id }) => id),
  });

  expect(answer).toEqual(["5", "6", "3", "4", "1", "2"]);
  expect(requests.map(({ url }) => url.split("?")[1])).toEqual([
    "before=7&limit=2",
    expect.stringMatching(/^(?=.*before=5)(?!.*after)/),
    expect.stringMatching(/^(?=.*before=3)(?!.*after)/),
  ]);
});

const backwardEndless: [when: string, answer: (query: URLSearchParams) => object][] = [
  ["without a cursor", () => pageOf([], { has_more: true, last_id: "a" })],
  ["from the same cursor", () => pageOf(["a", "b"], { has_more: true })],
];

test.for(backwardEndless)(
  "before alone, where the listing goes on %s: an InvalidAnswerError",
  async ([, answer]) => {
    const ending = await play({
      moves: [pages(answer)],
      call: (chatkit) => Array.fromAsync(chatkit.threads.list({ before: "z" })),
    });

    expect(problemOf(ending)).toMatch(/^the listing goes on\b/);
    expect(ending.requests.length).toBeLessThanOrEqual(2);
  },
);

test.for([
  ['""', ""],
  ['"."', "."],
  ['".."', ".."],
  ["undefined", undefined],
  ["null", null],
  ["7", 7],
] as const)("the path value %s: a TypeError before anything is sent", async ([shown, value]) => {
  const { error, requests } = await play({
    moves: [pages(() => pageOf([]))],
    call: (chatkit) => chatkit.threads.retrieve(value as never),
  });

  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toContain(
    `threads.retrieve: thread_id is ${shown}; it must be a string`,
  );
  expect(requests).toEqual([]);
});

test.for(["a/../b", "..%2f", "a/b?c#d", "%2e%2e"])(
  "the path value %j stays one segment of the path",
  async (value) => {
    const { requests } = await play({
      moves: [pages(() => ({ id: "cthr_1" }))],
      call: (chatkit) => chatkit.threads.retrieve(value),
    });

    expect(requests.map(({ url }) => url)).toEqual([
      `/v1/chatkit/threads/${encodeURIComponent(value)}`,
    ]);
  },
);
