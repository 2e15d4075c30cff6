import type { Name } from "./contestants.ts";
import type { ImportCost, PackageName } from "./import.ts";
import type { ListingTimes } from "./listing.ts";
import type { Heaps } from "./memory.ts";
import type { RequestCosts } from "./requests.ts";
import type { Sizes } from "./size.ts";

/** Everything that one run measures. */
export interface Measures {
  sizes: Sizes;
  imports: Record<PackageName, ImportCost>;
  types: Record<Name, number>;
  requests: RequestCosts;
  listing: ListingTimes;
  heaps: Heaps;
}
