import type { Pagination } from "@chatkit-contract/types";

import type { WithResponse } from "./api-promise.ts";
import type { Answer } from "./binder.ts";

/** The query of a listing, by the names of the contract. */
export type ListingQuery = Readonly<Record<string, unknown>>;

/** A page as it comes over the wire, whatever its operation. */
export type Envelope = Record<string, unknown>;

/** What a page knows besides the fields of the wire. None of it is enumerable. */
export interface PageLinks<Fields> {
  /** The `x-request-id` of the answer, or null. */
  readonly requestId: string | null;
  /** The answer; its body has been read. */
  readonly response: Response;
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
  readonly query: ListingQuery;
  readonly pagination: Pagination;
  /** The caller's own signal. */
  readonly signal: AbortSignal | undefined;
  /** Sends the call with another query; the signal ends that, as the caller's own does. */
  readonly send: (query: ListingQuery, signal: AbortSignal | undefined) => Promise<Answer>;
  /** Rejects with the error of a listing that cannot be finished. */
  readonly fail: (problem: string) => Promise<never>;
}

/** Whether a query walks backward, by `first_id`: it has `before` alone. */
export function isBackward({ after, before }: Pagination, query: ListingQuery): boolean {
  return query[before] !== undefined && query[after] === undefined;
}

/** Fetches a page and gives it its links. */
export async function fetchPage(
  source: ListingSource,
  query: ListingQuery,
  signal: AbortSignal | undefined = source.signal,
): Promise<Page<Envelope>> {
  const { pagination, send } = source;
  const { after, before, items, item_id, first_id, last_id, has_more } = pagination;
  const { data: page, ...answer } = (await send(query, signal)) as WithResponse<Envelope>;
  /** The end that the listing goes on from, in the direction of travel: the last, or, walking backward, the first. */
  const front = isBackward(pagination, query) ? 0 : -1;

  /** The cursor at one end: what the page says, or else the item there. */
  const cursorAt = (end: 0 | -1): string | null => {
    const cursor =
      page[end ? last_id : first_id] || readField((page[items] as Envelope[]).at(end), item_id);
    // In the direction of travel the page knows whether there is more; in the other one only the server does.
    return typeof cursor === "string" && (end !== front || page[has_more]) ? cursor : null;
  };
  const step = async (end: 0 | -1): Promise<Page<Envelope> | null> => {
    const cursor = cursorAt(end);
    if (cursor === null) {
      return null;
    }
    const next = await fetchPage(source, {
      ...query,
      [after]: undefined,
      // An end that the caller set holds all the way.
      [before]: end && front ? query[before] : undefined,
      [end ? after : before]: cursor,
    });
    return (next[items] as unknown[]).length || next[has_more] ? next : null;
  };
  const links: PageLinks<Envelope> = {
    ...answer,
    cursor: cursorAt(front),
    next: () => step(-1),
    previous: () => step(0),
  };
  for (const name in links) {
    Object.defineProperty(page, name, { value: links[name as keyof typeof links] });
  }
  return page as Page<Envelope>;
}

/** A field of an item, also of one that the contract does not know, whose fields lie in `raw`. */
export function readField(item: Envelope | undefined, field: string): unknown {
  return item?.[field] ?? (item?.["raw"] as Envelope | undefined)?.[field];
}
