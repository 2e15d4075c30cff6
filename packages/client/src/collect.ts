import { isBackward, readField, type Envelope, type ListingSource } from "./page.ts";
import { walk } from "./walk.ts";

/**
 * Collects a listing, each item once, in the listing's order.
 *
 * From both ends at once it relies on time order and on cursors that stay valid, nothing else: the two ends have met when
 * the one that walks up is strictly later than the one that walks down, since ties may be sorted alike in both
 * directions. An end that has met the other, has come to its own end or has failed ends the other one.
 *
 * @param report Is told how many items have come.
 * @param ends From how many ends to list; a query with a cursor is listed from one end all the same.
 */
export async function collect(
  source: ListingSource,
  report: ((count: number) => unknown) | undefined,
  ends: 1 | 2,
): Promise<Envelope[]> {
  const { query, pagination } = source;
  const { after, before, items, item_id, sort_key, order } = pagination;
  const { [order]: asked = "desc" } = query;
  const time = (item: Envelope | undefined): number => readField(item, sort_key) as number;
  const distance = (one: number, other: number): number =>
    asked === "asc" ? one - other : other - one;
  const orders =
    ends === 2 && (query[after] ?? query[before]) === undefined
      ? [asked, asked === "asc" ? "desc" : "asc"]
      : [query[order]];
  const controller = new AbortController();
  const seen = new Set<unknown>();
  const isNew = (item: Envelope): boolean =>
    seen.size < seen.add(readField(item, item_id) ?? item).size;
  const reached: number[] = [];

  const [near, far] = (await Promise.all(
    orders.map(async (direction, side) => {
      const pages: Envelope[][] = [];
      try {
        for await (const page of walk(
          { ...source, query: { ...query, [order]: direction } },
          undefined,
          controller,
        )) {
          const found = page[items] as Envelope[];
          pages.push(found);
          // Only for who asks: while one end counts, the other one waits.
          await report?.(found.filter(isNew) && seen.size);
          reached[side] = time(found.at(-1));
          if (distance(reached[0] as number, reached[1] as number) > 0) {
            break;
          }
        }
      } catch (error) {
        if (error !== controller.signal.reason) {
          throw error;
        }
      }
      return (isBackward(pagination, query) ? pages.toReversed() : pages).flat();
    }),
  )) as [Envelope[], Envelope[]?];
  seen.clear();
  return (
    far
      ? near.concat(far.toReversed()).toSorted((one, other) => distance(time(one), time(other)))
      : near
  ).filter(isNew);
}
