import type { ThreadStatus } from "@chatkit-contract/client";

import { describeStatus, type StatusDescription } from "../describe-status.ts";

const ICONS: Record<StatusDescription["kind"], string> = {
  active: "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z",
  locked: "M4 7.4h8v5.4H4ZM5.6 7.2V5.4a2.4 2.4 0 0 1 4.8 0v1.8",
  closed: "m3.8 8.4 2.8 2.8 5.6-6.2",
  unknown: "M5.8 6.2a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.4M8 12v.1",
};

/** A thread's status, with its reason where there is one. */
export function StatusBadge({ status }: { status: ThreadStatus }) {
  const { kind, label, reason } = describeStatus(status);
  return (
    <div className="status">
      <span className={`badge badge-${kind}`}>
        <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
          <path d={ICONS[kind]} />
        </svg>
        {label}
      </span>
      {reason && <span className="reason">{reason}</span>}
    </div>
  );
}
