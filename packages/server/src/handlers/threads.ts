import type { ThreadItem } from "@chatkit-contract/types";
import { createIssue } from "@chatkit-contract/types/validation";

import { ApiError, refusedBy } from "../api-error.ts";
import type { Listed } from "../store/store.ts";
import type { Handler } from "./handler.ts";

export const listThreads: Handler<"threads.list"> = async ({ store, project, query }) =>
  answerPage(await store.listThreads(project, query), query, "the id of a thread of this project");

export const retrieveThread: Handler<"threads.retrieve"> = async ({ store, project, path }) => {
  const thread = await store.findThread(project, path.thread_id);
  if (thread === undefined) {
    throw threadNotFound();
  }
  return thread;
};

export const deleteThread: Handler<"threads.delete"> = async ({ store, project, path }) => {
  const { thread_id: id } = path;
  if (!(await store.deleteThread(project, id))) {
    throw threadNotFound();
  }
  return { id, object: "chatkit.thread.deleted", deleted: true };
};

export const listThreadItems: Handler<"threads.listItems"> = async (call) => {
  const { store, project, path, query } = call;
  const listed = await store.listItems(project, path.thread_id, query);
  if (listed === undefined) {
    throw threadNotFound();
  }
  return answerPage<ThreadItem>(listed, query, "the id of an item of this thread");
};

interface Page<Item> {
  object: "list";
  data: Item[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
}

function answerPage<Item extends { id: string }>(
  listed: Listed<Item>,
  query: { readonly after?: string | undefined; readonly before?: string | undefined },
  allowed: string,
): Page<Item> {
  if (listed.unknownCursor !== undefined) {
    const name = listed.unknownCursor;
    throw refusedBy({
      ...createIssue(name, "cursor", query[name], allowed),
      code: "invalid_cursor",
    });
  }
  const { items: data, hasMore: has_more } = listed;
  return {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more,
  };
}

function threadNotFound(): ApiError {
  return new ApiError(404, "not_found", "There is no thread with this id.", { param: "thread_id" });
}
