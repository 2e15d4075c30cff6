// Made from the contract by `pnpm generate`. Edit the contract, not this file.

export interface paths {
    "/chatkit/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List threads
         * Answers one page of the project's threads by creation time, the newest first unless `order` says otherwise, of one end user or of all. Deleted threads do not appear. See Listings in this document's description for what cursors mean.
         */
        get: operations["threads.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chatkit/threads/{thread_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Retrieve a thread
         * Answers one thread as it stands now. Its items are a listing of their own.
         */
        get: operations["threads.retrieve"];
        put?: never;
        post?: never;
        /**
         * Delete a thread
         * Deletes a thread for good, with its items and the attachments stored for them. Once this is answered, no listing shows the thread and retrieving, listing or deleting it again is answered 404; its identifier still serves as a cursor (our decision).
         */
        delete: operations["threads.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chatkit/threads/{thread_id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a thread's items
         * Answers one page of a thread's items by creation time, the newest first unless `order` says otherwise. Ask for `order=asc` to read the conversation as it went. See Listings in this document's description for what cursors mean.
         */
        get: operations["threads.listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chatkit/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a session
         * Creates a session for one end user and one workflow, and answers it with the `client_secret` that the user's browser needs. The session is active at once and until it expires or is cancelled.
         */
        post: operations["sessions.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chatkit/sessions/{session_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a session
         * Ends an active session before its time: from then on its `client_secret` is refused. Answers the session. May be repeated: a cancelled session is answered unchanged. An expired one stays `expired` and is answered so (our decision). Takes no body, and does not read one that is sent.
         */
        post: operations["sessions.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
/**
 * A listing's direction by creation time: `asc` puts the oldest first, `desc` the newest. One is the exact reverse of the other, ties included (our decision).
 * @default desc
 */
export type Order = "asc" | "desc";
/**
 * The sort of an error. More may come; then go by the status.
 *
 *     - `invalid_request_error`: the request cannot be served as it is (400, 404, 405, 409, 413, 415).
 *     - `authentication_error`: the key is missing or not valid (401).
 *     - `rate_limit_error`: too many requests (429).
 *     - `server_error`: the fault is the server's (500 and above).
 */
export type ErrorType = "invalid_request_error" | "authentication_error" | "rate_limit_error" | "server_error";
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
export type ErrorCode = "malformed_json" | "missing_required_parameter" | "unknown_parameter" | "duplicate_parameter" | "invalid_type" | "invalid_value" | "integer_below_min_value" | "integer_above_max_value" | "string_below_min_length" | "string_above_max_length" | "object_above_max_properties" | "invalid_cursor" | "missing_api_key" | "invalid_api_key" | "not_found" | "unknown_url" | "method_not_allowed" | "idempotency_key_reused" | "body_too_large" | "unsupported_media_type" | "rate_limit_exceeded" | "internal_error" | "not_implemented";
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
/** The thread takes new input. */
export interface ActiveStatus {
    /**
     * Always `active`.
     */
    type: "active";
}
/** The thread takes no new input for the time being. It can still be read and deleted. */
export interface LockedStatus {
    /**
     * Always `locked`.
     */
    type: "locked";
    /** Why the thread was locked, in words for people. Null when no reason was recorded. */
    reason: string | null;
}
/** The conversation is over, and the thread takes no new input. It can still be read and deleted. */
export interface ClosedStatus {
    /**
     * Always `closed`.
     */
    type: "closed";
    /** Why the thread was closed, in words for people. Null when no reason was recorded. */
    reason: string | null;
}
/** Whether a thread takes new input, told apart by `type`: active, locked or closed. More may come: treat an unknown one as a thread that takes no input. */
export type ThreadStatus = ActiveStatus | LockedStatus | ClosedStatus;
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
/** Says that a thread is gone. */
export interface DeletedThread {
    /** The identifier that the thread had. */
    id: string;
    /**
     * Always `chatkit.thread.deleted`.
     */
    object: "chatkit.thread.deleted";
    /** Always true. A thread that cannot be deleted is answered with an error instead. */
    deleted: boolean;
}
/** Text that the user wrote. */
export interface InputText {
    /**
     * Always `input_text`.
     */
    type: "input_text";
    /** The text, plain. */
    text: string;
}
/** Text from earlier in the thread that the user's message refers to. */
export interface QuotedText {
    /**
     * Always `quoted_text`.
     */
    type: "quoted_text";
    /** The quoted text, plain. */
    text: string;
}
/** A piece of a user's message, told apart by `type`. More may come. */
export type UserMessageContent = InputText | QuotedText;
/**
 * How an attachment is shown: `image` is displayed in place, `file` is any other file. More may come.
 */
export type AttachmentType = "image" | "file";
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
/** Names a tool. */
export interface ToolChoice {
    /** Identifies the tool. */
    id: string;
}
/** What a user's message overrides for the reply to it. */
export interface InferenceOptions {
    /** The tool that the reply should use. Null when the choice is left to ChatKit. */
    tool_choice: ToolChoice | null;
    /** The name of the model that should reply. Null for the session's own. */
    model: string | null;
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
/** A file as a source. */
export interface FileAnnotationSource {
    /**
     * Always `file`.
     */
    type: "file";
    /** The name of the file. */
    filename: string;
}
/** Cites an uploaded file. */
export interface FileAnnotation {
    /**
     * Always `file`.
     */
    type: "file";
    /** The file that is cited. */
    source: FileAnnotationSource;
}
/** A page on the web as a source. */
export interface UrlAnnotationSource {
    /**
     * Always `url`.
     */
    type: "url";
    /**
     * Format: uri
     * The page's absolute URL.
     */
    url: string;
}
/** Cites a page on the web. */
export interface UrlAnnotation {
    /**
     * Always `url`.
     */
    type: "url";
    /** The page that is cited. */
    source: UrlAnnotationSource;
}
/** A source that an assistant's text cites, told apart by `type`. More may come. */
export type Annotation = FileAnnotation | UrlAnnotation;
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
/** A widget that was shown in the conversation. */
export interface WidgetItem {
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
     * Always `chatkit.widget`.
     */
    type: "chatkit.widget";
    /** The widget as the user interface renders it, serialized to JSON. */
    widget: string;
}
/**
 * How far a client tool call has come: `in_progress` while the client has not answered, `completed` once it has. More may come.
 */
export type ClientToolCallStatus = "in_progress" | "completed";
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
/**
 * The sort of a step: `custom` is one that the workflow defines itself, `thought` a piece of the model's reasoning. More may come.
 */
export type TaskType = "custom" | "thought";
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
export type ThreadItem = UserMessageItem | AssistantMessageItem | WidgetItem | ClientToolCallItem | TaskItem | TaskGroupItem;
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
/** A text of at most 10,485,760 characters, a number (whole or not), or a boolean. No null, no list, no object. */
export type StateVariableParam = string | number | boolean;
/** Values by name, at most 64. A name has at most 64 characters; one that is longer is answered 400 with `string_above_max_length` and `workflow.state_variables` as `param`. */
export interface StateVariablesParam {
    [key: string]: StateVariableParam;
}
/** Whether runs are recorded for diagnosis. */
export interface WorkflowTracingParam {
    /**
     * True to record each run. Left out: true.
     * @default true
     */
    enabled?: boolean | undefined;
}
/** Names a workflow and says how to run it. */
export interface WorkflowParam {
    /** Identifies the workflow. */
    id: string;
    /** The version to run. Left out: the one that is deployed when the session runs it. */
    version?: string | undefined;
    /**
     * Values that the workflow starts with. Left out: none.
     * @default {}
     */
    state_variables?: StateVariablesParam | undefined;
    /**
     * Whether runs are traced. Left out: they are.
     * @default {}
     */
    tracing?: WorkflowTracingParam | undefined;
}
/** When a session expires, as a time span from an anchor. Both fields go together. */
export interface ExpiresAfterParam {
    /**
     * What the span is counted from. Always `created_at`, the session's creation.
     */
    anchor: "created_at";
    /**
     * Format: int64
     * The span in seconds, up to ten minutes. `expires_at` is the creation time plus this.
     */
    seconds: number;
}
/** How much a session may ask. */
export interface RateLimitsParam {
    /**
     * How many requests the session may make in a minute. Left out: 10.
     * @default 10
     */
    max_requests_per_1_minute?: number | undefined;
}
/** Whether threads get titles by themselves. */
export interface AutomaticThreadTitlingParam {
    /**
     * True to generate a title for each new thread. Left out: true.
     * @default true
     */
    enabled?: boolean | undefined;
}
/** Whether, and how much, the user may upload. The limits may be given while uploads are off, and have no effect then. */
export interface FileUploadParam {
    /**
     * True to let the user upload files. Left out: false.
     * @default false
     */
    enabled?: boolean | undefined;
    /**
     * The largest file, in megabytes. Left out: 512, which is also the most that can be set.
     * @default 512
     */
    max_file_size?: number | undefined;
    /**
     * How many files may be uploaded during the session. Left out: 10.
     * @default 10
     */
    max_files?: number | undefined;
}
/** Whether, and how far back, the user sees earlier threads. */
export interface HistoryParam {
    /**
     * True to let the user see earlier threads. Left out: true.
     * @default true
     */
    enabled?: boolean | undefined;
    /** How many of the newest threads the user sees. Left out: all of them. */
    recent_threads?: number | undefined;
}
/** Which features of ChatKit a session has. Each part that is left out has its defaults. */
export interface ChatkitConfigurationParam {
    /**
     * Whether threads get titles by themselves. Left out: they do.
     * @default {}
     */
    automatic_thread_titling?: AutomaticThreadTitlingParam | undefined;
    /**
     * Whether, and how much, the user may upload. Left out: nothing.
     * @default {}
     */
    file_upload?: FileUploadParam | undefined;
    /**
     * Whether, and how far back, the user sees earlier threads. Left out: all of them.
     * @default {}
     */
    history?: HistoryParam | undefined;
}
/** Whom a session is for, what it runs, and what it overrides. */
export interface CreateSessionRequest {
    /** The workflow that the session runs. */
    workflow: WorkflowParam;
    /** Your own identifier for the end user, any text. The session sees the threads of this user and no others, and the threads it makes belong to this user. */
    user: string;
    /**
     * When the session expires. Left out: 600 seconds after its creation.
     * @default {
     *       "anchor": "created_at",
     *       "seconds": 600
     *     }
     */
    expires_after?: ExpiresAfterParam | undefined;
    /**
     * How much the session may ask. Left out: 10 requests per minute.
     * @default {}
     */
    rate_limits?: RateLimitsParam | undefined;
    /**
     * Which features the session has. Left out: threads get titles, there are no uploads, and the whole history is shown.
     * @default {}
     */
    chatkit_configuration?: ChatkitConfigurationParam | undefined;
}
/** A text, a number (whole or not), or a boolean. */
export type StateVariable = string | number | boolean;
/** Values by name, as they were given. */
export interface StateVariables {
    [key: string]: StateVariable;
}
/** Whether runs are recorded for diagnosis. */
export interface ChatSessionTracing {
    /** True when each run is recorded. */
    enabled: boolean;
}
/** The workflow that a session runs, and how. */
export interface ChatSessionWorkflow {
    /** Identifies the workflow. */
    id: string;
    /** The version that runs. Null when the request named none, which means the one that is deployed. */
    version: string | null;
    /** The values that the workflow starts with. Null when the request gave none, be it no object or an empty one (our decision). */
    state_variables: StateVariables | null;
    /** Whether runs are traced. */
    tracing: ChatSessionTracing;
}
/** How much a session may ask. */
export interface ChatSessionRateLimits {
    /** How many requests the session may make in a minute. */
    max_requests_per_1_minute: number;
}
/**
 * Whether a session can be used: `active` until `expires_at`, `expired` from then on, `cancelled` if it was cancelled before. The last two are final. More may come: treat an unknown one as a session that cannot be used.
 */
export type ChatSessionStatus = "active" | "expired" | "cancelled";
/** Whether threads get titles by themselves. */
export interface ChatSessionAutomaticThreadTitling {
    /** True when a title is generated for each new thread. */
    enabled: boolean;
}
/** Whether, and how much, the user may upload. The limits are told even while uploads are off. */
export interface ChatSessionFileUpload {
    /** True when the user may upload files. */
    enabled: boolean;
    /** The largest file, in megabytes. Null when the server sets no limit. */
    max_file_size: number | null;
    /** How many files may be uploaded during the session. Null when the server sets no limit. */
    max_files: number | null;
}
/** Whether, and how far back, the user sees earlier threads. */
export interface ChatSessionHistory {
    /** True when the user sees earlier threads. */
    enabled: boolean;
    /** How many of the newest threads the user sees. Null for all of them. */
    recent_threads: number | null;
}
/** Which features of ChatKit a session has, with every default resolved. */
export interface ChatSessionConfiguration {
    /** Whether threads get titles by themselves. */
    automatic_thread_titling: ChatSessionAutomaticThreadTitling;
    /** Whether, and how much, the user may upload. */
    file_upload: ChatSessionFileUpload;
    /** Whether, and how far back, the user sees earlier threads. */
    history: ChatSessionHistory;
}
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
export interface components {
    schemas: {
        Order: Order;
        ErrorType: ErrorType;
        ErrorCode: ErrorCode;
        ErrorDetail: ErrorDetail;
        ErrorEnvelope: ErrorEnvelope;
        ActiveStatus: ActiveStatus;
        LockedStatus: LockedStatus;
        ClosedStatus: ClosedStatus;
        ThreadStatus: ThreadStatus;
        Thread: Thread;
        ThreadList: ThreadList;
        DeletedThread: DeletedThread;
        InputText: InputText;
        QuotedText: QuotedText;
        UserMessageContent: UserMessageContent;
        AttachmentType: AttachmentType;
        Attachment: Attachment;
        ToolChoice: ToolChoice;
        InferenceOptions: InferenceOptions;
        UserMessageItem: UserMessageItem;
        FileAnnotationSource: FileAnnotationSource;
        FileAnnotation: FileAnnotation;
        UrlAnnotationSource: UrlAnnotationSource;
        UrlAnnotation: UrlAnnotation;
        Annotation: Annotation;
        OutputText: OutputText;
        AssistantMessageItem: AssistantMessageItem;
        WidgetItem: WidgetItem;
        ClientToolCallStatus: ClientToolCallStatus;
        ClientToolCallItem: ClientToolCallItem;
        TaskType: TaskType;
        TaskItem: TaskItem;
        TaskGroupTask: TaskGroupTask;
        TaskGroupItem: TaskGroupItem;
        ThreadItem: ThreadItem;
        ThreadItemList: ThreadItemList;
        StateVariableParam: StateVariableParam;
        StateVariablesParam: StateVariablesParam;
        WorkflowTracingParam: WorkflowTracingParam;
        WorkflowParam: WorkflowParam;
        ExpiresAfterParam: ExpiresAfterParam;
        RateLimitsParam: RateLimitsParam;
        AutomaticThreadTitlingParam: AutomaticThreadTitlingParam;
        FileUploadParam: FileUploadParam;
        HistoryParam: HistoryParam;
        ChatkitConfigurationParam: ChatkitConfigurationParam;
        CreateSessionRequest: CreateSessionRequest;
        StateVariable: StateVariable;
        StateVariables: StateVariables;
        ChatSessionTracing: ChatSessionTracing;
        ChatSessionWorkflow: ChatSessionWorkflow;
        ChatSessionRateLimits: ChatSessionRateLimits;
        ChatSessionStatus: ChatSessionStatus;
        ChatSessionAutomaticThreadTitling: ChatSessionAutomaticThreadTitling;
        ChatSessionFileUpload: ChatSessionFileUpload;
        ChatSessionHistory: ChatSessionHistory;
        ChatSessionConfiguration: ChatSessionConfiguration;
        ChatSession: ChatSession;
    };
    responses: {
        /** Any other error: 404 for a URL that no operation has, 405, 413, 415, 501, and statuses that this document does not foresee. `x-status` on an example is the status that it comes with. */
        UnexpectedError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** A parameter is unknown, given twice, of the wrong type or out of bounds, a cursor is unknown, or the beta header is missing or wrong. */
        ThreadsListRefused: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** The key is missing, unknown or revoked. */
        Unauthorized: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** Too many requests. Nothing has been done. Wait as long as `Retry-After` says. */
        RateLimited: {
            headers: {
                "retry-after": components["headers"]["RetryAfter"];
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** The server failed. Whether anything has been done is not known. */
        ServerError: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** The beta header is missing or wrong, or there is a query parameter, of which this operation has none. */
        Refused: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** The thread does not exist, has been deleted, or belongs to another project; which of these is not told. */
        ThreadNotFound: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** A parameter is unknown, given twice, of the wrong type or out of bounds, a cursor is not one of this thread, or the beta header is missing or wrong. */
        ThreadsListItemsRefused: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** The body is missing, not JSON, or not what the schema says, or a header is missing or wrong. Nothing has been created. */
        SessionsCreateRefused: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** The `Idempotency-Key` was used before with another body. Nothing has been created. */
        IdempotencyConflict: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
        /** The session does not exist or belongs to another project; which of these is not told. */
        SessionNotFound: {
            headers: {
                "x-request-id": components["headers"]["RequestId"];
                "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": ErrorEnvelope;
            };
        };
    };
    parameters: {
        /** Only threads that belong to exactly this end user: the string that was given as `user` when the session was created, compared code point by code point. Left out: the threads of all users. A user who is not known has no threads, and gets an empty page. */
        user: string;
        /** The most elements that the page may hold. Left out: 20. A page holds fewer only when the listing has no more. 0 gives an empty page whose `has_more` is false (our decision). */
        limit: number;
        /** The listing's direction by creation time. Left out: `desc`, the newest first. Keep it the same while you walk: cursors are positions in this order. */
        order: Order;
        /** A thread's identifier: the page begins just past it, in the listing's own order (older threads under `desc`, newer ones under `asc`). Pass the last page's `last_id` to walk forward. Left out: the page begins at the listing's start. The thread may be deleted by now or belong to another user; an identifier that never existed in the project, the empty string included, is answered 400 with `invalid_cursor` (our decision). */
        ThreadsAfter: string;
        /** A thread's identifier: the page ends just ahead of it, in the listing's own order. Alone it gives the threads nearest to it, so pass a page's `first_id` to walk backward; together with `after` it gives the first ones between the two (our decision). Left out: nothing bounds the page's end. What may serve as a cursor is the same as for `after`. */
        ThreadsBefore: string;
        /** Opts in to the beta that this API belongs to. A comma-separated list in which `chatkit_beta=v1` must occur; other entries are ignored. Left out: 400 with `missing_required_parameter`. Without that entry: 400 with `invalid_value`. `param` is `OpenAI-Beta` in both. */
        OpenAIBeta: string;
        /** Identifier of the thread. One that does not exist, has been deleted or belongs to another project is answered 404, with `thread_id` as `param`. */
        thread_id: string;
        /** An item's identifier: the page begins just past it, in the listing's own order (older items under `desc`, newer ones under `asc`). Pass the last page's `last_id` to walk forward. Left out: the page begins at the listing's start. An identifier that never existed in this thread, the empty string included, is answered 400 with `invalid_cursor` (our decision). */
        ItemsAfter: string;
        /** An item's identifier: the page ends just ahead of it, in the listing's own order. Alone it gives the items nearest to it, so pass a page's `first_id` to walk backward; together with `after` it gives the first ones between the two (our decision). Left out: nothing bounds the page's end. What may serve as a cursor is the same as for `after`. */
        ItemsBefore: string;
        /** Makes a repeated call safe: choose a fresh random value (a UUID, say) for each session that you want, and send it again with every attempt to get that session. Our decision throughout. The server remembers the key, per project, for at least 24 hours from the first call that succeeded with it. A further call with the same key and the same JSON value as its body is answered what the first was answered, and makes no second session; one with another body is answered 409 with `idempotency_key_reused`. While the first call is still at work, the second waits for it. A call that is refused or fails leaves its key unused. Left out: every call makes a session. */
        IdempotencyKey: string;
        /** Identifier of the session. One that does not exist or belongs to another project is answered 404, with `session_id` as `param`. */
        session_id: string;
    };
    requestBodies: never;
    headers: {
        /** Identifies this answer, unique among all of the server's answers. Quote it when you report a problem. */
        RequestId: string;
        /** How many requests the project may send per minute. Left out by a server without a limit. */
        RateLimitLimit: number;
        /** How many more requests are allowed at this moment. 0 means that the next one is answered 429. Left out by a server without a limit. */
        RateLimitRemaining: number;
        /** How long until the whole limit is available again, as hours, minutes and seconds (`1h2m3s`, `6m0s`, `1.5s`) or milliseconds (`120ms`); the larger units are left out when they are zero. `0s` when nothing has been used. Left out by a server without a limit. */
        RateLimitReset: string;
        /** Whole seconds to wait before the next attempt. 0 allows one at once. Never a date. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
/** The query of `threads.list`. */
export interface ThreadsListQuery {
    /** Only threads that belong to exactly this end user: the string that was given as `user` when the session was created, compared code point by code point. Left out: the threads of all users. A user who is not known has no threads, and gets an empty page. */
    user?: string | undefined;
    /** The most elements that the page may hold. Left out: 20. A page holds fewer only when the listing has no more. 0 gives an empty page whose `has_more` is false (our decision). */
    limit?: number | undefined;
    /** The listing's direction by creation time. Left out: `desc`, the newest first. Keep it the same while you walk: cursors are positions in this order. */
    order?: Order | undefined;
    /** A thread's identifier: the page begins just past it, in the listing's own order (older threads under `desc`, newer ones under `asc`). Pass the last page's `last_id` to walk forward. Left out: the page begins at the listing's start. The thread may be deleted by now or belong to another user; an identifier that never existed in the project, the empty string included, is answered 400 with `invalid_cursor` (our decision). */
    after?: string | undefined;
    /** A thread's identifier: the page ends just ahead of it, in the listing's own order. Alone it gives the threads nearest to it, so pass a page's `first_id` to walk backward; together with `after` it gives the first ones between the two (our decision). Left out: nothing bounds the page's end. What may serve as a cursor is the same as for `after`. */
    before?: string | undefined;
}
/** The query of `threads.listItems`. */
export interface ThreadsListItemsQuery {
    /** The most elements that the page may hold. Left out: 20. A page holds fewer only when the listing has no more. 0 gives an empty page whose `has_more` is false (our decision). */
    limit?: number | undefined;
    /** The listing's direction by creation time. Left out: `desc`, the newest first. Keep it the same while you walk: cursors are positions in this order. */
    order?: Order | undefined;
    /** An item's identifier: the page begins just past it, in the listing's own order (older items under `desc`, newer ones under `asc`). Pass the last page's `last_id` to walk forward. Left out: the page begins at the listing's start. An identifier that never existed in this thread, the empty string included, is answered 400 with `invalid_cursor` (our decision). */
    after?: string | undefined;
    /** An item's identifier: the page ends just ahead of it, in the listing's own order. Alone it gives the items nearest to it, so pass a page's `first_id` to walk backward; together with `after` it gives the first ones between the two (our decision). Left out: nothing bounds the page's end. What may serve as a cursor is the same as for `after`. */
    before?: string | undefined;
}
export interface operations {
    "threads.list": {
        parameters: {
            query?: ThreadsListQuery | undefined;
            header: {
                /** Opts in to the beta that this API belongs to. A comma-separated list in which `chatkit_beta=v1` must occur; other entries are ignored. Left out: 400 with `missing_required_parameter`. Without that entry: 400 with `invalid_value`. `param` is `OpenAI-Beta` in both. */
                "OpenAI-Beta": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** One page of threads. A project, or a user, without threads gets an empty page, never a 404. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                    "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                    "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ThreadList;
                };
            };
            400: components["responses"]["ThreadsListRefused"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    "threads.retrieve": {
        parameters: {
            query?: never;
            header: {
                /** Opts in to the beta that this API belongs to. A comma-separated list in which `chatkit_beta=v1` must occur; other entries are ignored. Left out: 400 with `missing_required_parameter`. Without that entry: 400 with `invalid_value`. `param` is `OpenAI-Beta` in both. */
                "OpenAI-Beta": string;
            };
            path: {
                /** Identifier of the thread. One that does not exist, has been deleted or belongs to another project is answered 404, with `thread_id` as `param`. */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The thread. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                    "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                    "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Thread;
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ThreadNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    "threads.delete": {
        parameters: {
            query?: never;
            header: {
                /** Opts in to the beta that this API belongs to. A comma-separated list in which `chatkit_beta=v1` must occur; other entries are ignored. Left out: 400 with `missing_required_parameter`. Without that entry: 400 with `invalid_value`. `param` is `OpenAI-Beta` in both. */
                "OpenAI-Beta": string;
            };
            path: {
                /** Identifier of the thread. One that does not exist, has been deleted or belongs to another project is answered 404, with `thread_id` as `param`. */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The thread has been deleted. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                    "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                    "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": DeletedThread;
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ThreadNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    "threads.listItems": {
        parameters: {
            query?: ThreadsListItemsQuery | undefined;
            header: {
                /** Opts in to the beta that this API belongs to. A comma-separated list in which `chatkit_beta=v1` must occur; other entries are ignored. Left out: 400 with `missing_required_parameter`. Without that entry: 400 with `invalid_value`. `param` is `OpenAI-Beta` in both. */
                "OpenAI-Beta": string;
            };
            path: {
                /** Identifier of the thread. One that does not exist, has been deleted or belongs to another project is answered 404, with `thread_id` as `param`. */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** One page of items. A thread without items gets an empty page. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                    "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                    "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ThreadItemList;
                };
            };
            400: components["responses"]["ThreadsListItemsRefused"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ThreadNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    "sessions.create": {
        parameters: {
            query?: never;
            header: {
                /** Makes a repeated call safe: choose a fresh random value (a UUID, say) for each session that you want, and send it again with every attempt to get that session. Our decision throughout. The server remembers the key, per project, for at least 24 hours from the first call that succeeded with it. A further call with the same key and the same JSON value as its body is answered what the first was answered, and makes no second session; one with another body is answered 409 with `idempotency_key_reused`. While the first call is still at work, the second waits for it. A call that is refused or fails leaves its key unused. Left out: every call makes a session. */
                "Idempotency-Key"?: string | undefined;
                /** Opts in to the beta that this API belongs to. A comma-separated list in which `chatkit_beta=v1` must occur; other entries are ignored. Left out: 400 with `missing_required_parameter`. Without that entry: 400 with `invalid_value`. `param` is `OpenAI-Beta` in both. */
                "OpenAI-Beta": string;
            };
            path?: never;
            cookie?: never;
        };
        /** Whom the session is for, what it runs, and what it overrides. */
        requestBody: {
            content: {
                "application/json": CreateSessionRequest;
            };
        };
        responses: {
            /** The session, active. With an `Idempotency-Key` that was used before, the session of that first call. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                    "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                    "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ChatSession;
                };
            };
            400: components["responses"]["SessionsCreateRefused"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["IdempotencyConflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            default: components["responses"]["UnexpectedError"];
        };
    };
    "sessions.cancel": {
        parameters: {
            query?: never;
            header: {
                /** Opts in to the beta that this API belongs to. A comma-separated list in which `chatkit_beta=v1` must occur; other entries are ignored. Left out: 400 with `missing_required_parameter`. Without that entry: 400 with `invalid_value`. `param` is `OpenAI-Beta` in both. */
                "OpenAI-Beta": string;
            };
            path: {
                /** Identifier of the session. One that does not exist or belongs to another project is answered 404, with `session_id` as `param`. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** The session, cancelled, or expired if it had expired before. */
            200: {
                headers: {
                    "x-request-id": components["headers"]["RequestId"];
                    "x-ratelimit-limit-requests": components["headers"]["RateLimitLimit"];
                    "x-ratelimit-remaining-requests": components["headers"]["RateLimitRemaining"];
                    "x-ratelimit-reset-requests": components["headers"]["RateLimitReset"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ChatSession;
                };
            };
            400: components["responses"]["Refused"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SessionNotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            default: components["responses"]["UnexpectedError"];
        };
    };
}
