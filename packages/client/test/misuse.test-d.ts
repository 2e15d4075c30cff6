import { expectTypeOf } from "vitest";

import {
  UNKNOWN,
  type ChatKit,
  type ChatSession,
  type Thread,
  type ThreadItem,
  type UnknownValue,
} from "../src/index.ts";

declare const chatkit: ChatKit;

// @ts-expect-error limit is a number
void chatkit.threads.list({ limit: "20" });
// @ts-expect-error order is asc or desc
void chatkit.threads.list({ order: "newest" });
// @ts-expect-error users is no parameter
void chatkit.threads.list({ users: "user_1" });
// @ts-expect-error null is not left out, undefined is
void chatkit.threads.list({ user: null });
// @ts-expect-error the id is missing
void chatkit.threads.retrieve();
// @ts-expect-error the body is missing
void chatkit.sessions.create();
// @ts-expect-error the user is missing
void chatkit.sessions.create({ workflow: { id: "wf_1" } });
// @ts-expect-error workflow_id is no field
void chatkit.sessions.create({ workflow: { id: "wf_1" }, user: "user_1", workflow_id: "wf_1" });
// @ts-expect-error a retrieve takes no idempotency key
void chatkit.threads.retrieve("cthr_1", { idempotencyKey: "key" });
// @ts-expect-error there is no such operation
void chatkit.threads.create();

export function narrows(thread: Thread): string | null {
  if (thread.status.type === "locked") {
    expectTypeOf(thread.status.reason).toEqualTypeOf<string | null>();
    return thread.status.reason;
  }
  switch (thread.status.type) {
    case "active":
      // @ts-expect-error an active thread has no reason
      return thread.status.reason;
    case "closed":
      return thread.status.reason;
    case UNKNOWN:
      return String(thread.status.raw);
  }
}

// @ts-expect-error the unknown case is not handled
export function misses(thread: Thread): string {
  switch (thread.status.type) {
    case "active":
    case "locked":
    case "closed":
      return thread.status.type;
  }
}

export function narrowsItems(item: ThreadItem): unknown {
  if (item.type === "chatkit.user_message") {
    expectTypeOf(item.thread_id).toEqualTypeOf<string>();
    return item.content.map((part) => (part.type === UNKNOWN ? part.raw : part.text));
  }
  return item.type === UNKNOWN ? item.raw : item.id;
}

export function narrowsEnums({ status }: ChatSession): string {
  if (status === "active") {
    expectTypeOf(status).toEqualTypeOf<"active">();
    return status;
  }
  switch (status) {
    case "expired":
    case "cancelled":
      return status;
    default:
      expectTypeOf(status).toEqualTypeOf<UnknownValue>();
      return status.toUpperCase();
  }
}

// @ts-expect-error a newer value is not handled
export function missesEnums({ status }: ChatSession): number {
  switch (status) {
    case "active":
    case "expired":
    case "cancelled":
      return 1;
  }
}

export function comparesEnums({ status }: ChatSession): boolean {
  // @ts-expect-error no such status
  return status === "canceled";
}
