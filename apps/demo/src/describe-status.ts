import { UNKNOWN, type ThreadStatus } from "@chatkit-contract/client";

/** A thread's status in words. */
export interface StatusDescription {
  /** Which of the looks it gets. */
  kind: "active" | "locked" | "closed" | "unknown";
  /** The status itself. */
  label: string;
  /** Why the thread is in it, or null where that is not said. */
  reason: string | null;
}

/** Puts a thread's status into words, also one that is newer than the client. */
export function describeStatus(status: ThreadStatus): StatusDescription {
  switch (status.type) {
    case "active":
      return { kind: "active", label: "Active", reason: null };
    case "locked":
      return { kind: "locked", label: "Locked", reason: status.reason };
    case "closed":
      return { kind: "closed", label: "Closed", reason: status.reason };
    case UNKNOWN:
      return describeUnknown(status.raw);
  }
}

function describeUnknown(raw: unknown): StatusDescription {
  const fields = typeof raw === "object" && raw !== null ? raw : {};
  const type = "type" in fields && typeof fields.type === "string" ? fields.type : "unknown";
  const reason = "reason" in fields && typeof fields.reason === "string" ? fields.reason : null;
  return {
    kind: "unknown",
    label: `${type.charAt(0).toUpperCase()}${type.slice(1)}`,
    reason: reason ?? "A status that this console does not know yet.",
  };
}
