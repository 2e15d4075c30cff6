import { randomBytes } from "node:crypto";

import type {
  AutomaticThreadTitlingParam,
  ChatSession,
  ChatSessionStatus,
  CreateSessionRequest,
  ExpiresAfterParam,
  FileUploadParam,
  HistoryParam,
  RateLimitsParam,
  WorkflowParam,
} from "@chatkit-contract/types";

import { ApiError } from "../api-error.ts";
import { deriveClientSecret } from "../client-secret.ts";
import { bodySchema } from "../contract.ts";
import { fillDefaults } from "../defaults.ts";
import { digestJson } from "../json-digest.ts";
import type { Store, StoredSession } from "../store/store.ts";
import type { Handler } from "./handler.ts";

/** A repeated call is answered as the first one was, and then the session was active. */
export const createSession: Handler<"sessions.create"> = async (call) => {
  const { store, project, now, headers, body } = call;
  const key = headers["idempotency-key"];
  const session = await store.createSession(
    project,
    openSession(body, now),
    key === undefined ? undefined : { key, bodyDigest: digestJson(body), now },
  );
  if (session === "reused") {
    const message = "This Idempotency-Key was used before with another body.";
    throw new ApiError(409, "idempotency_key_reused", message, { param: "Idempotency-Key" });
  }
  return answerSession(store, session, "active");
};

export const cancelSession: Handler<"sessions.cancel"> = async (call) => {
  const { store, project, now, path } = call;
  const session = await store.cancelSession(project, path.session_id, now);
  if (session === undefined) {
    const message = "There is no session with this id.";
    throw new ApiError(404, "not_found", message, { param: "session_id" });
  }
  return answerSession(store, session, statusOf(session, now));
};

const BODY_SCHEMA = bodySchema("sessions.create");

/** A request with every default of the contract; what has none may still be left out. */
interface ResolvedRequest extends CreateSessionRequest {
  workflow: WorkflowParam & Pick<ChatSession["workflow"], "tracing">;
  expires_after: ExpiresAfterParam;
  rate_limits: Filled<RateLimitsParam>;
  chatkit_configuration: {
    automatic_thread_titling: Filled<AutomaticThreadTitlingParam>;
    file_upload: Filled<FileUploadParam>;
    history: HistoryParam & Filled<Pick<HistoryParam, "enabled">>;
  };
}

/** With no field left out. */
type Filled<Fields> = { [Name in keyof Fields]-?: NonNullable<Fields[Name]> };

function openSession(body: CreateSessionRequest, now: number): StoredSession {
  // Filled by the schema that this type is made from.
  const { workflow, user, expires_after, rate_limits, chatkit_configuration } = fillDefaults(
    BODY_SCHEMA,
    body,
  ) as ResolvedRequest;
  const { id, version = null, state_variables: variables, tracing } = workflow;
  const isWithoutVariables = variables === undefined || Object.keys(variables).length === 0;
  const { enabled, recent_threads = null } = chatkit_configuration.history;
  return {
    id: `cksess_${randomBytes(16).toString("hex")}`,
    object: "chatkit.session",
    created_at: now,
    expires_at: now + expires_after.seconds,
    cancelled_at: null,
    workflow: { id, version, state_variables: isWithoutVariables ? null : variables, tracing },
    user,
    rate_limits,
    max_requests_per_1_minute: rate_limits.max_requests_per_1_minute,
    chatkit_configuration: { ...chatkit_configuration, history: { enabled, recent_threads } },
  };
}

function answerSession(
  { secretKey }: Store,
  { created_at: _created, cancelled_at: _cancelled, ...session }: StoredSession,
  status: ChatSessionStatus,
): ChatSession {
  return { ...session, client_secret: deriveClientSecret(secretKey, session.id), status };
}

function statusOf({ cancelled_at, expires_at }: StoredSession, now: number): ChatSessionStatus {
  if (cancelled_at !== null) {
    return "cancelled";
  }
  return expires_at > now ? "active" : "expired";
}
