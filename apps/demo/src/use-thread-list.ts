import { useInfiniteQuery } from "@tanstack/react-query";

import { queries } from "./queries.ts";
import type { ThreadSelection } from "./thread-selection.ts";

/** The selected threads, page by page, and how far fetching them has got. */
export function useThreadList({ user, order }: ThreadSelection) {
  return useInfiniteQuery({
    ...queries.threads.list.infinite({ user, order }),
    select: ({ pages }) => pages.flatMap(({ data }) => data),
  });
}
