const ROWS = [58, 42, 66, 50, 61];

/** What stands in the table's place until the first answer. The status region says it in words. */
export function PendingThreads() {
  return (
    <div className="sheet" aria-hidden="true">
      {ROWS.map((width) => (
        <div key={width} className="ghost-row">
          <span className="ghost ghost-title" style={{ inlineSize: `${width}%` }} />
          <span className="ghost ghost-user" />
          <span className="ghost ghost-status" />
          <span className="ghost ghost-time" />
        </div>
      ))}
    </div>
  );
}
