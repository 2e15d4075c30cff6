import { ErrorNotice } from "../components/ErrorNotice.tsx";
import { NoThreads } from "../components/NoThreads.tsx";
import { PendingThreads } from "../components/PendingThreads.tsx";
import { RefreshButton } from "../components/RefreshButton.tsx";
import { ThreadTable } from "../components/ThreadTable.tsx";
import { ThreadTally } from "../components/ThreadTally.tsx";
import { useNow } from "../use-now.ts";
import { useThreadList } from "../use-thread-list.ts";

/** The list of threads. */
export function ThreadsScreen() {
  const list = useThreadList();
  const nowMs = useNow(30_000);
  const refetch = () => void list.refetch();
  return (
    <section aria-labelledby="threads-heading" aria-busy={list.isFetching}>
      <div className="screen-head">
        <div>
          <h1 id="threads-heading">Threads</h1>
          <output className="tally">
            {list.isPending && "Loading threads…"}
            {list.isLoadingError && "Not loaded."}
            {list.data && <ThreadTally list={list.data} />}
          </output>
        </div>
        {list.data && <RefreshButton isBusy={list.isFetching} onPress={refetch} />}
      </div>

      {list.isPending && <PendingThreads />}
      {list.isError && (
        <ErrorNotice
          error={list.error}
          isStale={list.data !== undefined}
          isRetrying={list.isFetching}
          onRetry={refetch}
        />
      )}
      {list.data?.data.length === 0 && <NoThreads />}
      {list.data && list.data.data.length > 0 && (
        <ThreadTable threads={list.data.data} nowMs={nowMs} />
      )}
    </section>
  );
}
