import type { Thread } from "@chatkit-contract/client";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";

import type { BackendNotice } from "../backend-notice.ts";
import { DeleteThreadDialog } from "../components/DeleteThreadDialog.tsx";
import { ErrorNotice } from "../components/ErrorNotice.tsx";
import { LoadMore } from "../components/LoadMore.tsx";
import { NoThreads } from "../components/NoThreads.tsx";
import { PendingThreads } from "../components/PendingThreads.tsx";
import { RefreshButton } from "../components/RefreshButton.tsx";
import { ThreadFilter } from "../components/ThreadFilter.tsx";
import { ThreadTable } from "../components/ThreadTable.tsx";
import { ThreadTally } from "../components/ThreadTally.tsx";
import { useDeleteThread } from "../use-delete-thread.ts";
import { useNow } from "../use-now.ts";
import { useThreadList } from "../use-thread-list.ts";
import { useThreadSelection } from "../use-thread-selection.ts";

/** What {@link ThreadsScreen} takes. */
export interface ThreadsScreenProps {
  notice: BackendNotice;
}

/** The list of threads: whose, in which order, and as many pages as were asked for. Where writes are, they can go. */
export function ThreadsScreen({ notice: { liveHost, allowsWrites } }: ThreadsScreenProps) {
  const [selection, select] = useThreadSelection();
  const list = useThreadList(selection);
  const nowMs = useNow(30_000);
  const { data: threads, isFetchingNextPage, isFetchNextPageError } = list;
  const refetch = () => void list.refetch();
  const fetchMore = () => void list.fetchNextPage();

  const [chosen, choose] = useState<Thread>();
  const deletion = useDeleteThread();
  const heading = useRef<HTMLHeadingElement>(null);
  const leave = () => {
    choose(undefined);
    deletion.reset();
  };
  const deleteThread = ({ id }: Thread) =>
    deletion.mutate(
      { thread_id: id },
      {
        onSuccess: () => {
          // Nothing behind a modal dialog takes the focus, and the button that had it is gone with its row.
          flushSync(leave);
          heading.current?.focus();
        },
      },
    );
  return (
    <section aria-labelledby="threads-heading" aria-busy={list.isFetching}>
      <div className="screen-head">
        <div>
          <h1 ref={heading} id="threads-heading" tabIndex={-1}>
            Threads
          </h1>
          <output className="tally">
            {list.isPending && "Loading threads…"}
            {list.isLoadingError && "Not loaded."}
            {threads && (
              <ThreadTally threads={threads} selection={selection} hasMore={list.hasNextPage} />
            )}
          </output>
        </div>
        {threads && <RefreshButton isBusy={list.isFetching} onPress={refetch} />}
      </div>
      <ThreadFilter selection={selection} onSelect={select} />

      {list.isPending && <PendingThreads />}
      {list.isError && !isFetchNextPageError && (
        <ErrorNotice
          error={list.error}
          isStale={threads !== undefined}
          isRetrying={list.isFetching}
          onRetry={refetch}
        />
      )}
      {threads?.length === 0 && !list.hasNextPage && <NoThreads user={selection.user} />}
      {threads && threads.length > 0 && (
        <ThreadTable
          threads={threads}
          nowMs={nowMs}
          selection={selection}
          onSelect={select}
          onDelete={allowsWrites ? choose : undefined}
        />
      )}
      {isFetchNextPageError && (
        <ErrorNotice
          error={list.error}
          isStale={false}
          isRetrying={isFetchingNextPage}
          onRetry={fetchMore}
        />
      )}
      {threads && !isFetchNextPageError && (threads.length > 0 || list.hasNextPage) && (
        <LoadMore
          hasMore={list.hasNextPage}
          isLoading={isFetchingNextPage}
          isBusy={list.isFetching}
          onPress={fetchMore}
        />
      )}
      {chosen && (
        <DeleteThreadDialog
          thread={chosen}
          liveHost={liveHost}
          isDeleting={deletion.isPending}
          error={deletion.error}
          onConfirm={() => deleteThread(chosen)}
          onCancel={leave}
        />
      )}
    </section>
  );
}
