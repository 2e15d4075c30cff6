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
  report: (count: number) => void,
): Promise<Envelope[]> {
  const { items, item_id, sort_key, order } = source.pagination;
  const sides = ["asc", "desc"].map((direction) => ({
    pages: walk(source, { ...query, [order]: direction }),
    found: [] as Envelope[],
    edge: undefined as number | undefined,
  }));
  const [up, down] = sides as [(typeof sides)[0], (typeof sides)[0]];
  let count = 0;
  let isDone = false;
  const haveMet = (): boolean =>
    up.edge !== undefined && down.edge !== undefined && up.edge > down.edge;

  await Promise.all(
    sides.map(async (side) => {
      try {
        for await (const page of side.pages) {
          const found = page[items] as Envelope[];
          side.found.push(...found);
          side.edge = (readField(found.at(-1), sort_key) as number | undefined) ?? side.edge;
          report((count += found.length));
          if (isDone || haveMet()) {
            break;
          }
        }
      } finally {
        // A side that came to its end, or to the other, has all that is missing; one that failed ends the other.
        isDone = true;
      }
    }),
  );

  const [near, far] = query[order] === "asc" ? [up, down] : [down, up];
  const byId = new Map(
    [...near.found, ...far.found.toReversed()].map((item) => [readField(item, item_id), item]),
  );
  const sign = near === up ? 1 : -1;
  const time = (item: Envelope): number => readField(item, sort_key) as number;
  return [...byId.values()].toSorted((a, b) => sign * (time(a) - time(b)));
}
