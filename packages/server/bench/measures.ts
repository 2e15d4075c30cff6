import type { Import } from "./imports.ts";
import type { PageMeasures } from "./pages.ts";
import type { RequestCosts } from "./requests.ts";
import type { StartCosts } from "./start.ts";

/** Everything that one run measures. */
export interface Measures {
  readonly start: StartCosts;
  readonly requests: RequestCosts;
  readonly pages: PageMeasures;
  readonly imports: readonly Import[];
}
