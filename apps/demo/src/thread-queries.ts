import { queryOptions } from "@tanstack/react-query";

import { chatkit } from "./chatkit.ts";

/** The newest threads: the first page of the listing. */
export function threadListOptions() {
  return queryOptions({
    queryKey: ["threads", "list"],
    queryFn: async ({ signal }) => await chatkit.threads.list({}, { signal }),
  });
}
