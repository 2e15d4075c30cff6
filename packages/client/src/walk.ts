import {
  fetchPage,
  isBackward,
  type Envelope,
  type ListingQuery,
  type ListingSource,
  type Page,
} from "./page.ts";

/** How many empty pages in a row a listing goes through before it takes the server to be broken. */
const MAX_EMPTY_PAGES = 100;

/**
 * Every page of a listing, forward from `after` or the start, backward where the query has `before` alone. Where the
 * query has no `limit`, the pages behind the first are as large as the contract allows. From the second page on, the
 * next one is fetched while the consumer works on the last; a consumer that stops ends that.
 *
 * @param fetchFirst Gives the first page, where that is not to be fetched anew.
 * @throws {TypeError} `limit` is 0: such a page is always empty.
 * @throws {InvalidAnswerError} The listing goes on without a cursor, comes back to one it had before, or is empty for a
 * hundred pages.
 */
export async function* walk(
  source: ListingSource,
  query: ListingQuery,
  fetchFirst?: () => Promise<Page<Envelope>>,
): AsyncGenerator<Page<Envelope>, void, undefined> {
  const { pagination, fail } = source;
  const { after, before, limit, max_limit, items, has_more } = pagination;
  if (query[limit] === 0) {
    throw new TypeError(
      `${limit} is 0, so every page is empty; leave it out or ask for at least 1`,
    );
  }
  const direction = isBackward(pagination, query) ? before : after;
  const further = { [limit]: max_limit, ...withoutUndefined(query) };
  const seen = new Set<unknown>([query[direction]]);
  const controller = new AbortController();
  const signal = source.signal
    ? AbortSignal.any([source.signal, controller.signal])
    : controller.signal;
  let emptyPages = 0;

  const advance = async (page: Page<Envelope>): Promise<Page<Envelope> | undefined> => {
    const { cursor } = page;
    if (page[has_more] !== true) {
      return undefined;
    }
    emptyPages = (page[items] as unknown[]).length === 0 ? emptyPages + 1 : 0;
    if (cursor === null) {
      throw fail("the listing goes on, but the page names no cursor to go on from");
    }
    if (seen.has(cursor)) {
      throw fail("the listing goes on, but from a cursor it had before: it would never end");
    }
    if (emptyPages === MAX_EMPTY_PAGES) {
      throw fail(`the listing goes on, but its last ${MAX_EMPTY_PAGES} pages were empty`);
    }
    seen.add(cursor);
    return fetchPage(source, { ...further, [direction]: cursor }, signal);
  };

  try {
    let page: Page<Envelope> | undefined = await (fetchFirst?.() ??
      fetchPage(source, query, signal));
    for (let isFirst = true; page !== undefined; isFirst = false) {
      const ahead: Promise<Page<Envelope> | undefined> | undefined = isFirst
        ? undefined
        : advance(page);
      // Its failure is told when the consumer comes for it, if it does.
      ahead?.catch(() => {});
      yield page;
      page = await (ahead ?? advance(page));
    }
  } finally {
    controller.abort();
  }
}

function withoutUndefined(query: ListingQuery): ListingQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
