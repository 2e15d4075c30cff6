import type { Pagination } from "@chatkit-contract/types";

/** The query of a listing, by the names of the contract. */
export type ListingQuery = Readonly<Record<string, unknown>>;

/** How many empty pages in a row a listing goes through before it takes the server to be broken. */
const MAX_EMPTY_PAGES = 100;

/**
 * A listing that has not been asked for yet: `await` it for its first page, iterate it for every item. Nothing is sent
 * before, and the first page is fetched once.
 */
export class Listing<Page, Item> implements PromiseLike<Page>, AsyncIterable<Item> {
  readonly #source: ListingSource;
  #first: Promise<Page> | undefined;

  constructor(source: ListingSource) {
    this.#source = source;
  }

  /** Fetches the first page, or gives the one that was fetched before. */
  then<A = Page, B = never>(
    onFulfilled?: ((page: Page) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#firstPage().then(onFulfilled, onRejected);
  }

  /** As `Promise.prototype.catch`, for the first page. */
  catch<B = never>(
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<Page | B> {
    return this.then(undefined, onRejected);
  }

  /** As `Promise.prototype.finally`, for the first page. */
  finally(onFinally?: (() => void) | null): Promise<Page> {
    return this.#firstPage().finally(onFinally);
  }

  /**
   * Every item of the listing, page after page: forward from `after` or the start, backward where the query has
   * `before` alone.
   *
   * @throws {TypeError} `limit` is 0: such a page is always empty, so there is nothing to iterate.
   * @throws {InvalidAnswerError} The listing cannot be finished: it goes on without a cursor, comes back to one it had
   * before, or is empty for a hundred pages.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) {
      yield* (page as Record<string, Item[]>)[this.#source.pagination.items] ?? [];
    }
  }

  /** Every page of the listing, with the errors of iterating its items. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    const { query, pagination, fetchPage, fail } = this.#source;
    const { limit, before, after, first_id, last_id, has_more, item_id } = pagination;
    if (query[limit] === 0) {
      throw new TypeError(
        `${limit} is 0, so every page is empty; leave it out or ask for at least 1`,
      );
    }
    const isBackward = query[before] !== undefined && query[after] === undefined;
    const seen = new Set<unknown>([query[isBackward ? before : after]]);
    let emptyPages = 0;
    let page = await this.#firstPage();
    while (true) {
      yield page;
      const envelope = page as Record<string, unknown>;
      if (envelope[has_more] !== true) {
        return;
      }
      const items = envelope[pagination.items] as Record<string, unknown>[];
      const edge = items.at(isBackward ? 0 : -1);
      const cursor = envelope[isBackward ? first_id : last_id] ?? readId(edge, item_id);
      emptyPages = items.length === 0 ? emptyPages + 1 : 0;
      if (typeof cursor !== "string") {
        throw fail("the listing goes on, but the page names no cursor to go on from");
      }
      if (seen.has(cursor)) {
        throw fail("the listing goes on, but from a cursor it had before: it would never end");
      }
      if (emptyPages === MAX_EMPTY_PAGES) {
        throw fail(`the listing goes on, but its last ${MAX_EMPTY_PAGES} pages were empty`);
      }
      seen.add(cursor);
      page = (await fetchPage({
        ...query,
        [isBackward ? before : after]: cursor,
      })) as Awaited<Page>;
    }
  }

  #firstPage(): Promise<Page> {
    this.#first ??= this.#source.fetchPage(this.#source.query) as Promise<Page>;
    return this.#first;
  }
}

/** The id of an item, also of one that the contract does not know, whose fields lie in `raw`. */
function readId(item: Record<string, unknown> | undefined, field: string): unknown {
  const raw = item?.["raw"] as Record<string, unknown> | undefined;
  return item?.[field] ?? raw?.[field];
}

/** What a listing is made of. */
export interface ListingSource {
  query: ListingQuery;
  pagination: Pagination;
  /** Fetches the page that a query selects. */
  fetchPage: (query: ListingQuery) => Promise<unknown>;
  /** Makes the error for a listing that cannot be finished. */
  fail: (problem: string) => Error;
}
