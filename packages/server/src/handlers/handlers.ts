import type { Handlers } from "./handler.ts";
import { cancelSession, createSession } from "./sessions.ts";
import { deleteThread, listThreadItems, listThreads, retrieveThread } from "./threads.ts";

/** What answers each operation from the store. */
export const handlers: Handlers = {
  "threads.list": listThreads,
  "threads.retrieve": retrieveThread,
  "threads.delete": deleteThread,
  "threads.listItems": listThreadItems,
  "sessions.create": createSession,
  "sessions.cancel": cancelSession,
};
