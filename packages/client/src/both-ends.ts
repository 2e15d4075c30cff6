import { readField, type Envelope, type ListingQuery, type ListingSource } from "./page.ts";
import { walk } from "./walk.ts";

/**
 * Collects a whole listing from both ends at once. It relies on time order and on cursors that stay valid, nothing else:
 * the two ends have met when the one that walks up is strictly later than the one that walks down, since ties may be
 * sorted alike in both directions.
 *
 * @param report Is told how many items have come.
 * @returns The items in the asked order, each once.
 */
export async function collectFromBothEnds(
  source: ListingSource,
  query: ListingQuery,
  report: ((count: number) => void) | undefined,
): Promise<Envelope[]> {
  const { items, item_id, sort_key, order } = source.pagination;
  const time = (item: Envelope | undefined): number => readField(item, sort_key) as number;
  const sides: Envelope[][] = [[], []];
  const [up, down] = sides as [Envelope[], Envelope[]];
  let count = 0;
  let isDone = false;

  await Promise.all(
    sides.map(async (side) => {
      try {
        const direction = side === up ? "asc" : "desc";
        for await (const page of walk(source, { ...query, [order]: direction })) {
          const found = page[items] as Envelope[];
          side.push(...found);
          report?.((count += found.length));
          if (isDone || time(up.at(-1)) > time(down.at(-1))) {
            break;
          }
        }
      } finally {
        // A side that came to its end, or to the other, has all that is missing; one that failed ends the other.
        isDone = true;
      }
    }),
  );

  const isAscending = query[order] === "asc";
  const [near, far] = isAscending ? [up, down] : [down, up];
  const byId = new Map(
    [...near, ...far.toReversed()].map((item) => [readField(item, item_id), item]),
  );
  return [...byId.values()].toSorted((a, b) => (time(a) - time(b)) * (isAscending ? 1 : -1));
}
