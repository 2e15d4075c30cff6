import type { Thread, ThreadItem } from "@chatkit-contract/types";

import type { StoredSession } from "../src/store/store.ts";

/** A thread of which a test cares about no more than it says. */
export function thread(id: string, fields: Partial<Thread> = {}): Thread {
  return {
    id,
    object: "chatkit.thread",
    created_at: 1_700_000_000,
    title: null,
    status: { type: "active" },
    user: "user_1",
    ...fields,
  };
}

export function item(id: string, threadId: string, created_at = 1_700_000_000): ThreadItem {
  return {
    id,
    object: "chatkit.thread_item",
    created_at,
    thread_id: threadId,
    type: "chatkit.task",
    task_type: "custom",
    heading: id,
    summary: null,
  };
}

export function session(id: string, fields: Partial<StoredSession> = {}): StoredSession {
  return {
    id,
    object: "chatkit.session",
    created_at: 1_700_000_000,
    expires_at: 1_700_000_600,
    cancelled_at: null,
    workflow: {
      id: "workflow_1",
      version: null,
      state_variables: null,
      tracing: { enabled: true },
    },
    user: "user_1",
    rate_limits: { max_requests_per_1_minute: 10 },
    max_requests_per_1_minute: 10,
    chatkit_configuration: {
      automatic_thread_titling: { enabled: true },
      file_upload: { enabled: false, max_file_size: 512, max_files: 10 },
      history: { enabled: true, recent_threads: null },
    },
    ...fields,
  };
}
