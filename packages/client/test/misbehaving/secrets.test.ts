import { expect, test } from "vitest";

import type { ApiError, ChatKit, ChatKitOptions, Hooks } from "../../src/index.ts";
import { sendJson } from "../server.ts";
import { fail, ok, play, problemOf, send, USER, type Ending, type Move } from "./play.ts";

interface Said {
  url: string;
  body: string;
  key: string;
}

/** Answers with an error that says something of the request, in its message and in each of its names. */
function repeat(say: (request: Said) => string): Move {
  return (response, { headers, url, body }) => {
    const said = say({ url, body, key: headers.authorization?.replace("Bearer ", "") ?? "" });
    const error = { message: said, type: said, param: said, code: said };
    sendJson(response, { error }, 400);
  };
}

test.for([400, 401, 429, 500])(
  "an error %d that repeats the key and the user: the error does not",
  async (status) => {
    const echo: Move = (response, { headers, url }) => {
      const message = `No: ${headers.authorization} asked for ${url}`;
      const error = { message, type: "auth", param: url, code: headers.authorization };
      sendJson(response, { error }, status, {
        "x-echo": String(headers.authorization),
        location: url,
        "x-limit": "7",
        "set-cookie": "a=1",
      });
    };

    const ending = await play({ moves: [echo], options: { maxRetries: 0 } });

    expect(problemOf(ending)).toBe(
      `${status} No: Bearer *** asked for /v1/chatkit/threads?user=***`,
    );
    const { headers } = ending.error as ApiError;
    expect(headers.get("x-echo")).toBe("Bearer ***");
    expect(headers.get("location")).toBe("/v1/chatkit/threads?user=***");
    expect(headers.get("x-limit")).toBe("7");
    expect(headers.getSetCookie()).toEqual(["a=1"]);
  },
);

const users = [
  "O'Neil (x)",
  'a"b',
  "back\\slash",
  "line\nbreak",
  "ü",
  "a+b",
  "<x/y>",
  "Ω*~!",
  "%20",
];

const read = (url: string): string => new URL(url, "http://server").searchParams.get("user") ?? "";
const forms: [name: string, form: (url: string) => string][] = [
  ["as it was sent", (url) => url],
  ["as a form", (url) => `/?${new URLSearchParams({ user: read(url) })}`],
  ["decoded", read],
  ["in JSON", (url) => JSON.stringify({ user: read(url) })],
  [
    "in JSON of plain ASCII",
    (url) =>
      JSON.stringify({ user: read(url) }).replaceAll(
        /[^ -~]/g,
        (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
      ),
  ],
  ["in capitals", (url) => read(url).toUpperCase()],
  ["in a URL in a URL", (url) => `/?next=${encodeURIComponent(`/?user=${read(url)}`)}`],
];

test.for(users.flatMap((user) => forms.map(([name, form]) => [user, name, form] as const)))(
  "a user called %s, %s: not in the error",
  async ([user, , form]) => {
    const ending = await play({
      moves: [repeat(({ url }) => `Not ${form(url)} here.`)],
      call: (chatkit) => chatkit.threads.list({ user }),
    });

    expect(problemOf(ending)).toMatch(/^400 Not \S*\*\*\*("\})? here\.$/);
  },
);

test("a user called as a time is: the server's time counts", async () => {
  const ending = await play({
    moves: [fail(503, { "retry-after": "7" }), ok],
    call: (chatkit) => chatkit.threads.list({ user: "7" }),
  });

  expect(ending.waits).toEqual([7000]);
});

test("a user of backslashes alone: every other word stays", async () => {
  const ending = await play({
    moves: [repeat(() => "No such user here.")],
    call: (chatkit) => chatkit.threads.list({ user: "\\\\" }),
  });

  expect((ending.error as Error).message).toMatch(/400 No such user here\.$/);
});

test("the user of a new session: not in the error, whose other words stay", async () => {
  const ending = await play({
    moves: [repeat(({ body }) => `No workflow wf_1 for ${body}`)],
    call: (chatkit) => chatkit.sessions.create({ user: USER, workflow: { id: "wf_1" } }),
  });

  expect(problemOf(ending)).toBe(
    '400 No workflow wf_1 for {"user":"***","workflow":{"id":"wf_1"}}',
  );
});

test("a cursor is no secret", async () => {
  const ending = await play({
    moves: [repeat(({ url }) => `Nothing at ${url}`)],
    call: (chatkit) => chatkit.threads.list({ user: USER, after: "cthr_1" }),
  });

  expect(problemOf(ending)).toMatch(/after=cthr_1/);
});

test("a user called as a part of words that are there anyway: no word is cut in two", async () => {
  const ending = await play({
    moves: [repeat(() => "superuser, users, user_id, user.")],
    call: (chatkit) => chatkit.threads.list({ user: "user" }),
  });

  expect((ending.error as Error).message).toMatch(/400 superuser, users, user_id, \*\*\*\.$/);
});

test.for<[who: string, say: (request: Said) => string]>([
  ["key", ({ key }) => key],
  ["user", ({ url }) => read(url)],
])("a %s that looks like a name: in none of the error's names", async ([, say]) => {
  const ending = await play({
    moves: [repeat(say)],
    options: { apiKey: "abc123" },
  });

  problemOf(ending);
  expect(ending.error).toMatchObject({ type: "***", param: "***", code: "***" });
});

test.for([
  ["an error", 400, '{"error":{"message":"No."}}'],
  ["an answer that is none", 200, "<html>"],
] as const)(
  "%s whose request id repeats the key and the user: neither it nor what hooks are told does",
  async ([, status, body]) => {
    const told: (string | null)[] = [];
    const echo: Move = (response, request, clock) => {
      const { headers, url } = request;
      const id = `req_7 of ${headers.authorization} for ${url}`;
      return send(body, { "x-request-id": id }, status)(response, request, clock);
    };
    const onResponse: Hooks["onResponse"] = ({ requestId }) => void told.push(requestId);

    const ending = await play({ moves: [echo], options: { hooks: { onResponse } } });

    const id = "req_7 of Bearer *** for /v1/chatkit/threads?user=***";
    expect(problemOf(ending)).toContain(` (request ${id})`);
    expect(ending.error).toMatchObject({ requestId: id });
    expect(told).toEqual([id]);
  },
);

/** Errors of fetches, made of what was sent. */
const causes: [what: string, makeCause: (sent: string) => unknown][] = [
  ["its message", (sent) => new TypeError(`error sending request for url (${sent})`)],
  ["its cause", (sent) => new TypeError("fetch failed", { cause: new Error(sent) })],
  ["one of many causes", (sent) => new AggregateError([new Error(sent)], "fetch failed")],
  ["a field", (sent) => Object.assign(new TypeError("failed"), { request: { url: sent } })],
  ["a list", (sent) => Object.assign(new TypeError("failed"), { seen: [sent] })],
  [
    "an object that hides its fields",
    (sent) => Object.assign(new TypeError("failed"), { seen: new URLSearchParams({ sent }) }),
  ],
  ["a text in its place", (sent) => `failed: ${sent}`],
];

test.for(causes)(
  "a fetch that fails with %s quoting the request: not in the error",
  async ([, make]) => {
    const ending = await failWith((sent) => {
      const cause = make(sent);
      return cause instanceof Error ? Object.assign(cause, { code: "ERR_SENT" }) : cause;
    });

    expect(problemOf(ending)).toMatch(/^no whole answer came: \w+/);
    const { cause } = ending.error as Error;
    expect(cause).toBeInstanceOf(Error);
  },
);

test("a cause that quotes the request keeps its name and its code", async () => {
  const ending = await failWith((sent) =>
    Object.assign(new TypeError(`failed: ${sent}`), { code: "ERR_SENT" }),
  );

  expect((ending.error as Error).cause).toMatchObject({ name: "TypeError", code: "ERR_SENT" });
  expect(String((ending.error as Error).cause)).toMatch(
    /^TypeError: failed: .*user=\*\*\* Bearer \*\*\*$/,
  );
});

test("a cause that goes round in itself is not followed for ever", async () => {
  const ending = await failWith(() => {
    const cause = new TypeError("failed");
    return Object.assign(cause, { cause });
  });

  expect(problemOf(ending)).toBe("no whole answer came: failed (failed)");
});

test("a cause that says nothing of the request is kept as it is", async () => {
  const reason = Object.assign(new Error("other side closed"), { socket: { bytesRead: 7 } });
  const cause = new TypeError("fetch failed", {
    cause: new AggregateError([reason], "all failed"),
  });

  const ending = await failWith(() => cause);

  expect(problemOf(ending)).toBe("no whole answer came: fetch failed (all failed)");
  expect((ending.error as Error).cause).toBe(cause);
});

/** Plays a call whose fetch fails with an error made of the URL and the key that it was given. */
function failWith(make: (sent: string) => unknown): Promise<Ending> {
  const options: Partial<ChatKitOptions> = {
    maxRetries: 0,
    fetch: ({ url, headers }) => Promise.reject(make(`${url} ${headers.get("authorization")}`)),
  };
  const call = (chatkit: ChatKit): PromiseLike<unknown> => chatkit.threads.list({ user: USER });
  return play({ moves: [ok], options, call });
}
