/** The console's mark: a thread and its knot. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path
        d="M7 11h12.5a3.5 3.5 0 0 1 0 7h-7a3.5 3.5 0 0 0 0 7H16"
        stroke="var(--on-accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="22.5" cy="25" r="2.5" fill="var(--on-accent)" />
    </svg>
  );
}
