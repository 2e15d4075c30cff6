// Made from the contract by `pnpm generate`. Edit the contract, not this file.

export type { Order, ActiveStatus, LockedStatus, ClosedStatus, DeletedThread, InputText, QuotedText, ToolChoice, InferenceOptions, FileAnnotationSource, FileAnnotation, UrlAnnotationSource, UrlAnnotation, WidgetItem, StateVariableParam, StateVariablesParam, WorkflowTracingParam, WorkflowParam, ExpiresAfterParam, RateLimitsParam, AutomaticThreadTitlingParam, FileUploadParam, HistoryParam, ChatkitConfigurationParam, CreateSessionRequest, StateVariable, StateVariables, ChatSessionTracing, ChatSessionWorkflow, ChatSessionRateLimits, ChatSessionAutomaticThreadTitling, ChatSessionFileUpload, ChatSessionHistory, ChatSessionConfiguration } from "@chatkit-contract/types";
import type { ActiveStatus, LockedStatus, ClosedStatus, InputText, QuotedText, InferenceOptions, FileAnnotation, UrlAnnotation, WidgetItem, ChatSessionWorkflow, ChatSessionRateLimits, ChatSessionConfiguration } from "@chatkit-contract/types";
import type { UnknownCase, UnknownValue } from "./unknown.ts";
/**
 * The sort of an error. More may come; then go by the status.
 *
 *     - `invalid_request_error`: the request cannot be served as it is (400, 404, 405, 409, 413, 415).
 *     - `authentication_error`: the key is missing or not valid (401).
 *     - `rate_limit_error`: too many requests (429).
 *     - `server_error`: the fault is the server's (500 and above).
 */
export type ErrorType = ("invalid_request_error" | "authentication_error" | "rate_limit_error" | "server_error") | UnknownValue;
/**
 * Which error it is. More may come; then go by `type` and the status.
 *
 *     - `malformed_json`: the body is not JSON (400; `param` is null).
 *     - `missing_required_parameter`: something required is missing (400). `param` is null when it is the whole body.
 *     - `unknown_parameter`: a query parameter or body field that this document does not name (400).
 *     - `duplicate_parameter`: a query parameter given more than once (400).
 *     - `invalid_type`: a value of the wrong JSON type, or a query value that is not an integer where one is needed (400).
 *     - `invalid_value`: the right type, but not one of the values or forms allowed (400).
 *     - `integer_below_min_value`, `integer_above_max_value`: an integer out of bounds (400).
 *     - `string_below_min_length`, `string_above_max_length`: a text, or the name of a state variable, too short or too long (400).
 *     - `object_above_max_properties`: an object with too many fields (400).
 *     - `invalid_cursor`: `after` or `before` names nothing that ever stood in the listing (400).
 *     - `missing_api_key`, `invalid_api_key`: no key, or not a valid one (401; `param` is null).
 *     - `not_found`: the thread or session does not exist, or is deleted (404).
 *     - `unknown_url`: no operation has this URL (404; `param` is null).
 *     - `method_not_allowed`: the URL exists, but not with this method (405; `param` is null).
 *     - `idempotency_key_reused`: the key was used with another body (409).
 *     - `body_too_large`: the body is over 16 MiB (413; `param` is null).
 *     - `unsupported_media_type`: the body is not declared as `application/json` (415; `param` is `Content-Type`).
 *     - `rate_limit_exceeded`: too many requests (429; `param` is null).
 *     - `internal_error`: the server failed (500; `param` is null).
 *     - `not_implemented`: this server does not serve the operation (501; `param` is null).
 */
export type ErrorCode = ("malformed_json" | "missing_required_parameter" | "unknown_parameter" | "duplicate_parameter" | "invalid_type" | "invalid_value" | "integer_below_min_value" | "integer_above_max_value" | "string_below_min_length" | "string_above_max_length" | "object_above_max_properties" | "invalid_cursor" | "missing_api_key" | "invalid_api_key" | "not_found" | "unknown_url" | "method_not_allowed" | "idempotency_key_reused" | "body_too_large" | "unsupported_media_type" | "rate_limit_exceeded" | "internal_error" | "not_implemented") | UnknownValue;
/** What went wrong, for people and for code. */
export interface ErrorDetail {
    /** A sentence for people, naming the value that was refused and what is allowed. Its wording may change; code rests on `code`. */
    message: string;
    /** What sort of error it is. */
    type: ErrorType;
    /** What the error is about: a query parameter, path parameter or header by its name, or a field of the body by its path with dots, such as `workflow.state_variables.plan` (our decision). Null when it is about none of them. */
    param: string | null;
    /** Which error it is. Null when there is no code for it. */
    code: ErrorCode | null;
}
/** The body of every error answer, whatever its status. */
export interface ErrorEnvelope {
    /** What went wrong. */
    error: ErrorDetail;
}
/** Whether a thread takes new input, told apart by `type`: active, locked or closed. More may come: treat an unknown one as a thread that takes no input. */
export type ThreadStatus = ActiveStatus | LockedStatus | ClosedStatus | UnknownCase<"type">;
/** A conversation of one end user, without its items. */
export interface Thread {
    /** Identifies the thread within the project. Also its cursor in a listing. */
    id: string;
    /**
     * Always `chatkit.thread`.
     */
    object: "chatkit.thread";
    /**
     * Format: unixtime
     * When the thread came into being, in whole seconds since 1970-01-01T00:00:00Z. Never changes. Threads may share it.
     */
    created_at: number;
    /** A short name for people to read. Null as long as none has been generated or set. */
    title: string | null;
    /** Whether the thread takes new input, and if not, why. A new thread is active. */
    status: ThreadStatus;
    /** The end user who owns the thread, as it was given as `user` when the session was created. */
    user: string;
}
/** One page of a listing of threads. */
export interface ThreadList {
    /**
     * Always `list`.
     */
    object: "list";
    /** The page's threads in the listing's order, at most `limit` of them. May be empty. */
    data: Thread[];
    /** The `id` of the first thread in `data`, the cursor for walking backward. Null when `data` is empty. */
    first_id: string | null;
    /** The `id` of the last thread in `data`, the cursor for walking forward. Null when `data` is empty. */
    last_id: string | null;
    /** Whether there are more threads in the direction of travel, which is backward when `before` was given alone. Always false for `limit=0`. */
    has_more: boolean;
}
/** A piece of a user's message, told apart by `type`. More may come. */
export type UserMessageContent = InputText | QuotedText | UnknownCase<"type">;
/** How an attachment is shown: `image` is displayed in place, `file` is any other file. More may come. */
export type AttachmentType = ("image" | "file") | UnknownValue;
/** A file that came with a message. Its bytes are not part of this API. */
export interface Attachment {
    /** Whether the file can be shown as an image. */
    type: AttachmentType;
    /** Identifies the attachment. */
    id: string;
    /** The file's name as the user knows it. */
    name: string;
    /** The file's media type, such as `image/png`. */
    mime_type: string;
    /**
     * Format: uri
     * Where a preview for display can be loaded. Null when there is none.
     */
    preview_url: string | null;
}
/** What the end user said. */
export interface UserMessageItem {
    /** Identifies the item. Also its cursor in a listing of the thread. */
    id: string;
    /**
     * Always `chatkit.thread_item`.
     */
    object: "chatkit.thread_item";
    /**
     * Format: unixtime
     * When the item came into being, in whole seconds since 1970-01-01T00:00:00Z. Never changes. Items may share it.
     */
    created_at: number;
    /** The `id` of the thread that the item belongs to. */
    thread_id: string;
    /**
     * Always `chatkit.user_message`.
     */
    type: "chatkit.user_message";
    /** What the user wrote and quoted, in order. May be empty when the message is attachments alone. */
    content: UserMessageContent[];
    /** The files that came with the message, in order. Empty when there are none. */
    attachments: Attachment[];
    /** How the user asked for the reply to be made. Null when the message overrides nothing. */
    inference_options: InferenceOptions | null;
}
/** A source that an assistant's text cites, told apart by `type`. More may come. */
export type Annotation = FileAnnotation | UrlAnnotation | UnknownCase<"type">;
/** A piece of an assistant's message. */
export interface OutputText {
    /**
     * Always `output_text`.
     */
    type: "output_text";
    /** The text that was generated. */
    text: string;
    /** The sources that the text cites, in order. Empty when it cites none. */
    annotations: Annotation[];
}
/** What the assistant replied. */
export interface AssistantMessageItem {
    /** Identifies the item. Also its cursor in a listing of the thread. */
    id: string;
    /**
     * Always `chatkit.thread_item`.
     */
    object: "chatkit.thread_item";
    /**
     * Format: unixtime
     * When the item came into being, in whole seconds since 1970-01-01T00:00:00Z. Never changes. Items may share it.
     */
    created_at: number;
    /** The `id` of the thread that the item belongs to. */
    thread_id: string;
    /**
     * Always `chatkit.assistant_message`.
     */
    type: "chatkit.assistant_message";
    /** The parts of the reply, in order. */
    content: OutputText[];
}
/** How far a client tool call has come: `in_progress` while the client has not answered, `completed` once it has. More may come. */
export type ClientToolCallStatus = ("in_progress" | "completed") | UnknownValue;
/** A tool that the assistant had the end user's client run. */
export interface ClientToolCallItem {
    /** Identifies the item. Also its cursor in a listing of the thread. */
    id: string;
    /**
     * Always `chatkit.thread_item`.
     */
    object: "chatkit.thread_item";
    /**
     * Format: unixtime
     * When the item came into being, in whole seconds since 1970-01-01T00:00:00Z. Never changes. Items may share it.
     */
    created_at: number;
    /** The `id` of the thread that the item belongs to. */
    thread_id: string;
    /**
     * Always `chatkit.client_tool_call`.
     */
    type: "chatkit.client_tool_call";
    /** Whether the client has answered the call yet. */
    status: ClientToolCallStatus;
    /** Identifies the call, so that its output can be matched to it. Not the item's `id`. */
    call_id: string;
    /** The name of the tool that was called. */
    name: string;
    /** The tool's arguments, serialized to JSON. */
    arguments: string;
    /** What the tool returned, serialized to JSON. Null while the call is in progress. */
    output: string | null;
}
/** The sort of a step: `custom` is one that the workflow defines itself, `thought` a piece of the model's reasoning. More may come. */
export type TaskType = ("custom" | "thought") | UnknownValue;
/** One step of the workflow, shown as progress. */
export interface TaskItem {
    /** Identifies the item. Also its cursor in a listing of the thread. */
    id: string;
    /**
     * Always `chatkit.thread_item`.
     */
    object: "chatkit.thread_item";
    /**
     * Format: unixtime
     * When the item came into being, in whole seconds since 1970-01-01T00:00:00Z. Never changes. Items may share it.
     */
    created_at: number;
    /** The `id` of the thread that the item belongs to. */
    thread_id: string;
    /**
     * Always `chatkit.task`.
     */
    type: "chatkit.task";
    /** What sort of step it is. */
    task_type: TaskType;
    /** The step's headline. Null when it has none. */
    heading: string | null;
    /** What the step does or did, in a sentence or a few. Null when there is none. */
    summary: string | null;
}
/** One step within a group. It is no item of its own, so it has no identifier and no time. */
export interface TaskGroupTask {
    /** What sort of step it is. */
    type: TaskType;
    /** The step's headline. Null when it has none. */
    heading: string | null;
    /** What the step does or did, in a sentence or a few. Null when there is none. */
    summary: string | null;
}
/** Several steps of the workflow, shown together. */
export interface TaskGroupItem {
    /** Identifies the item. Also its cursor in a listing of the thread. */
    id: string;
    /**
     * Always `chatkit.thread_item`.
     */
    object: "chatkit.thread_item";
    /**
     * Format: unixtime
     * When the item came into being, in whole seconds since 1970-01-01T00:00:00Z. Never changes. Items may share it.
     */
    created_at: number;
    /** The `id` of the thread that the item belongs to. */
    thread_id: string;
    /**
     * Always `chatkit.task_group`.
     */
    type: "chatkit.task_group";
    /** The group's steps, in order. May be empty. */
    tasks: TaskGroupTask[];
}
/** One entry of a thread, told apart by `type`. More types may come: skip what you do not know, but keep its place, since every item has `id`, `created_at` and `thread_id`. */
export type ThreadItem = UserMessageItem | AssistantMessageItem | WidgetItem | ClientToolCallItem | TaskItem | TaskGroupItem | UnknownCase<"type">;
/** One page of the listing of a thread's items. */
export interface ThreadItemList {
    /**
     * Always `list`.
     */
    object: "list";
    /** The page's items in the listing's order, at most `limit` of them. May be empty. */
    data: ThreadItem[];
    /** The `id` of the first item in `data`, the cursor for walking backward. Null when `data` is empty. */
    first_id: string | null;
    /** The `id` of the last item in `data`, the cursor for walking forward. Null when `data` is empty. */
    last_id: string | null;
    /** Whether there are more items in the direction of travel, which is backward when `before` was given alone. Always false for `limit=0`. */
    has_more: boolean;
}
/** Whether a session can be used: `active` until `expires_at`, `expired` from then on, `cancelled` if it was cancelled before. The last two are final. More may come: treat an unknown one as a session that cannot be used. */
export type ChatSessionStatus = ("active" | "expired" | "cancelled") | UnknownValue;
/** A short-lived permission for one end user to talk to one workflow, with every default resolved. */
export interface ChatSession {
    /** Identifies the session within the project. */
    id: string;
    /**
     * Always `chatkit.session`.
     */
    object: "chatkit.session";
    /**
     * Format: unixtime
     * When the session expires, in whole seconds since 1970-01-01T00:00:00Z: its creation time plus `expires_after.seconds`. Cancelling does not change it.
     */
    expires_at: number;
    /** What the end user's browser authenticates with, a secret of that user. It works while the session is active and never again. */
    client_secret: string;
    /** The workflow that the session runs. */
    workflow: ChatSessionWorkflow;
    /** The end user whom the session is for, as it was given. */
    user: string;
    /** How much the session may ask. */
    rate_limits: ChatSessionRateLimits;
    /** The same number as `rate_limits.max_requests_per_1_minute`, for convenience. */
    max_requests_per_1_minute: number;
    /** Whether the session can still be used, at the moment of the answer. */
    status: ChatSessionStatus;
    /** Which features the session has. */
    chatkit_configuration: ChatSessionConfiguration;
}
