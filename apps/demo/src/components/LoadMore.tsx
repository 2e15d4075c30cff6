import { useEffect, useRef } from "react";

/** What {@link LoadMore} takes. */
export interface LoadMoreProps {
  hasMore: boolean;
  /** Whether the next page is on its way. */
  isLoading: boolean;
  /** Whether anything is on its way, which a press would cut off. */
  isBusy: boolean;
  onPress: () => void;
}

/** Fetches the next page, as long as there is one. */
export function LoadMore({ hasMore, isLoading, isBusy, onPress }: LoadMoreProps) {
  const end = useRef<HTMLParagraphElement>(null);
  const hadMore = useRef(hasMore);
  useEffect(() => {
    // The button took the keyboard's focus with it.
    if (hadMore.current && !hasMore && document.activeElement === document.body) {
      end.current?.focus();
    }
    hadMore.current = hasMore;
  }, [hasMore]);
  return (
    <div className="load-more">
      {hasMore ? (
        <button
          type="button"
          className="button"
          aria-disabled={isBusy}
          onClick={isBusy ? undefined : onPress}
        >
          {isLoading ? "Loading more…" : "Load more"}
        </button>
      ) : (
        <p ref={end} tabIndex={-1} className="quiet">
          That is all.
        </p>
      )}
    </div>
  );
}
