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
  /** What each side found, by id: the one that walks up, and the one that walks down. */
  const sides = [new Map<unknown, Envelope>(), new Map<unknown, Envelope>()] as const;
  const latest: (Envelope | undefined)[] = [];
  const controller = new AbortController();
  let count = 0;

  await Promise.all(
    sides.map(async (side, index) => {
      try {
        const direction = index === 0 ? "asc" : "desc";
        const pages = walk(source, { ...query, [order]: direction }, undefined, controller);
        for await (const page of pages) {
          const found = page[items] as Envelope[];
          for (const item of found) {
            side.set(readField(item, item_id), item);
          }
          latest[index] = found.at(-1) ?? latest[index];
          report?.((count += found.length));
          if (time(latest[0]) > time(latest[1])) {
            break;
          }
        }
      } catch (error) {
        // A side that came to its end, or to the other, has all that is missing, and has ended the other.
        if (error !== controller.signal.reason) {
          throw error;
        }
      }
    }),
  );

  const isAscending = query[order] === "asc";
  const [near, far] = isAscending ? sides : sides.toReversed();
  const rest = [...far].filter(([id]) => !near.has(id)).map(([, item]) => item);
  return [...near.values(), ...rest.toReversed()].toSorted(
    (a, b) => (time(a) - time(b)) * (isAscending ? 1 : -1),
  );
}
