// Made from the contract by `pnpm generate`. Edit the contract, not this file.

import type { Operation } from "./operation.ts";

/** The version of the contract that these packages carry. */
export const CONTRACT_VERSION = "0.1.0";

/** The base URL that the contract names. */
export const DEFAULT_BASE_URL = "https://api.openai.com/v1";

/** The id of an operation of the contract. */
export type OperationId = "threads.list" | "threads.retrieve" | "threads.delete" | "threads.listItems" | "sessions.create" | "sessions.cancel";

const headers = {"OpenAI-Beta":"chatkit_beta=v1"};
const pagination = {"after":"after","before":"before","limit":"limit","order":"order","items":"data","first_id":"first_id","last_id":"last_id","has_more":"has_more","item_id":"id","sort_key":"created_at","max_limit":100};

/** Every operation of the contract by its id. */
export const operations: Readonly<Record<OperationId, Operation>> = {
  "threads.list": {
    method: "GET",
    path: "/chatkit/threads",
    takesQuery: true,
    needsKey: true,
    headers: headers,
    result: "ThreadList",
    pagination: pagination,
  },
  "threads.retrieve": {
    method: "GET",
    path: "/chatkit/threads/{thread_id}",
    needsKey: true,
    headers: headers,
    result: "Thread",
  },
  "threads.delete": {
    method: "DELETE",
    path: "/chatkit/threads/{thread_id}",
    needsKey: true,
    headers: headers,
    result: "DeletedThread",
  },
  "threads.listItems": {
    method: "GET",
    path: "/chatkit/threads/{thread_id}/items",
    takesQuery: true,
    needsKey: true,
    headers: headers,
    result: "ThreadItemList",
    pagination: pagination,
  },
  "sessions.create": {
    method: "POST",
    path: "/chatkit/sessions",
    takesBody: true,
    needsKey: true,
    headers: headers,
    headerOptions: {"idempotencyKey":"Idempotency-Key"},
    result: "ChatSession",
  },
  "sessions.cancel": {
    method: "POST",
    path: "/chatkit/sessions/{session_id}/cancel",
    needsKey: true,
    isIdempotent: true,
    headers: headers,
    result: "ChatSession",
  },
};
