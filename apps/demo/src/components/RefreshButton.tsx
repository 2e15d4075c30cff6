/** Fetches again what is shown. */
export function RefreshButton({ isBusy, onPress }: { isBusy: boolean; onPress: () => void }) {
  return (
    // Not `disabled`: that would throw the keyboard's focus off the button.
    <button
      type="button"
      className="button"
      aria-disabled={isBusy}
      onClick={isBusy ? undefined : onPress}
    >
      <svg className={isBusy ? "icon spinning" : "icon"} viewBox="0 0 16 16" aria-hidden="true">
        <path d="M13.2 8.8A5.3 5.3 0 1 1 12 4.6M12.6 1.8v3.1H9.5" />
      </svg>
      Refresh
    </button>
  );
}
