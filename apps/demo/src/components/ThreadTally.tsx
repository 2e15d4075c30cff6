import type { ThreadList } from "@chatkit-contract/client";

import { describeStatus } from "../describe-status.ts";

/** How many threads are shown, and in which status. */
export function ThreadTally({ list: { data, has_more } }: { list: ThreadList }) {
  if (data.length === 0) {
    return "Nothing to show.";
  }
  const counts = new Map<string, number>();
  for (const { status } of data) {
    const label = describeStatus(status).label.toLowerCase();
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const parts = [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([label, count]) => `${count} ${label}`);
  const total = data.length === 1 ? "1 thread" : `${data.length} threads`;
  return `${has_more ? "The newest " : ""}${total}: ${parts.join(", ")}.${has_more ? " There are more." : ""}`;
}
