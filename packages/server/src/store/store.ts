import type {
  ChatSession,
  Thread,
  ThreadItem,
  ThreadsListItemsQuery,
  ThreadsListQuery,
} from "@chatkit-contract/types";

/** The data of every project, behind plain verbs. Absence is undefined; a project never sees another's. */
export interface Store {
  /** The page of threads that a query selects, or the cursor that does not exist. */
  listThreads(project: string, query: ThreadsListQuery): Promise<Listed<Thread>>;
  findThread(project: string, id: string): Promise<Thread | undefined>;
  /** Deletes a thread with its items; its id stays a cursor. False where there is none. */
  deleteThread(project: string, id: string): Promise<boolean>;
  /** The page of a thread's items, or the cursor that does not exist in it; undefined where there is no such thread. */
  listItems(
    project: string,
    threadId: string,
    query: ThreadsListItemsQuery,
  ): Promise<Listed<ThreadItem> | undefined>;

  /**
   * Keeps a session. With an idempotency key, the session of the first call with that key, unless that call had another
   * body: then "reused". Of several calls at once with one key, one makes the session and the others get it.
   */
  createSession(
    project: string,
    session: StoredSession,
    idempotency?: Idempotency,
  ): Promise<StoredSession | "reused">;
  findSession(project: string, id: string): Promise<StoredSession | undefined>;
  /** Cancels a session that is neither cancelled nor expired at `now`, and gives it as it is then. */
  cancelSession(project: string, id: string, now: number): Promise<StoredSession | undefined>;

  /**
   * Writes a batch of records, all or none. A record whose id the project has already replaces it in place and keeps its
   * position, so that an import may be repeated; one that was deleted comes back there. A thread comes before its items,
   * or in one batch with them.
   *
   * @throws {RefusedRecordError} A record cannot stand: an item without its thread, an item of another thread, a time that
   * cannot be kept.
   */
  importRecords(project: string, records: readonly StoredRecord[]): Promise<void>;
  /** Every record of a project, threads before their items, in listing order, such that an import of them gives the same. */
  exportRecords(project: string): AsyncIterable<StoredRecord>;
  /** Forgets everything of a project, tombstones and idempotency keys too. */
  clear(project: string): Promise<void>;

  /** The key that client secrets are derived with, made once per database. */
  readonly secretKey: Uint8Array;
  /** Whether the database answers. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

/** A page, or the name of the query parameter whose cursor never existed in this listing. */
export type Listed<Item> =
  | { readonly items: Item[]; readonly hasMore: boolean; readonly unknownCursor?: undefined }
  | { readonly unknownCursor: "after" | "before" };

/** A session as it is kept: its secret is derived and its status follows from the clock. */
export interface StoredSession extends Omit<ChatSession, "client_secret" | "status"> {
  readonly created_at: number;
  readonly cancelled_at: number | null;
}

/** What makes a repeated call the same call. */
export interface Idempotency {
  readonly key: string;
  /** A digest of the body's JSON value, whatever the order of its keys. */
  readonly bodyDigest: string;
  /** When the call came, in seconds. A key is kept for at least 24 hours from then. */
  readonly now: number;
}

/** A record of an import or an export, told apart by `object`. */
export type StoredRecord = Thread | ThreadItem | StoredSession;
