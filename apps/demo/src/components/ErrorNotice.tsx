import { describeError } from "../describe-error.ts";

/** What {@link ErrorNotice} takes. */
export interface ErrorNoticeProps {
  /** What was thrown. */
  error: Error;
  /** Whether what came before the error is still shown below it. */
  isStale: boolean;
  isRetrying: boolean;
  onRetry: () => void;
}

/** What went wrong, in human words, and the way to try again. */
export function ErrorNotice({ error, isStale, isRetrying, onRetry }: ErrorNoticeProps) {
  const { title, advice, requestId } = describeError(error);
  return (
    <div role="alert" className="sheet notice notice-error">
      <svg className="notice-art" viewBox="0 0 64 64" aria-hidden="true">
        <path d="M4 42c9 0 11-11 20-11m0 0 5-5m-5 5 6 3M60 20c-9 0-11 11-20 11m0 0-5 5m5-5-6-3" />
      </svg>
      <h2>{title}</h2>
      <p>
        {advice}
        {isStale && " What was there before is still shown below."}
      </p>
      <button
        type="button"
        className="button button-primary"
        aria-disabled={isRetrying}
        onClick={isRetrying ? undefined : onRetry}
      >
        {isRetrying ? "Trying again…" : "Try again"}
      </button>
      {requestId && (
        <p className="notice-request">
          Request id <code>{requestId}</code>
        </p>
      )}
      <p className="notice-detail">
        <code>{error.message}</code>
      </p>
    </div>
  );
}
