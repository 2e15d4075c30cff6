/** What is shown when there is no thread: at all, or of the one user that is asked for. */
export function NoThreads({ user }: { user: string | undefined }) {
  return (
    <div className="sheet notice">
      <svg className="notice-art" viewBox="0 0 64 64" aria-hidden="true">
        <path d="M8 20h30a8 8 0 0 1 0 16H24a8 8 0 0 0 0 16h8" />
        <circle cx="46" cy="52" r="5" />
      </svg>
      <h2>{user === undefined ? "No threads yet" : "No threads of this user"}</h2>
      <p>
        {user === undefined ? (
          "A thread begins when an end user writes the first message in ChatKit. It will show up here."
        ) : (
          <>
            Nothing is stored for <code>{user}</code>. Is it written as your server writes it,
            capital letters included?
          </>
        )}
      </p>
    </div>
  );
}
