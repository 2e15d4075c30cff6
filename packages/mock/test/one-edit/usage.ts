// Compiled in the copy: what the two operations are to a caller who has never heard of how they came to be.
import { createChatKit, type Thread, type User, type UserList } from "@chatkit-contract/client";
import { createQueries } from "@chatkit-contract/client/query";
import type { QueryClient } from "@tanstack/query-core";

const chatkit = createChatKit({ apiKey: "sk-test" });

export const archived: Thread = await chatkit.threads.archive(
  "cthr_abc123",
  { reason: "done" },
  { keep: true, depth: 9 },
);
export const page: UserList = await chatkit.users.list({ limit: 5 });
export const users: User[] = await Array.fromAsync(chatkit.users.list());

export function describeMood({ mood }: User): string {
  switch (mood) {
    case "calm":
    case "busy":
      return mood;
    default:
      return `${mood}, which is new`;
  }
}

// @ts-expect-error the reason is missing
await chatkit.threads.archive("cthr_abc123", {}, { keep: true });
// @ts-expect-error depth is a number
await chatkit.threads.archive("cthr_abc123", { reason: "done" }, { keep: true, depth: "9" });
// @ts-expect-error keep is missing
await chatkit.threads.archive("cthr_abc123", { reason: "done" }, { depth: 9 });

declare const cache: QueryClient;
const queries = createQueries(chatkit);
export const cached: { pages: UserList[] } = await cache.fetchInfiniteQuery(
  queries.users.list.infinite({ limit: 5 }),
);
export const archive: (variables: {
  thread_id: string;
  body: { reason: string };
  query: { keep: boolean };
}) => Promise<Thread> = queries.threads.archive.mutation().mutationFn;
