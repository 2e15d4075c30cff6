import fc from "fast-check";

import { createChatKit, type ChatKit } from "../src/index.ts";

export interface Row {
  id: string;
  created_at: number;
}

/** How a server sorts threads of the same second in `asc`, beside the reverse of `desc`. */
export type Ties = "reversed" | "alike";

/** A listing whose threads come and go between requests, over whatever a test says. */
export class ListingModel {
  readonly rows: Row[] = [];
  readonly #removed = new Map<string, Row>();
  #inserted = 0;
  requests = 0;
  readonly #ties: Ties;
  readonly #churn: () => void;

  constructor(times: number[], ties: Ties, churn: (model: ListingModel) => void) {
    this.#ties = ties;
    this.#churn = () => churn(this);
    for (const time of times.toSorted((a, b) => a - b)) {
      this.insert(time);
    }
  }

  insert(time: number): void {
    this.rows.push({ id: `cthr_${this.#inserted++}`, created_at: time });
  }

  remove(index: number): string | undefined {
    const [row] = this.rows.splice(index, 1);
    if (row) {
      this.#removed.set(row.id, row);
    }
    return row?.id;
  }

  page(query: URLSearchParams): { data: Row[]; has_more: boolean } & Record<string, unknown> {
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

  /** A client of this listing, without a server between, so that a property can try thousands. */
  client(): ChatKit {
    return createChatKit({
      apiKey: "sk-test",
      baseUrl: "http://chatkit.example",
      fetch: async ({ url }) => Response.json(this.page(new URL(url).searchParams)),
    });
  }
}

// Few different times: threads of the same second, on both sides of a page, are where listings break.
export const times: fc.Arbitrary<number[]> = fc.oneof(
  fc.array(fc.nat(2), { maxLength: 40 }),
  fc.array(fc.nat(12), { maxLength: 60 }),
);
export const order: fc.Arbitrary<"asc" | "desc" | undefined> = fc.constantFrom(
  "asc" as const,
  "desc" as const,
  undefined,
);
export const ties: fc.Arbitrary<Ties> = fc.constantFrom<Ties>("reversed", "alike");

/** What happens to a listing behind each request, over and over: a thread comes (null), or the one at an index goes. */
export const moves: fc.Arbitrary<(number | null)[]> = fc.array(fc.option(fc.nat(80)), {
  minLength: 1,
  maxLength: 40,
});

/**
 * A listing whose threads come and go.
 *
 * @returns Beside it the ids that a client has to find: those that are there throughout.
 */
export function createRestlessListing(
  given: number[],
  how: Ties,
  steps: (number | null)[],
): { model: ListingModel; lasting: () => string[] } {
  const gone = new Set<string | undefined>();
  let now = 12;
  const model = new ListingModel(given, how, (self) => {
    const step = steps[self.requests % steps.length];
    if (step === null || step === undefined) {
      self.insert((now += self.requests % 2));
    } else {
      gone.add(self.remove(step));
    }
    // Threads must not come faster than they are listed, or no listing would end.
    if (self.rows.length > 200) {
      self.rows.length = 200;
    }
  });
  const before = model.rows.map(({ id }) => id);
  return { model, lasting: () => before.filter((id) => !gone.has(id)) };
}
