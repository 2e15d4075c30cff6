/** What is shown when there is no thread. */
export function NoThreads() {
  return (
    <div className="sheet notice">
      <svg className="notice-art" viewBox="0 0 64 64" aria-hidden="true">
        <path d="M8 20h30a8 8 0 0 1 0 16H24a8 8 0 0 0 0 16h8" />
        <circle cx="46" cy="52" r="5" />
      </svg>
      <h2>No threads yet</h2>
      <p>
        A thread begins when an end user writes the first message in ChatKit. It will show up here.
      </p>
    </div>
  );
}
