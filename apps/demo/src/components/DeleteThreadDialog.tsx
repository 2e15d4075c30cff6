import type { Thread } from "@chatkit-contract/client";
import { useLayoutEffect, useRef } from "react";

import { describeError } from "../describe-error.ts";

/** What {@link DeleteThreadDialog} takes. */
export interface DeleteThreadDialogProps {
  thread: Thread;
  /** The host of the live API that it is deleted from, if it is one. */
  liveHost: string | undefined;
  isDeleting: boolean;
  /** Why it was not deleted, once that has been tried. */
  error: Error | null;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Makes sure that a thread is to be deleted, which cannot be undone. */
export function DeleteThreadDialog({
  thread: { id, title, user },
  liveHost,
  isDeleting,
  error,
  onConfirm,
  onCancel,
}: DeleteThreadDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    // Closed while it is still there, it gives the focus back to what had it.
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="sheet dialog"
      aria-labelledby="delete-heading"
      aria-describedby="delete-consequence"
      onCancel={(event) => {
        // Escape asks; whether it closes is for the screen to say.
        event.preventDefault();
        if (!isDeleting) {
          onCancel();
        }
      }}
    >
      <h2 id="delete-heading">Delete this thread?</h2>
      <p className="dialog-subject">
        {title ? <strong>{title}</strong> : <em>Untitled</em>}
        <span>{user}</span>
        <code>{id}</code>
      </p>
      <p id="delete-consequence" className="quiet">
        It is deleted for good{liveHost && ` from ${liveHost}`}, with all its items. That cannot be
        undone.
      </p>
      {error && <DeleteError error={error} />}
      <div className="dialog-buttons">
        <button
          type="button"
          className="button"
          aria-disabled={isDeleting}
          onClick={isDeleting ? undefined : onCancel}
        >
          Cancel
        </button>
        <button
          type="button"
          className="button button-danger"
          aria-disabled={isDeleting}
          onClick={isDeleting ? undefined : onConfirm}
        >
          {isDeleting ? "Deleting…" : error ? "Try again" : "Delete"}
        </button>
      </div>
    </dialog>
  );
}

function DeleteError({ error }: { error: Error }) {
  const { title, advice } = describeError(error);
  return (
    <div role="alert" className="dialog-error">
      <strong>{title}.</strong> {advice}
      <p>
        <code>{error.message}</code>
      </p>
    </div>
  );
}
