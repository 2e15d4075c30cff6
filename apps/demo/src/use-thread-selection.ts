import { useMemo, useSyncExternalStore } from "react";

import { readSelection, writeSelection, type ThreadSelection } from "./thread-selection.ts";

/** Told by this page itself: the browser's `popstate` tells of its own moves alone. */
const MOVED = "selection-moved";

/** The selection in the page's URL, so that it outlives a reload and can be sent to somebody, and the way to change it. */
export function useThreadSelection(): [ThreadSelection, (selection: ThreadSelection) => void] {
  const search = useSyncExternalStore(subscribe, () => location.search);
  const selection = useMemo(() => readSelection(search), [search]);
  return [selection, select];
}

function select(selection: ThreadSelection): void {
  history.pushState(null, "", `${location.pathname}${writeSelection(selection)}`);
  dispatchEvent(new Event(MOVED));
}

function subscribe(onMove: () => void): () => void {
  const events = ["popstate", MOVED];
  for (const event of events) {
    addEventListener(event, onMove);
  }
  return () => {
    for (const event of events) {
      removeEventListener(event, onMove);
    }
  };
}
