import type { WithResponse } from "./api-promise.ts";
import { collect } from "./collect.ts";
import { fetchPage, type Envelope, type ListingSource, type Page } from "./page.ts";
import { refuse } from "./refuse.ts";
import { walk } from "./walk.ts";

/** What {@link Listing.all} takes. */
export interface AllOptions {
  /** Is told how many different items have come, after each page; a promise is waited for. Default: nothing. */
  onProgress?: ((count: number) => unknown) | undefined;
  /** 2 lists from both ends at once, 1 from one end alone. Default: 2. */
  concurrency?: 1 | 2 | undefined;
}

/**
 * A listing that has not been asked for yet: `await` it for its first page, iterate it for every item. Nothing is sent
 * before, and the first page is fetched once.
 */
export class Listing<Fields, Item> implements PromiseLike<Page<Fields>>, AsyncIterable<Item> {
  readonly #source: ListingSource;
  #first: Promise<Page<Envelope>> | undefined;

  constructor(source: ListingSource) {
    this.#source = source;
  }

  /** Fetches the first page, or gives the one that was fetched before. */
  then<A = Page<Fields>, B = never>(
    onFulfilled?: ((page: Page<Fields>) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return (this.#firstPage() as Promise<Page<Fields>>).then(onFulfilled, onRejected);
  }

  /** Resolves with the first page and the answer that it came in. */
  async withResponse(): Promise<WithResponse<Page<Fields>>> {
    const data = await this;
    const { response, requestId } = data;
    return { data, response, requestId };
  }

  /** As `Promise.prototype.catch`, for the first page. */
  catch<B = never>(
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<Page<Fields> | B> {
    return this.then(undefined, onRejected);
  }

  /** As `Promise.prototype.finally`, for the first page. */
  finally(onFinally?: (() => void) | null): Promise<Page<Fields>> {
    return (this.#firstPage() as Promise<Page<Fields>>).finally(onFinally);
  }

  /**
   * Every item of the listing, page after page: forward from `after` or the start, backward where the query has
   * `before` alone. Without `limit` the first page is of the server's default size, the others as large as allowed.
   *
   * @throws {TypeError} `limit` is 0: such a page is always empty, so there is nothing to iterate.
   * @throws {InvalidAnswerError} The listing cannot be finished: it goes on without a cursor, comes back to one it had
   * before, or is empty for a hundred pages.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    const { pagination, signal } = this.#source;
    for await (const page of this.pages()) {
      for (const item of (page as Record<string, Item[]>)[pagination.items] as Item[]) {
        // The rest of the page is there, but nobody wants it.
        signal?.throwIfAborted();
        yield item;
      }
    }
  }

  /** Every page of the listing, with the errors of iterating its items. */
  pages(): AsyncGenerator<Page<Fields>, void, undefined> {
    const pages = walk(this.#source, () => this.#firstPage());
    return pages as AsyncGenerator<Page<Fields>, void, undefined>;
  }

  /**
   * Every item at once, each once and in the listing's order, fetched from both ends at a time where the query has no
   * cursor. No item that is there throughout is lost, while others come and go.
   *
   * @throws {TypeError} `concurrency` is neither 1 nor 2.
   * @throws As iterating does.
   */
  async all({ onProgress, concurrency = 2 }: AllOptions = {}): Promise<Item[]> {
    if (concurrency !== 1 && concurrency !== 2) {
      refuse("all", "concurrency", JSON.stringify(concurrency), "1 or 2");
    }
    return collect(this.#source, onProgress, concurrency) as Promise<Item[]>;
  }

  #firstPage(): Promise<Page<Envelope>> {
    return (this.#first ??= fetchPage(this.#source, this.#source.query));
  }
}
