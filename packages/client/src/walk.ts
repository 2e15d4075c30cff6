import { fetchPage, isBackward, type Envelope, type ListingSource, type Page } from "./page.ts";
import { refuse } from "./refuse.ts";

/** How many empty pages in a row a listing goes through before it takes the server to be broken. */
const MAX_EMPTY_PAGES = 100;

/**
 * Every page of a listing, forward from `after` or the start, backward where the query has `before` alone. Where the
 * query has no `limit`, the pages behind the first are as large as the contract allows. From the second page on, the
 * next one is fetched while the consumer works on the last; a consumer that stops ends that.
 *
 * @param fetchFirst Gives the first page, where that is not to be fetched anew.
 * @param controller Is aborted when the walk ends, whichever way; until then it can end the walk.
 * @throws {TypeError} `limit` is 0: such a page is always empty.
 * @throws {InvalidAnswerError} The listing goes on without a cursor, comes back to one it had before, or is empty for a
 * hundred pages.
 */
export async function* walk(
  source: ListingSource,
  fetchFirst?: () => Promise<Page<Envelope>>,
  controller: AbortController = new AbortController(),
): AsyncGenerator<Page<Envelope>, void, undefined> {
  const { query, pagination, fail } = source;
  const { after, before, limit, max_limit, items, has_more } = pagination;
  const { [limit]: size = max_limit } = query;
  if (size === 0) {
    refuse("iterating", limit, "0", "at least 1, or left out");
  }
  const wide = { ...query, [limit]: size };
  const direction = isBackward(pagination, query) ? before : after;
  const seen = new Set<unknown>([query[direction]]);
  const signal = source.signal
    ? AbortSignal.any([controller.signal, source.signal])
    : controller.signal;
  let emptyPages = 0;

  const advance = async (page: Page<Envelope>): Promise<Page<Envelope> | undefined> => {
    if (!page[has_more]) {
      return undefined;
    }
    const { cursor } = page;
    emptyPages = (page[items] as unknown[]).length ? 0 : emptyPages + 1;
    const problem =
      cursor === null
        ? "without a cursor"
        : seen.has(cursor)
          ? "from a cursor it had before"
          : emptyPages === MAX_EMPTY_PAGES && `after ${MAX_EMPTY_PAGES} empty pages`;
    if (problem) {
      return fail(`the listing goes on ${problem}`);
    }
    seen.add(cursor);
    return fetchPage(source, { ...wide, [direction]: cursor }, signal);
  };

  try {
    let page: Page<Envelope> | undefined = await (fetchFirst?.() ??
      fetchPage(source, wide, signal));
    let ahead: Promise<Page<Envelope> | undefined> | undefined;
    while (page) {
      yield page;
      signal.throwIfAborted();
      page = await (ahead ?? advance(page));
      ahead = page ? advance(page) : undefined;
      // Its failure is told when the consumer comes for it, if it does.
      ahead?.catch(() => {});
    }
  } finally {
    controller.abort();
  }
}
