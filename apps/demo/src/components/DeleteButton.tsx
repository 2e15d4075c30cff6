/** What {@link DeleteButton} takes. */
export interface DeleteButtonProps {
  /** What is deleted, for those who hear the page and meet one button after the other. */
  name: string;
  onPress: () => void;
}

/** Asks to delete one thing of many. */
export function DeleteButton({ name, onPress }: DeleteButtonProps) {
  return (
    <button
      type="button"
      className="delete-button"
      aria-label={`Delete ${name}`}
      title="Delete"
      onClick={onPress}
    >
      <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M2.8 4.4h10.4M6.2 4.2V2.6h3.6v1.6M4.2 4.6l.6 8.8h6.4l.6-8.8M6.8 7v4M9.2 7v4" />
      </svg>
    </button>
  );
}
