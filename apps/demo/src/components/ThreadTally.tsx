import type { Thread } from "@chatkit-contract/client";

import { describeStatus } from "../describe-status.ts";
import type { ThreadSelection } from "../thread-selection.ts";

/** What {@link ThreadTally} takes. */
export interface ThreadTallyProps {
  threads: Thread[];
  selection: ThreadSelection;
  /** Whether there are more than these. */
  hasMore: boolean;
}

/** How many threads are shown, and in which status. */
export function ThreadTally({ threads, selection: { user, order }, hasMore }: ThreadTallyProps) {
  if (threads.length === 0) {
    return "Nothing to show.";
  }
  const counts = new Map<string, number>();
  for (const { status } of threads) {
    const label = describeStatus(status).label.toLowerCase();
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const parts = [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([label, count]) => `${count} ${label}`);
  const which = hasMore ? `The ${order === "asc" ? "oldest" : "newest"} ` : "";
  const total = threads.length === 1 ? "1 thread" : `${threads.length} threads`;
  const whose = user === undefined ? "" : ` of ${user}`;
  return `${which}${total}${whose}: ${parts.join(", ")}.${hasMore ? " There are more." : ""}`;
}
