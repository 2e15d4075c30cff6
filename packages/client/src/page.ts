import type { Pagination } from "@chatkit-contract/types";

/** The query of a listing, by the names of the contract. */
export type ListingQuery = Readonly<Record<string, unknown>>;

/** A page as it comes over the wire, whatever its operation. */
export type Envelope = Record<string, unknown>;

/** What a page knows besides the fields of the wire. None of it is enumerable. */
export interface PageLinks<Fields> {
  /** The `x-request-id` of the answer, or null. */
  readonly requestId: string | null;
  /**
   * Where the listing goes on in the direction of travel. It can be stored: with the same query and this as `after` (as
   * `before`, when walking backward) a listing goes on in another process. Null where the listing ends here.
   */
  readonly cursor: string | null;
  /** Fetches the page past this one in the listing's order; null where there is none. */
  next(): Promise<Page<Fields> | null>;
  /** Fetches the page ahead of this one in the listing's order; null where there is none. */
  previous(): Promise<Page<Fields> | null>;
}

/** One page of a listing, and the ways on from it. */
export type Page<Fields> = Fields & PageLinks<Fields>;

/** What a listing is made of. */
export interface ListingSource {
  query: ListingQuery;
  pagination: Pagination;
  /** Fetches the page that a query selects; the signal ends that, as the caller's own does. */
  fetchPage: (
    query: ListingQuery,
    signal?: AbortSignal,
  ) => Promise<{ data: unknown; requestId: string | null }>;
  /** The caller's own signal. */
  signal?: AbortSignal | undefined;
  /** Makes the error for a listing that cannot be finished. */
  fail: (problem: string) => Error;
}

/** Whether a query walks backward, by `first_id`: it has `before` alone. */
export function isBackward({ after, before }: Pagination, query: ListingQuery): boolean {
  return query[before] !== undefined && query[after] === undefined;
}

/** Fetches a page and gives it its links. */
export async function fetchPage(
  source: ListingSource,
  query: ListingQuery,
  signal?: AbortSignal,
): Promise<Page<Envelope>> {
  const { pagination } = source;
  const { data, requestId } = await source.fetchPage(query, signal);
  const page = data as Envelope;
  const backward = isBackward(pagination, query);
  const { after, before, items, item_id, first_id, last_id, has_more } = pagination;
  const goesOn = page[has_more] === true;

  /** The cursor at one end: what the page says, or else the item there. */
  const cursorAt = (end: 0 | -1): string | null => {
    const item = (page[items] as Envelope[]).at(end);
    const cursor = page[end === 0 ? first_id : last_id] ?? readField(item, item_id);
    return typeof cursor === "string" ? cursor : null;
  };
  const step = async (end: 0 | -1): Promise<Page<Envelope> | null> => {
    const cursor = cursorAt(end);
    // In the direction of travel the page knows whether there is more; in the other one only the server does.
    if (cursor === null || (backward === (end === 0) && !goesOn)) {
      return null;
    }
    const { [after]: _after, [before]: _before, ...rest } = query;
    const next = await fetchPage(source, { ...rest, [end === 0 ? before : after]: cursor });
    return (next[items] as unknown[]).length > 0 || next[has_more] === true ? next : null;
  };
  const links: PageLinks<Envelope> = {
    requestId,
    cursor: goesOn ? cursorAt(backward ? 0 : -1) : null,
    next: () => step(-1),
    previous: () => step(0),
  };
  for (const [name, value] of Object.entries(links)) {
    Object.defineProperty(page, name, { value });
  }
  return page as Page<Envelope>;
}

/** A field of an item, also of one that the contract does not know, whose fields lie in `raw`. */
export function readField(item: Envelope | undefined, field: string): unknown {
  return item?.[field] ?? (item?.["raw"] as Envelope | undefined)?.[field];
}
