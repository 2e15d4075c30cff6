import { useQuery } from "@tanstack/react-query";

import { threadListOptions } from "./thread-queries.ts";

/** The newest threads, and how far fetching them has got. */
export function useThreadList() {
  return useQuery(threadListOptions());
}
