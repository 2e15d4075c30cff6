import type { ContractDocument } from "@chatkit-contract/codegen";

import type { Weight } from "../src/weight.ts";
import { editDocument, renameInDocument, type Edit } from "../test/edit-document.ts";

/** An edit of our contract, and the weight that it has to be given. */
export interface ContractEdit {
  name: string;
  edit: (document: ContractDocument) => ContractDocument;
  weight: Weight;
  why: string;
  /** The weight that the judges give instead, which is more than needed, and why that is borne. */
  overRated?: { weight: Weight; because: string };
  /** The rule that refuses the edited contract before any judge sees it: the judges alone are asked then. */
  refusedBy?: string;
}

const LIST = "/paths/~1chatkit~1threads/get";
const THREAD = "/paths/~1chatkit~1threads~1{thread_id}";
const ITEMS = "/paths/~1chatkit~1threads~1{thread_id}~1items/get";
const CREATE = "/paths/~1chatkit~1sessions/post";
const CANCEL = "/paths/~1chatkit~1sessions~1{session_id}~1cancel/post";
const SCHEMAS = "/components/schemas";
const PARAMETERS = "/components/parameters";
const REQUEST = `${SCHEMAS}/CreateSessionRequest`;
const LIMIT = `${PARAMETERS}/limit/schema`;
const SESSION = `${SCHEMAS}/ChatSession`;
const UPLOAD = `${SCHEMAS}/FileUploadParam/properties`;

/** Requests that are taken. */
const refuses = "requests that were fine are refused";
const takes = "requests may hold more than before";
/** Answers that come. */
const surprises = "answers hold what they did not before";
const narrows = "answers hold less than before";
const misses = "code that reads it finds nothing";
const explains = "only what explains the contract differs";

function row(name: string, weight: Weight, why: string, ...edits: Edit[]): ContractEdit {
  return { name, weight, why, edit: (document) => editDocument(document, edits) };
}

function ref(name: string): { $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

const string = { type: "string", description: "A text." };
const title = `${SCHEMAS}/Thread/properties/title`;
const tracing = `${SCHEMAS}/WorkflowTracingParam`;
const status = `${SCHEMAS}/ThreadStatus`;
const archived = {
  type: "object",
  description: "The thread is put away.",
  properties: { type: { type: "string", const: "archived", description: "Always `archived`." } },
  required: ["type"],
};
const archive = {
  operationId: "threads.archive",
  summary: "Archive a thread",
  description: "Puts a thread away.",
  tags: ["Threads"],
  parameters: [{ $ref: "#/components/parameters/thread_id" }],
  responses: {
    "200": {
      description: "The thread.",
      content: { "application/json": { schema: ref("Thread") } },
    },
    default: { $ref: "#/components/responses/UnexpectedError" },
  },
};
const query = (name: string, required: boolean): unknown => ({
  name,
  in: "query",
  required,
  description: "A filter.",
  schema: { type: "string" },
});

const operations: ContractEdit[] = [
  row("a new path", "minor", "a new operation", [
    "/paths/~1chatkit~1threads~1{thread_id}~1archive",
    { post: archive },
  ]),
  row("a new method of a path", "minor", "a new operation", [`${THREAD}/post`, archive]),
  row("a path taken out", "major", "calls fail", [
    "/paths/~1chatkit~1sessions~1{session_id}~1cancel",
  ]),
  row("a method taken out", "major", "calls fail", [`${THREAD}/delete`]),
  {
    name: "a path renamed",
    weight: "major",
    why: "calls fail",
    edit: (document) =>
      renameInDocument(document, '"/chatkit/sessions"', '"/chatkit/chat_sessions"'),
  },
  {
    name: "a path parameter renamed",
    weight: "major",
    why: "the wire is the same, types that name it do not compile",
    edit: (document) =>
      renameInDocument(
        renameInDocument(document, "{session_id}", "{chat_session_id}"),
        '"name":"session_id"',
        '"name":"chat_session_id"',
      ),
  },
  row("an operationId renamed", "major", "the method has another name", [
    `${LIST}/operationId`,
    "threads.search",
  ]),
  {
    name: "a schema renamed",
    weight: "major",
    why: "the wire is the same, types that name it do not compile",
    edit: (document) => {
      const renamed = renameInDocument(
        document,
        "#/components/schemas/DeletedThread",
        "#/components/schemas/ThreadDeletion",
      );
      return renameInDocument(renamed, '"DeletedThread":{', '"ThreadDeletion":{');
    },
  },
  row("an operation marked deprecated", "minor", "a difference beyond explanations", [
    `${CANCEL}/deprecated`,
    true,
  ]),
  row("a POST not idempotent any more", "major", "clients do not send it again", [
    `${CANCEL}/x-idempotent`,
  ]),
  row("a POST idempotent from now on", "minor", "clients may send it again", [
    `${CREATE}/x-idempotent`,
    true,
  ]),
  row("a listing not paged any more", "major", "it is not iterated any more", [
    `${ITEMS}/x-pagination`,
  ]),
  row("another base URL", "major", "calls go elsewhere", [
    "/servers/0/url",
    "https://chat.example.com/v1",
  ]),
  row("a further base URL", "minor", "calls go where they went", [
    "/servers/-",
    { url: "https://eu.example.com/v1" },
  ]),
  row("a base URL ahead of the old one", "major", "calls go elsewhere", [
    "/servers",
    [{ url: "https://eu.example.com/v1" }, { url: "https://api.openai.com/v1" }],
  ]),
  row("an operation without a key", "minor", "whoever was let in still is", [
    `${LIST}/security`,
    [],
  ]),
  row("an operation open to callers without a key too", "minor", "whoever was let in still is", [
    `${LIST}/security`,
    [{ bearerAuth: [] }, {}],
  ]),
  {
    ...row("another way to be let in", "major", "callers are refused", [
      "/components/securitySchemes/bearerAuth",
      {
        type: "apiKey",
        in: "header",
        name: "x-key",
      },
    ]),
    refusedBy: "contract/generable-security",
  },
  {
    name: "a security scheme renamed",
    weight: "minor",
    why: "the wire is the same; a difference beyond explanations",
    edit: (document) => renameInDocument(document, '"bearerAuth"', '"key"'),
  },
];

const parameters: ContractEdit[] = [
  row("a new optional query parameter", "minor", takes, [
    `${LIST}/parameters/-`,
    query("title", false),
  ]),
  row("a new required query parameter", "major", refuses, [
    `${LIST}/parameters/-`,
    query("title", true),
  ]),
  row(
    "the first query parameter of an operation",
    "major",
    "the call's options move to another place",
    [`${CANCEL}/parameters/-`, query("reason", false)],
  ),
  row("a query parameter taken out", "major", refuses, [`${LIST}/parameters/0`]),
  row("a query parameter renamed", "major", refuses, [`${PARAMETERS}/user/name`, "end_user"]),
  row("a query parameter required from now on", "major", refuses, [
    `${PARAMETERS}/user/required`,
    true,
  ]),
  row("a new optional header", "minor", takes, [
    `${CREATE}/parameters/-`,
    { name: "X-Trace", in: "header", description: "A trace.", schema: { type: "string" } },
  ]),
  row("a new required header", "major", refuses, [
    `${CREATE}/parameters/-`,
    {
      name: "X-Trace",
      in: "header",
      required: true,
      description: "A trace.",
      schema: { type: "string" },
    },
  ]),
  row("a header taken out", "major", refuses, [`${CREATE}/parameters/0`]),
  row("a header that the client sent left to callers", "major", "callers have to give it", [
    `${PARAMETERS}/OpenAIBeta/x-client-value`,
  ]),
  row("another value of a header that the client sends", "minor", "the client sends it itself", [
    `${PARAMETERS}/OpenAIBeta/x-client-value`,
    "chatkit_beta=v1, other=v2",
  ]),
  row("a higher maximum of a parameter", "minor", takes, [`${LIMIT}/maximum`, 200]),
  row("a lower maximum of a parameter", "major", refuses, [`${LIMIT}/maximum`, 50]),
  row("a maximum of a parameter taken out", "minor", takes, [
    `${PARAMETERS}/user/schema/maxLength`,
  ]),
  row("a higher minimum of a parameter", "major", refuses, [`${LIMIT}/minimum`, 1]),
  row("a lower minimum of a parameter", "minor", takes, [`${LIMIT}/minimum`, -1]),
  row(
    "an exclusive bound for an inclusive one",
    "major",
    refuses,
    [`${LIMIT}/exclusiveMinimum`, 0],
    [`${LIMIT}/minimum`],
  ),
  row("another default of a parameter", "major", "leaving it out means something else", [
    `${LIMIT}/default`,
    50,
  ]),
  {
    ...row("a default of a parameter taken out", "major", "leaving it out means something else", [
      `${LIMIT}/default`,
    ]),
    refusedBy: "contract/pagination-envelope",
  },
  row("a parameter's new default", "minor", "leaving it out is promised a meaning", [
    `${PARAMETERS}/user/schema/default`,
    "someone",
  ]),
  {
    ...row("a value of a parameter's enum taken out", "major", refuses, [
      `${SCHEMAS}/Order/enum`,
      ["desc"],
    ]),
    refusedBy: "contract/pagination-envelope",
  },
  row("a new value of a parameter's enum", "minor", takes, [`${SCHEMAS}/Order/enum/-`, "random"]),
  {
    ...row("a parameter of another type", "major", refuses, [LIMIT, { type: "boolean" }]),
    refusedBy: "contract/pagination-envelope",
  },
  {
    ...row("an integer parameter that takes any number", "minor", takes, [
      `${LIMIT}/type`,
      "number",
    ]),
    refusedBy: "contract/pagination-envelope",
  },
  {
    ...row(
      "a parameter that is written as JSON",
      "major",
      refuses,
      [`${PARAMETERS}/user/schema`],
      [`${PARAMETERS}/user/content`, { "application/json": { schema: { type: "string" } } }],
    ),
    refusedBy: "contract/generable-parameters",
  },
  row("a new pattern of a parameter", "major", refuses, [
    `${PARAMETERS}/user/schema/pattern`,
    "^user_",
  ]),
  row("another pattern of a parameter", "major", "other values than before", [
    `${PARAMETERS}/OpenAIBeta/schema/pattern`,
    "^chatkit_beta=v1$",
  ]),
  row("reserved characters in a parameter", "minor", takes, [
    `${PARAMETERS}/user/allowReserved`,
    true,
  ]),
];

const requests: ContractEdit[] = [
  row("a new optional field of a request", "minor", takes, [`${REQUEST}/properties/label`, string]),
  row(
    "a new required field of a request",
    "major",
    refuses,
    [`${REQUEST}/properties/label`, string],
    [`${REQUEST}/required/-`, "label"],
  ),
  row("an optional field of a request taken out", "major", refuses, [
    `${REQUEST}/properties/rate_limits`,
  ]),
  row("an optional field deep in a request taken out", "major", refuses, [
    `${tracing}/properties/enabled`,
  ]),
  row(
    "a field of a request renamed",
    "major",
    refuses,
    [`${UPLOAD}/max_files`],
    [`${UPLOAD}/max_count`, { type: "integer", minimum: 1, default: 10, description: "How many." }],
  ),
  row("an optional field of a request required from now on", "major", refuses, [
    `${REQUEST}/required/-`,
    "rate_limits",
  ]),
  row("a required field of a request optional from now on", "minor", takes, [
    `${REQUEST}/required`,
    ["workflow"],
  ]),
  row("a field of a request that may be null, as a list of types", "minor", takes, [
    `${REQUEST}/properties/user/type`,
    ["string", "null"],
  ]),
  row("a field of a request that may be null, as anyOf", "minor", takes, [
    `${REQUEST}/properties/user`,
    { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }], description: "A user." },
  ]),
  row("a referenced field of a request that may be null", "minor", takes, [
    `${REQUEST}/properties/rate_limits`,
    { anyOf: [ref("RateLimitsParam"), { type: "null" }], default: {}, description: "Limits." },
  ]),
  row("a shorter minimal text in a request", "minor", takes, [
    `${REQUEST}/properties/user/minLength`,
  ]),
  row("a longer minimal text in a request", "major", refuses, [
    `${REQUEST}/properties/user/minLength`,
    3,
  ]),
  row("a new maximal text in a request", "major", refuses, [
    `${REQUEST}/properties/user/maxLength`,
    64,
  ]),
  row("a longer maximal text in a request", "minor", takes, [
    `${SCHEMAS}/StateVariableParam/anyOf/0/maxLength`,
    20_971_520,
  ]),
  row("a higher maximum in a request", "minor", takes, [`${UPLOAD}/max_file_size/maximum`, 1024]),
  row("a lower maximum in a request", "major", refuses, [`${UPLOAD}/max_file_size/maximum`, 256]),
  row("fewer entries in a request", "major", refuses, [
    `${SCHEMAS}/StateVariablesParam/maxProperties`,
    32,
  ]),
  row("more entries in a request", "minor", takes, [
    `${SCHEMAS}/StateVariablesParam/maxProperties`,
    128,
  ]),
  row("shorter names in a request", "major", refuses, [
    `${SCHEMAS}/StateVariablesParam/propertyNames/maxLength`,
    32,
  ]),
  row("longer names in a request", "minor", takes, [
    `${SCHEMAS}/StateVariablesParam/propertyNames/maxLength`,
    128,
  ]),
  row("a number in a request that has to be a multiple", "major", refuses, [
    `${UPLOAD}/max_files/multipleOf`,
    2,
  ]),
  row("another default in a request", "major", "leaving it out means something else", [
    `${UPLOAD}/max_files/default`,
    5,
  ]),
  row(
    "another default of a whole object in a request",
    "major",
    "leaving it out means something else",
    [`${REQUEST}/properties/expires_after/default`, { anchor: "created_at", seconds: 300 }],
  ),
  row("a branch of a request's union taken out", "major", refuses, [
    `${SCHEMAS}/StateVariableParam/anyOf/2`,
  ]),
  row("a new branch of a request's union", "minor", takes, [
    `${SCHEMAS}/StateVariableParam/anyOf/-`,
    { type: "array", items: { type: "string" } },
  ]),
  row("a request's constant that is another", "major", refuses, [
    `${SCHEMAS}/ExpiresAfterParam/properties/anchor/const`,
    "last_active_at",
  ]),
  row("a request's constant that may be more", "minor", takes, [
    `${SCHEMAS}/ExpiresAfterParam/properties/anchor`,
    { type: "string", enum: ["created_at", "last_active_at"], description: "From when." },
  ]),
  row(
    "a request's field of another type",
    "major",
    refuses,
    [`${REQUEST}/properties/user/type`, "integer"],
    [`${REQUEST}/properties/user/minLength`],
  ),
  row("a body that may be left out", "minor", takes, [`${CREATE}/requestBody/required`, false]),
  row("a new optional body", "major", "the call's options move to another place", [
    `${CANCEL}/requestBody`,
    {
      description: "Why.",
      content: { "application/json": { schema: ref("WorkflowTracingParam") } },
    },
  ]),
  row("a new required body", "major", refuses, [
    `${CANCEL}/requestBody`,
    {
      required: true,
      description: "Why.",
      content: { "application/json": { schema: ref("WorkflowTracingParam") } },
    },
  ]),
  row("a body taken out", "major", refuses, [`${CREATE}/requestBody`]),
  {
    ...row("a further media type of a body", "minor", takes, [
      `${CREATE}/requestBody/content/application~1x-www-form-urlencoded`,
      { schema: ref("CreateSessionRequest") },
    ]),
  },
  {
    name: "another media type of a body",
    weight: "major",
    why: refuses,
    edit: (document) =>
      editDocument(document, [
        [
          `${CREATE}/requestBody/content`,
          { "application/merge-patch+json": { schema: ref("CreateSessionRequest") } },
        ],
      ]),
    refusedBy: "contract/generable-bodies",
  },
  {
    ...row("a request that takes unknown fields", "minor", takes, [
      `${tracing}/additionalProperties`,
      true,
    ]),
    overRated: {
      weight: "major",
      because: "the compiler refuses a caller's own interface for a type with an index signature",
    },
  },
  {
    ...row("a format that nobody checks, in a request", "minor", "an annotation", [
      `${REQUEST}/properties/user/format`,
      "email",
    ]),
    overRated: { weight: "major", because: "which formats a server checks is not in the contract" },
  },
  {
    ...row("a pattern that takes more", "minor", takes, [
      `${PARAMETERS}/OpenAIBeta/schema/pattern`,
      "chatkit_beta=v1",
    ]),
    overRated: { weight: "major", because: "nobody decides which of two patterns takes more" },
  },
];

const answers: ContractEdit[] = [
  row("a new optional field of an answer", "minor", "old code does not look at it", [
    `${SCHEMAS}/Thread/properties/archived`,
    { type: "boolean", description: "Put away." },
  ]),
  row(
    "a new required field of an answer",
    "minor",
    "old code does not look at it",
    [`${SESSION}/properties/label`, string],
    [`${SESSION}/required/-`, "label"],
  ),
  row(
    "a required field of an answer taken out",
    "major",
    misses,
    [`${SCHEMAS}/Thread/properties/user`],
    [`${SCHEMAS}/Thread/required`, ["id", "object", "created_at", "title", "status"]],
  ),
  row(
    "a field of an answer renamed",
    "major",
    misses,
    [`${SCHEMAS}/Thread/properties/title`],
    [`${SCHEMAS}/Thread/properties/name`, { type: ["string", "null"], description: "The name." }],
    [`${SCHEMAS}/Thread/required/3`, "name"],
  ),
  row("a field of an answer that may be missing", "major", misses, [
    `${SCHEMAS}/Thread/required`,
    ["id", "object", "created_at", "status", "user"],
  ]),
  row("a field of an answer that may be null, as a list of types", "major", surprises, [
    `${SCHEMAS}/Thread/properties/user/type`,
    ["string", "null"],
  ]),
  row("a field of an answer that may be null, as anyOf", "major", surprises, [
    `${SCHEMAS}/Thread/properties/user`,
    { anyOf: [{ type: "string" }, { type: "null" }], description: "The user." },
  ]),
  row("a referenced field of an answer that may be null", "major", surprises, [
    `${SCHEMAS}/Thread/properties/status`,
    { anyOf: [ref("ThreadStatus"), { type: "null" }], description: "The status." },
  ]),
  row("a field of an answer never null any more", "minor", narrows, [`${title}/type`, "string"]),
  row("null in another spelling", "minor", "a difference beyond explanations", [
    title,
    { anyOf: [{ type: "string" }, { type: "null" }], description: "A title." },
  ]),
  row("an answer's field of another type", "major", surprises, [
    `${SCHEMAS}/ChatSessionRateLimits/properties/max_requests_per_1_minute/type`,
    "string",
  ]),
  row("an answer's integer that may be any number", "major", surprises, [
    `${SCHEMAS}/ChatSessionRateLimits/properties/max_requests_per_1_minute/type`,
    "number",
  ]),
  row("a new value of an answer's open enum", "minor", "callers handle the unknown", [
    `${SCHEMAS}/ChatSessionStatus/enum/-`,
    "paused",
  ]),
  row("a new value of an answer's open enum of errors", "minor", "callers handle the unknown", [
    `${SCHEMAS}/ErrorCode/enum/-`,
    "quota_exceeded",
  ]),
  row(
    "a value of an answer's open enum taken out",
    "major",
    "code that names it does not compile",
    [`${SCHEMAS}/ChatSessionStatus/enum/2`],
  ),
  row(
    "a new value of an answer's enum that was not open",
    "major",
    surprises,
    [
      `${SCHEMAS}/DeletedThread/properties/object/enum`,
      ["chatkit.thread.deleted", "chatkit.thread.gone"],
    ],
    [`${SCHEMAS}/DeletedThread/properties/object/const`],
  ),
  row(
    "an enum of an answer not open any more",
    "major",
    "code that handles the unknown does not compile",
    [`${SCHEMAS}/TaskType/x-open`],
  ),
  row("a new value, and the mark of an open enum, at once", "major", surprises, [
    `${SCHEMAS}/DeletedThread/properties/object`,
    {
      type: "string",
      enum: ["chatkit.thread.deleted", "chatkit.thread.gone"],
      "x-open": true,
      description: "Which.",
    },
  ]),
  row("an answer's constant that is another", "major", surprises, [
    `${SCHEMAS}/Thread/properties/object/const`,
    "thread",
  ]),
  row(
    "a new case of an answer's open union",
    "minor",
    "callers handle the unknown",
    [`${SCHEMAS}/ArchivedStatus`, archived],
    [`${status}/oneOf/-`, ref("ArchivedStatus")],
    [`${status}/discriminator/mapping/archived`, "#/components/schemas/ArchivedStatus"],
  ),
  row(
    "a case of an answer's union taken out",
    "major",
    "code that names it does not compile",
    [`${status}/oneOf/2`],
    [`${status}/discriminator/mapping/closed`],
  ),
  row(
    "a union of an answer not open any more",
    "major",
    "code that handles the unknown does not compile",
    [`${status}/x-open`],
  ),
  row("a new case of an answer's union that is not open", "major", surprises, [
    `${SCHEMAS}/StateVariable/anyOf/-`,
    { type: "array", items: { type: "string" } },
  ]),
  row("an answer's branch taken out", "minor", narrows, [`${SCHEMAS}/StateVariable/anyOf/2`]),
  row(
    "a field taken out of a case of a union",
    "major",
    misses,
    [`${SCHEMAS}/LockedStatus/properties/reason`],
    [`${SCHEMAS}/LockedStatus/required`, ["type"]],
  ),
  row("a field of a case of a union that may be missing", "major", misses, [
    `${SCHEMAS}/LockedStatus/required`,
    ["type"],
  ]),
  row("a tighter bound of an answer", "minor", narrows, [
    `${SCHEMAS}/Thread/properties/created_at/minimum`,
    1,
  ]),
  row("a bound of an answer taken out", "major", surprises, [
    `${SCHEMAS}/Thread/properties/created_at/minimum`,
  ]),
  row("a new bound of an answer", "minor", narrows, [
    `${SCHEMAS}/Thread/properties/id/maxLength`,
    64,
  ]),
  row("a new format of an answer", "minor", narrows, [
    `${SCHEMAS}/Thread/properties/id/format`,
    "uuid",
  ]),
  row("a format of an answer taken out", "major", surprises, [
    `${SCHEMAS}/Attachment/properties/preview_url/format`,
  ]),
  row("an answer's default", "minor", "a note", [
    `${SCHEMAS}/ThreadList/properties/has_more/default`,
    false,
  ]),
  row("other values in a map of an answer", "major", surprises, [
    `${SCHEMAS}/StateVariables/additionalProperties`,
    { type: ["string", "null"], description: "A value." },
  ]),
  row("an answer's array of something else", "major", surprises, [
    `${SCHEMAS}/UserMessageItem/properties/attachments/items`,
    ref("ToolChoice"),
  ]),
  row("an answer that is another schema", "major", surprises, [
    `${THREAD}/delete/responses/200/content/application~1json/schema`,
    ref("Thread"),
  ]),
  row("an answer without a body", "major", misses, [`${THREAD}/delete/responses/200/content`]),
  row(
    "an answer with another status",
    "major",
    "the old one does not come",
    [
      `${THREAD}/delete/responses/202`,
      {
        description: "Deleting.",
        content: { "application/json": { schema: ref("DeletedThread") } },
      },
    ],
    [`${THREAD}/delete/responses/200`],
  ),
  {
    ...row("a second success status", "major", "a success that callers do not know", [
      `${THREAD}/delete/responses/202`,
      {
        description: "Deleting.",
        content: { "application/json": { schema: ref("DeletedThread") } },
      },
    ]),
    refusedBy: "contract/generable-bodies",
  },
  row("a new error status", "minor", "the default answer covered it", [
    `${LIST}/responses/403`,
    { $ref: "#/components/responses/Unauthorized" },
  ]),
  row("an error status taken out", "major", "callers who wait for it do not get it", [
    `${THREAD}/get/responses/404`,
  ]),
  row("the default answer taken out", "major", "callers who wait for it do not get it", [
    `${LIST}/responses/default`,
  ]),
  {
    ...row("a further media type of an answer", "minor", "callers who ask for JSON get it", [
      `${THREAD}/get/responses/200/content/text~1csv`,
      { schema: { type: "string" } },
    ]),
    overRated: { weight: "major", because: "a caller who names no media type may be answered it" },
    refusedBy: "contract/generable-bodies",
  },
  row("a new header of an answer", "minor", "old code does not look at it", [
    `${LIST}/responses/200/headers/x-cache`,
    { description: "Whether it was kept.", schema: { type: "string" } },
  ]),
  row("a header of an answer taken out", "major", misses, [
    `${LIST}/responses/200/headers/x-request-id`,
  ]),
  row("a header of an answer that may be missing", "major", misses, [
    "/components/headers/RequestId/required",
    false,
  ]),
  row("a header of an answer of another type", "major", surprises, [
    "/components/headers/RateLimitLimit/schema",
    { type: "boolean" },
  ]),
];

const words: ContractEdit[] = [
  row("another description of an operation", "patch", explains, [
    `${LIST}/description`,
    "Lists threads.",
  ]),
  row("another summary", "patch", explains, [`${LIST}/summary`, "Threads"]),
  row("another description of a field", "patch", explains, [
    `${title}/description`,
    "What it is called.",
  ]),
  row("another description of a parameter", "patch", explains, [
    `${PARAMETERS}/limit/description`,
    "How many.",
  ]),
  row("another description of an answer", "patch", explains, [
    `${LIST}/responses/200/description`,
    "A page.",
  ]),
  row("another title of a schema", "patch", explains, [`${SCHEMAS}/Thread/title`, "Conversation"]),
  row("another example", "patch", explains, [
    "/components/examples/ThreadActive/value/title",
    "Another title",
  ]),
  row("another example of a parameter", "patch", explains, [
    `${PARAMETERS}/limit/examples/two/value`,
    3,
  ]),
  {
    ...row("another patch version of OpenAPI", "patch", "the same keywords mean the same", [
      "/openapi",
      "3.1.2",
    ]),
    overRated: { weight: "minor", because: "what a version means is not in the contract" },
  },
  row("another description of the whole", "patch", explains, ["/info/description", "The API."]),
  row("another description of a tag", "patch", explains, ["/tags/0/description", "Threads."]),
  row("a field called description", "minor", "a field, whatever it is called", [
    `${SCHEMAS}/Thread/properties/description`,
    string,
  ]),
  row("an extension that nobody knows", "minor", "a difference beyond explanations", [
    `${LIST}/x-internal`,
    true,
  ]),
  row("another version", "none", "the version is what the judges tell", ["/info/version", "0.1.1"]),
  {
    name: "another order of keys",
    weight: "patch",
    why: "published files differ in bytes alone",
    edit: (document) => reversed(document) as ContractDocument,
  },
  row("another order of an enum", "patch", "published files differ in bytes alone", [
    `${SCHEMAS}/Order/enum`,
    ["desc", "asc"],
  ]),
  row("another order of required fields", "patch", "published files differ in bytes alone", [
    `${SCHEMAS}/Thread/required`,
    ["user", "status", "title", "created_at", "object", "id"],
  ]),
  row("a schema that nothing uses", "minor", "types gain a name", [`${SCHEMAS}/Folder`, archived]),
  row("nothing at all", "none", "nothing differs"),
];

/** Everything that is done to the contract, one thing at a time. */
export const EDITS: readonly ContractEdit[] = [
  ...operations,
  ...parameters,
  ...requests,
  ...answers,
  ...words,
];

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, part]) => [key, reversed(part)]));
}
