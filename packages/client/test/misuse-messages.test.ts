import { expect, test } from "vitest";

import { openInEditor } from "./language-service.ts";

/** A mistake, and the words by which the compiler's message tells whose it is. */
const mistakes: [title: string, code: string, ...culprits: string[]][] = [
  ["a limit that is a string", 'void chatkit.threads.list({ limit: "20" });', "number"],
  [
    "an order that there is not",
    'void chatkit.threads.list({ order: "newest" });',
    "newest",
    "Order",
  ],
  ["an unknown parameter", 'void chatkit.threads.list({ users: "user_1" });', "users"],
  ["null for a parameter", "void chatkit.threads.list({ user: null });", "null", "string"],
  ["a missing id", "void chatkit.threads.retrieve();", "arguments"],
  ["an id that is a number", "void chatkit.threads.retrieve(1);", "number", "string"],
  ["a query in the place of the id", "void chatkit.threads.listItems({ limit: 1 });", "string"],
  ["a missing body", "void chatkit.sessions.create();", "arguments"],
  [
    "a missing body field",
    'void chatkit.sessions.create({ workflow: { id: "wf_1" } });',
    "user",
    "CreateSessionRequest",
  ],
  [
    "a missing nested body field",
    'void chatkit.sessions.create({ workflow: {}, user: "user_1" });',
    "id",
    "WorkflowParam",
  ],
  [
    "an unknown body field",
    'void chatkit.sessions.create({ workflow: { id: "wf_1" }, user: "u", workflow_id: "wf_1" });',
    "workflow_id",
    "CreateSessionRequest",
  ],
  [
    "an unknown nested body field",
    'void chatkit.sessions.create({ workflow: { id: "wf_1", name: "n" }, user: "user_1" });',
    "name",
    "WorkflowParam",
  ],
  [
    "null for a body field",
    'void chatkit.sessions.create({ workflow: { id: "wf_1" }, user: null });',
    "null",
    "string",
  ],
  [
    "a state variable that is an object",
    'void chatkit.sessions.create({ workflow: { id: "w", state_variables: { plan: {} } }, user: "u" });',
    "StateVariableParam",
  ],
  [
    "a wrong constant",
    'void chatkit.sessions.create({ workflow: { id: "w" }, user: "u", expires_after: { anchor: "now", seconds: 1 } });',
    "now",
    "created_at",
  ],
  [
    "an option that the call does not have",
    'void chatkit.threads.retrieve("cthr_1", { idempotencyKey: "key" });',
    "idempotencyKey",
    "CallOptions",
  ],
  ["an operation that there is not", "void chatkit.threads.create();", "create", "ThreadsApi"],
  ["a group that there is not", "void chatkit.thread.list();", "thread", "threads"],
  [
    "a status that there is not",
    'export const isOff = session.status === "canceled";',
    "canceled",
    "no overlap",
  ],
  [
    "a thread's status taken for a string",
    'export const isActive = thread.status === "active";',
    "ThreadStatus",
  ],
  [
    "the reason of an active thread",
    'export const why = thread.status.type === "active" ? thread.status.reason : null;',
    "reason",
    "ActiveStatus",
  ],
  [
    "the reason of a thread of any status",
    "export const why = thread.status.reason;",
    "reason",
    "ActiveStatus",
  ],
  [
    "a union's unknown case left out",
    `export function read(status: ThreadStatus): string {
       switch (status.type) {
         case "active":
         case "locked":
         case "closed":
           return status.type;
       }
     }`,
    "ending return",
  ],
  [
    "an unknown case left out of an exhaustive switch",
    `export function read(status: ThreadStatus): string {
       switch (status.type) {
         case "active":
           return "";
         case "locked":
         case "closed":
           return status.reason ?? "";
         default: {
           const rest: never = status;
           return rest;
         }
       }
     }`,
    'UnknownCase<"type">',
    "never",
  ],
  ["a field that there is not", "export const name = thread.name;", "name", "Thread"],
  ["a listing's item taken for a page", "export const id = (await page).id;", "id", "ThreadList"],
  ["a nullable field taken for a string", "export const title: string = thread.title;", "null"],
];

const HEAD = `import type { ChatKit, ChatSession, Listing, Thread, ThreadList, ThreadStatus } from "@chatkit-contract/client";
declare const chatkit: ChatKit;
declare const thread: Thread;
declare const session: ChatSession;
declare const page: Listing<ThreadList, Thread>;
export type Used = [typeof chatkit, typeof thread, typeof session, typeof page, ThreadStatus];
`;

const files = Object.fromEntries(
  mistakes.map(([, code], index) => [`mistake-${index}.virtual.ts`, `${HEAD}${code}\n`]),
);
const editor = openInEditor({ ...files, "right.virtual.ts": HEAD });

test("there is nothing wrong where nothing is", () => {
  expect(editor.errorsIn("right.virtual.ts")).toEqual([]);
});

test.each(mistakes.map(([title, , ...culprits], index) => ({ title, culprits, index })))(
  "the compiler tells $title in two lines at most, and names the culprit",
  ({ culprits, index }) => {
    const messages = editor.errorsIn(`mistake-${index}.virtual.ts`);

    expect(messages).toHaveLength(1);
    const [message = ""] = messages;
    expect(message.split("\n").length, message).toBeLessThanOrEqual(2);
    expect(message.length, message).toBeLessThanOrEqual(300);
    for (const culprit of culprits) {
      expect(message).toContain(culprit);
    }
  },
);
