import type { ThreadsListQuery } from "@chatkit-contract/types";

/** Which way threads are listed by time. */
export type ThreadOrder = NonNullable<ThreadsListQuery["order"]>;

/** Which threads are listed, and how. */
export interface ThreadSelection {
  /** The one end user whose threads are shown; undefined for everybody's. */
  user: string | undefined;
  order: ThreadOrder;
}

/** The orders, in words. The first one holds where the URL names none. */
export const ORDERS: Readonly<Record<ThreadOrder, string>> = {
  desc: "Newest first",
  asc: "Oldest first",
};

const [DEFAULT_ORDER] = Object.keys(ORDERS) as [ThreadOrder];

/** Reads a selection from the query string of the page's URL. What makes no sense there is as if it were left out. */
export function readSelection(search: string): ThreadSelection {
  const parameters = new URLSearchParams(search);
  const order = parameters.get("order") ?? "";
  return {
    user: parameters.get("user") || undefined,
    order: Object.hasOwn(ORDERS, order) ? (order as ThreadOrder) : DEFAULT_ORDER,
  };
}

/** Writes a selection as the query string of the page's URL, with its question mark; what is as usual is left out. */
export function writeSelection({ user, order }: ThreadSelection): string {
  const parameters = new URLSearchParams({
    ...(user === undefined ? {} : { user }),
    ...(order === DEFAULT_ORDER ? {} : { order }),
  });
  return parameters.size === 0 ? "" : `?${parameters.toString()}`;
}
