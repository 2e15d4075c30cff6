import type { Pagination } from "@chatkit-contract/types";

import { isBackward, readField, type Envelope, type ListingQuery } from "../page.ts";
import type { PageParam } from "./options.ts";

/** What the page params of an infinite query rest on. */
export interface PagedListing {
  pagination: Pagination;
  /** The query of the caller, who may have started from a cursor. */
  query: ListingQuery;
}

type Direction = "after" | "before";

/** The query of a page. */
export function queryOf({ pagination, query }: PagedListing, param: PageParam): ListingQuery {
  const { after, before } = pagination;
  if (param.before !== undefined) {
    // What is nearest in front of a cursor is asked for by it alone (law 3).
    const { [after]: _after, ...rest } = query;
    return { ...rest, [before]: param.before };
  }
  if (param.after === undefined) {
    return query;
  }
  const { [before]: end, ...rest } = query;
  // An end that the caller set holds all the way, but a start that was walked away from is none.
  const kept = end === undefined || isBackward(pagination, query) ? {} : { [before]: end };
  return { ...rest, ...kept, [after]: param.after };
}

/** Where the listing goes on behind the last page, as the caller travels; undefined where it ends. */
export function nextParam(
  listing: PagedListing,
  page: Envelope,
  param: PageParam,
  params: readonly PageParam[],
): PageParam | undefined {
  const travel = travelOf(listing, {});
  if (travelOf(listing, param) === travel) {
    return page[listing.pagination.has_more] === true
      ? paramAt(listing, page, travel, params)
      : undefined;
  }
  // The page was come to from the other side, where there is more. If all of it is gone, what is left is a first page.
  return paramAt(listing, page, travel, params) ?? {};
}

/** Where the listing goes on ahead of the first page, against the caller's travel; undefined where it begins. */
export function previousParam(
  listing: PagedListing,
  page: Envelope,
  param: PageParam,
  params: readonly PageParam[],
): PageParam | undefined {
  const { pagination, query } = listing;
  const travel = travelOf(listing, {});
  const back = travel === "after" ? "before" : "after";
  const isPossible =
    travelOf(listing, param) === back
      ? page[pagination.has_more] === true
      : (param[travel] ?? query[pagination[travel]]) !== undefined;
  return isPossible ? paramAt(listing, page, back, params) : undefined;
}

/** Whether the page says that it goes on, but not from where. */
export function isAtLoss(listing: PagedListing, page: Envelope, param: PageParam): boolean {
  return (
    page[listing.pagination.has_more] === true &&
    cursorAt(listing, page, travelOf(listing, param)) === undefined
  );
}

/** The direction in which a page was asked for. */
function travelOf({ pagination, query }: PagedListing, param: PageParam): Direction {
  if (param.after === undefined && param.before === undefined) {
    return isBackward(pagination, query) ? "before" : "after";
  }
  return param.before === undefined ? "after" : "before";
}

function paramAt(
  listing: PagedListing,
  page: Envelope,
  direction: Direction,
  params: readonly PageParam[],
): PageParam | undefined {
  const cursor = cursorAt(listing, page, direction);
  if (cursor === undefined) {
    return undefined;
  }
  const isRepeated =
    cursor === listing.query[listing.pagination[direction]] ||
    params.some((param) => param[direction] === cursor);
  return { [direction]: cursor, ...(isRepeated ? { isRepeated } : {}) };
}

/** The cursor at one end of a page, from what a cache keeps of it: what the page says, or else the item there. */
function cursorAt(
  { pagination }: PagedListing,
  page: Envelope,
  direction: Direction,
): string | undefined {
  const { items, item_id, first_id, last_id } = pagination;
  const [name, end] = direction === "after" ? [last_id, -1] : [first_id, 0];
  const cursor = page[name] || readField((page[items] as Envelope[]).at(end), item_id);
  return typeof cursor === "string" ? cursor : undefined;
}
