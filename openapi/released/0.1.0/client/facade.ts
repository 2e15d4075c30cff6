// Made from the contract by `pnpm generate`. Edit the contract, not this file.

import type { CreateSessionRequest, ThreadsListItemsQuery, ThreadsListQuery } from "@chatkit-contract/types";
import type { ApiPromise } from "./api-promise.ts";
import type { CallOptions } from "./call-options.ts";
import type { Listing } from "./listing.ts";
import type { ChatSession, DeletedThread, Thread, ThreadItem, ThreadItemList, ThreadList } from "./models.gen.ts";

/**
 * Settings of one call of `sessions.create`.
 */
export interface SessionsCreateOptions extends CallOptions {
  /**
   * Makes a repeated call safe: choose a fresh random value (a UUID, say) for each session that you want, and send it again with every attempt to get that session. Our decision throughout. The server remembers the key, per project, for at least 24 hours from the first call that succeeded with it. A further call with the same key and the same JSON value as its body is answered what the first was answered, and makes no second session; one with another body is answered 409 with `idempotency_key_reused`. While the first call is still at work, the second waits for it. A call that is refused or fails leaves its key unused. Left out: every call makes a session.
   *
   * Sent as the header `Idempotency-Key`.
   */
  idempotencyKey?: string | undefined;
}

/**
 * Every operation of the contract, grouped by the dots of its id.
 */
export interface Api {
  /**
   * Conversations of your end users. A thread is made by ChatKit itself, never through this API, which reads and deletes it.
   */
  readonly threads: ThreadsApi;

  /**
   * Short-lived permissions for one end user's browser to talk to one workflow.
   */
  readonly sessions: SessionsApi;
}

/**
 * Conversations of your end users. A thread is made by ChatKit itself, never through this API, which reads and deletes it.
 */
export interface ThreadsApi {
  /**
   * List threads.
   *
   * Answers one page of the project's threads by creation time, the newest first unless `order` says otherwise, of one end user or of all. Deleted threads do not appear. See Listings in this document's description for what cursors mean.
   *
   * `GET /chatkit/threads`
   *
   * @param query What to select, and how.
   * @param options Settings of this one call.
   * @returns One page of threads. A project, or a user, without threads gets an empty page, never a 404.
   * @throws {ApiError} 400, 401, 429 or 500, or any other error answer.
   * @throws {ConnectionError} No answer came.
   * @throws {TimeoutError} No whole answer came in time.
   * @throws {InvalidAnswerError} An answer came that is not what the contract says.
   */
  list(query?: ThreadsListQuery, options?: CallOptions): Listing<ThreadList, Thread>;

  /**
   * Retrieve a thread.
   *
   * Answers one thread as it stands now. Its items are a listing of their own.
   *
   * `GET /chatkit/threads/{thread_id}`
   *
   * @param threadId Identifier of the thread. One that does not exist, has been deleted or belongs to another project is answered 404, with `thread_id` as `param`.
   * @param options Settings of this one call.
   * @returns The thread.
   * @throws {ApiError} 400, 401, 404, 429 or 500, or any other error answer.
   * @throws {ConnectionError} No answer came.
   * @throws {TimeoutError} No whole answer came in time.
   * @throws {InvalidAnswerError} An answer came that is not what the contract says.
   */
  retrieve(threadId: string, options?: CallOptions): ApiPromise<Thread>;

  /**
   * Delete a thread.
   *
   * Deletes a thread for good, with its items and the attachments stored for them. Once this is answered, no listing shows the thread and retrieving, listing or deleting it again is answered 404; its identifier still serves as a cursor (our decision).
   *
   * `DELETE /chatkit/threads/{thread_id}`
   *
   * @param threadId Identifier of the thread. One that does not exist, has been deleted or belongs to another project is answered 404, with `thread_id` as `param`.
   * @param options Settings of this one call.
   * @returns The thread has been deleted.
   * @throws {ApiError} 400, 401, 404, 429 or 500, or any other error answer.
   * @throws {ConnectionError} No answer came.
   * @throws {TimeoutError} No whole answer came in time.
   * @throws {InvalidAnswerError} An answer came that is not what the contract says.
   */
  delete(threadId: string, options?: CallOptions): ApiPromise<DeletedThread>;

  /**
   * List a thread's items.
   *
   * Answers one page of a thread's items by creation time, the newest first unless `order` says otherwise. Ask for `order=asc` to read the conversation as it went. See Listings in this document's description for what cursors mean.
   *
   * `GET /chatkit/threads/{thread_id}/items`
   *
   * @param threadId Identifier of the thread. One that does not exist, has been deleted or belongs to another project is answered 404, with `thread_id` as `param`.
   * @param query What to select, and how.
   * @param options Settings of this one call.
   * @returns One page of items. A thread without items gets an empty page.
   * @throws {ApiError} 400, 401, 404, 429 or 500, or any other error answer.
   * @throws {ConnectionError} No answer came.
   * @throws {TimeoutError} No whole answer came in time.
   * @throws {InvalidAnswerError} An answer came that is not what the contract says.
   */
  listItems(threadId: string, query?: ThreadsListItemsQuery, options?: CallOptions): Listing<ThreadItemList, ThreadItem>;
}

/**
 * Short-lived permissions for one end user's browser to talk to one workflow.
 */
export interface SessionsApi {
  /**
   * Create a session.
   *
   * Creates a session for one end user and one workflow, and answers it with the `client_secret` that the user's browser needs. The session is active at once and until it expires or is cancelled.
   *
   * `POST /chatkit/sessions`
   *
   * @param body Whom the session is for, what it runs, and what it overrides.
   * @param options Settings of this one call.
   * @returns The session, active. With an `Idempotency-Key` that was used before, the session of that first call.
   * @throws {ApiError} 400, 401, 409, 429 or 500, or any other error answer.
   * @throws {ConnectionError} No answer came.
   * @throws {TimeoutError} No whole answer came in time.
   * @throws {InvalidAnswerError} An answer came that is not what the contract says.
   */
  create(body: CreateSessionRequest, options?: SessionsCreateOptions): ApiPromise<ChatSession>;

  /**
   * Cancel a session.
   *
   * Ends an active session before its time: from then on its `client_secret` is refused. Answers the session. May be repeated: a cancelled session is answered unchanged. An expired one stays `expired` and is answered so (our decision). Takes no body, and does not read one that is sent.
   *
   * `POST /chatkit/sessions/{session_id}/cancel`
   *
   * @param sessionId Identifier of the session. One that does not exist or belongs to another project is answered 404, with `session_id` as `param`.
   * @param options Settings of this one call.
   * @returns The session, cancelled, or expired if it had expired before.
   * @throws {ApiError} 400, 401, 404, 429 or 500, or any other error answer.
   * @throws {ConnectionError} No answer came.
   * @throws {TimeoutError} No whole answer came in time.
   * @throws {InvalidAnswerError} An answer came that is not what the contract says.
   */
  cancel(sessionId: string, options?: CallOptions): ApiPromise<ChatSession>;
}
