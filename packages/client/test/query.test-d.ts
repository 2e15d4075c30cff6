import {
  InfiniteQueryObserver,
  QueryObserver,
  type InfiniteData,
  type QueryClient,
} from "@tanstack/query-core";
import {
  useInfiniteQuery,
  useMutation,
  usePrefetchQuery,
  useQueries,
  useQuery,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from "@tanstack/react-query";
import { expectTypeOf } from "vitest";

import type { ApiError, ChatSession, DeletedThread, Thread, ThreadList } from "../src/index.ts";
import type { ChatKitQueryError, PageParam, Queries } from "../src/query/index.ts";

declare const queries: Queries;
declare const client: QueryClient;

/** Pages as a hook shows them: TanStack types the params as unknown there. */
type Pages = InfiniteData<ThreadList>;

const thread = useQuery(queries.threads.retrieve.query("cthr_1"));
expectTypeOf(thread.data).toEqualTypeOf<Thread | undefined>();
expectTypeOf(thread.error).toEqualTypeOf<ChatKitQueryError | null>();
if (thread.error?.kind === "api") {
  expectTypeOf(thread.error).toEqualTypeOf<ApiError>();
  expectTypeOf(thread.error.status).toEqualTypeOf<number>();
}

const title = useQuery({
  ...queries.threads.retrieve.query("cthr_1"),
  enabled: false,
  select: (data) => data.title,
});
expectTypeOf(title.data).toEqualTypeOf<string | null | undefined>();
expectTypeOf(title.error).toEqualTypeOf<ChatKitQueryError | null>();

const page = useQuery(queries.threads.list.query({ user: "user_1", limit: 5 }));
expectTypeOf(page.data).toEqualTypeOf<ThreadList | undefined>();

const certain = useSuspenseQuery(queries.threads.retrieve.query("cthr_1"));
expectTypeOf(certain.data).toEqualTypeOf<Thread>();
expectTypeOf(certain.error).toEqualTypeOf<ChatKitQueryError | null>();

const [first, second] = useQueries({
  queries: [queries.threads.retrieve.query("cthr_1"), queries.threads.list.query()],
});
expectTypeOf(first.data).toEqualTypeOf<Thread | undefined>();
expectTypeOf(second.data).toEqualTypeOf<ThreadList | undefined>();

const threads = useInfiniteQuery(queries.threads.list.infinite({ user: "user_1" }));
expectTypeOf(threads.data).toEqualTypeOf<Pages | undefined>();
expectTypeOf(threads.error).toEqualTypeOf<ChatKitQueryError | null>();
expectTypeOf(threads.hasPreviousPage).toEqualTypeOf<boolean>();

const flat = useInfiniteQuery({
  ...queries.threads.list.infinite(),
  maxPages: 3,
  select: ({ pages }) => pages.flatMap(({ data }) => data),
});
expectTypeOf(flat.data).toEqualTypeOf<Thread[] | undefined>();

const certainThreads = useSuspenseInfiniteQuery(queries.threads.list.infinite());
expectTypeOf(certainThreads.data).toEqualTypeOf<Pages>();

const deletion = useMutation(queries.threads.delete.mutation());
expectTypeOf(deletion.data).toEqualTypeOf<DeletedThread | undefined>();
expectTypeOf(deletion.error).toEqualTypeOf<ChatKitQueryError | null>();
deletion.mutate({ thread_id: "cthr_1" });
deletion.mutate({ thread_id: "cthr_1", options: { timeoutMs: 5 } });
const creation = useMutation({
  ...queries.sessions.create.mutation(),
  onSuccess: (session) => expectTypeOf(session).toEqualTypeOf<ChatSession>(),
  onError: (error) => expectTypeOf(error).toEqualTypeOf<ChatKitQueryError>(),
});
creation.mutate({
  body: { workflow: { id: "wf_1" }, user: "user_1" },
  options: { idempotencyKey: "key" },
});

usePrefetchQuery(queries.threads.retrieve.query("cthr_1"));
expectTypeOf(
  client.fetchQuery(queries.threads.retrieve.query("cthr_1")),
).resolves.toEqualTypeOf<Thread>();
expectTypeOf(
  client.ensureQueryData(queries.threads.list.query()),
).resolves.toEqualTypeOf<ThreadList>();
expectTypeOf(client.fetchInfiniteQuery(queries.threads.list.infinite())).resolves.toEqualTypeOf<
  InfiniteData<ThreadList, PageParam>
>();
expectTypeOf(
  client.fetchInfiniteQuery({ ...queries.threads.list.infinite(), pages: 3 }),
).resolves.toEqualTypeOf<InfiniteData<ThreadList, PageParam>>();
expectTypeOf(
  client.ensureInfiniteQueryData(queries.threads.list.infinite()),
).resolves.toEqualTypeOf<InfiniteData<ThreadList, PageParam>>();
expectTypeOf(client.getQueryData(queries.threads.retrieve.query("cthr_1").queryKey)).toEqualTypeOf<
  Thread | undefined
>();
expectTypeOf(client.getQueryData(queries.threads.list.infinite().queryKey)).toEqualTypeOf<
  InfiniteData<ThreadList, PageParam> | undefined
>();
expectTypeOf(client.getQueryState(queries.threads.list.infinite().queryKey)?.error).toEqualTypeOf<
  ChatKitQueryError | null | undefined
>();
client.setQueryData(queries.threads.retrieve.query("cthr_1").queryKey, (data) => {
  expectTypeOf(data).toEqualTypeOf<Thread | undefined>();
  return data;
});
// @ts-expect-error a page is no thread
client.setQueryData(queries.threads.retrieve.query("cthr_1").queryKey, { data: [] });
void client.invalidateQueries({ queryKey: queries.threads.list.key });

const observer = new QueryObserver(client, queries.threads.retrieve.query("cthr_1"));
expectTypeOf(observer.getCurrentResult().data).toEqualTypeOf<Thread | undefined>();
const pages = new InfiniteQueryObserver(client, queries.threads.list.infinite());
expectTypeOf(pages.getCurrentResult().data?.pages).toEqualTypeOf<ThreadList[] | undefined>();

// @ts-expect-error the id is missing
queries.threads.retrieve.query();
// @ts-expect-error limit is a number
queries.threads.list.infinite({ limit: "20" });
// @ts-expect-error a signal comes from TanStack
queries.threads.list.query({}, { signal: new AbortController().signal });
// @ts-expect-error one thread is no listing
void queries.threads.retrieve.infinite;
// @ts-expect-error what changes something is no query
void queries.threads.delete.query;
// @ts-expect-error what reads is no mutation
void queries.threads.list.mutation;
// @ts-expect-error the id is missing
deletion.mutate({});
// @ts-expect-error the id is missing
deletion.mutate();
// @ts-expect-error the user is missing
creation.mutate({ body: { workflow: { id: "wf_1" } } });
// @ts-expect-error an infinite query needs to know how to go on
useInfiniteQuery(queries.threads.list.query());
// @ts-expect-error the data is a thread
export const wrong: string | undefined = thread.data;
