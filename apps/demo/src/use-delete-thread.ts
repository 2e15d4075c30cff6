import { ApiError, type ThreadList } from "@chatkit-contract/client";
import { useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";

import { queries } from "./queries.ts";

/** Deletes a thread, and takes it out of every list that is kept: the pages stay, and what follows them. */
export function useDeleteThread() {
  const client = useQueryClient();
  const { mutationFn, ...options } = queries.threads.delete.mutation();
  const queryKey = queries.threads.list.key;
  return useMutation({
    ...options,
    mutationFn: async (variables: Parameters<typeof mutationFn>[0]): Promise<void> => {
      try {
        await mutationFn(variables);
      } catch (error) {
        // Somebody else has deleted it, or an attempt before this one did whose answer was lost.
        if (!(error instanceof ApiError && error.status === 404)) {
          throw error;
        }
      }
    },
    onSuccess: async (_deleted, { thread_id }) => {
      // An answer that is on its way may be from before, and would bring the thread back.
      await client.cancelQueries({ queryKey });
      client.setQueriesData<InfiniteData<ThreadList>>({ queryKey }, (list) =>
        list ? withoutThread(list, thread_id) : undefined,
      );
    },
  });
}

/** The cursors of the pages stay: a thread that is deleted still marks a place. */
function withoutThread(
  { pages, ...list }: InfiniteData<ThreadList>,
  threadId: string,
): InfiniteData<ThreadList> {
  return {
    ...list,
    pages: pages.map((page) => ({ ...page, data: page.data.filter(({ id }) => id !== threadId) })),
  };
}
