import fc from "fast-check";
import { expect, test } from "vitest";

import { createChatKit, type Thread } from "../src/index.ts";

interface Row {
  id: string;
  created_at: number;
}

/** How a server sorts threads of the same second in `asc`, beside the reverse of `desc`. */
type Ties = "reversed" | "alike";

/** A listing whose threads come and go between requests, over whatever a test says. */
class Model {
  readonly rows: Row[] = [];
  readonly #removed = new Map<string, Row>();
  requests = 0;
  readonly #ties: Ties;
  readonly #churn: () => void;

  constructor(times: number[], ties: Ties, churn: (model: Model) => void) {
    this.#ties = ties;
    this.#churn = () => churn(this);
    for (const time of times.toSorted((a, b) => a - b)) {
      this.insert(time);
    }
  }

  insert(time: number): void {
    this.rows.push({ id: `cthr_${this.rows.length + this.#removed.size}`, created_at: time });
  }

  remove(index: number): string | undefined {
    const [row] = this.rows.splice(index, 1);
    if (row) {
      this.#removed.set(row.id, row);
    }
    return row?.id;
  }

  page(query: URLSearchParams): object {
    this.requests++;
    const size = Number(query.get("limit") ?? 20);
    const isAscending = query.get("order") === "asc";
    const position = new Map([...this.rows, ...this.#removed.values()].map((row) => [row.id, row]));
    const number = ({ id }: Row): number => Number(id.slice(5));
    const compare = (one: Row, other: Row): number => {
      const tie = number(one) - number(other);
      const time = one.created_at - other.created_at;
      return isAscending ? time || tie : -time || (this.#ties === "reversed" ? -tie : tie);
    };
    const after = position.get(query.get("after") ?? "");
    const before = position.get(query.get("before") ?? "");
    const rest = this.rows
      .toSorted(compare)
      .filter((row) => after === undefined || compare(row, after) > 0)
      .filter((row) => before === undefined || compare(row, before) < 0);
    const isBackward = before !== undefined && after === undefined;
    const data = (isBackward ? rest.slice(-size) : rest.slice(0, size)).map((row) => ({ ...row }));
    this.#churn();
    return {
      object: "list",
      data,
      has_more: rest.length > size,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    };
  }

  list(order: "asc" | "desc" | undefined, limit: number, concurrency: 1 | 2): Promise<Thread[]> {
    const chatkit = createChatKit({
      apiKey: "sk-test",
      baseUrl: "http://chatkit.example",
      fetch: async ({ url }) => Response.json(this.page(new URL(url).searchParams)),
    });
    return chatkit.threads.list({ order, limit }).all({ concurrency });
  }
}

// Few different times: threads of the same second, on both sides of a page, are where listings break.
const times = fc.oneof(
  fc.array(fc.nat(2), { maxLength: 40 }),
  fc.array(fc.nat(12), { maxLength: 60 }),
);
const order = fc.constantFrom("asc" as const, "desc" as const, undefined);
const ties = fc.constantFrom<Ties>("reversed", "alike");

test("lists everything once, in the asked order, from one end or from both", async () => {
  await fc.assert(
    fc.asyncProperty(
      times,
      order,
      ties,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(1 as const, 2 as const),
      async (given, asked, how, limit, concurrency) => {
        const model = new Model(given, how, () => {});

        const found = await model.list(asked, limit, concurrency);

        const sorted = found.map(({ created_at }) => created_at);
        const sign = asked === "asc" ? 1 : -1;
        expect(sorted).toEqual(given.toSorted((a, b) => sign * (a - b)));
        expect(new Set(found.map(({ id }) => id)).size).toBe(given.length);
        // A server that reverses ties has one order; from both ends it comes out as from one.
        const expected = how === "reversed" ? await model.list(asked, limit, 1) : found;
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
      fc.array(fc.option(fc.nat(80)), { minLength: 1, maxLength: 40 }),
      async (given, asked, how, limit, moves) => {
        const gone = new Set<string>();
        let now = 12;
        const model = new Model(given, how, (self) => {
          const move = moves[self.requests % moves.length];
          if (move === null || move === undefined) {
            self.insert((now += self.requests % 2));
          } else {
            const id = self.remove(move);
            if (id !== undefined) {
              gone.add(id);
            }
          }
          // Threads must not come faster than they are listed, or no listing would end.
          if (self.rows.length > 200) {
            self.rows.length = 200;
          }
        });
        const before = model.rows.map(({ id }) => id);

        const found = (await model.list(asked, limit, 2)).map(({ id }) => id);

        expect(before.filter((id) => !gone.has(id) && !found.includes(id))).toEqual([]);
        expect(found.length).toBe(new Set(found).size);
      },
    ),
    { numRuns: 500 },
  );
});

test("asks for the largest pages, from both ends at once, and reports how far it is", async () => {
  const model = new Model(
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

test("a page leads to the next and the one before, and its cursor goes on elsewhere", async () => {
  const model = new Model([1, 2, 3, 4, 5], "reversed", () => {});
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
  const model = new Model(
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
