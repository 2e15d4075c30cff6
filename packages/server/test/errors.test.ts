import { request } from "node:http";

import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { validate } from "@chatkit-contract/types/validators/closed-answers/ErrorEnvelope";
import { expect, onTestFinished, test } from "vitest";

import { MAX_BODY_BYTES } from "../src/read-json.ts";
import {
  BASE_PATH,
  call,
  NEEDED,
  openServer,
  parseRaw,
  PLAIN_SESSION,
  sendRaw,
  type Answered,
  type CallOptions,
} from "./open-server.ts";

interface Case extends CallOptions {
  path: string;
  status: number;
  code: string | null;
  param?: string;
  message?: RegExp;
}

const sessions = "/chatkit/sessions";
const threads = "/chatkit/threads";
const post = { path: sessions, method: "POST" };
const json = { "content-type": "application/json" };

const cases: Record<string, Case> = {
  "an unknown URL": { path: "/nothing", status: 404, code: "unknown_url", message: /\/nothing/ },
  "a URL with a slash too many": { path: `${threads}/`, status: 404, code: "unknown_url" },
  "a URL that is no UTF-8": { path: `${threads}/%ZZ`, status: 404, code: "unknown_url" },
  "a method that the URL does not have": {
    path: threads,
    method: "PUT",
    status: 405,
    code: "method_not_allowed",
    message: /GET, HEAD/,
  },
  "OPTIONS without a question": {
    path: threads,
    method: "OPTIONS",
    status: 405,
    code: "method_not_allowed",
  },
  "no key": {
    path: threads,
    headers: { authorization: "" },
    status: 401,
    code: "missing_api_key",
  },
  "another scheme": {
    path: threads,
    headers: { authorization: "Basic dGVzdA==" },
    status: 401,
    code: "missing_api_key",
  },
  "no beta header": {
    path: threads,
    headers: { "openai-beta": "" },
    status: 400,
    code: "invalid_value",
    param: "OpenAI-Beta",
  },
  "another beta": {
    path: threads,
    headers: { "openai-beta": "assistants=v2" },
    status: 400,
    code: "invalid_value",
    param: "OpenAI-Beta",
  },
  "an unknown parameter": {
    path: `${threads}?page=2`,
    status: 400,
    code: "unknown_parameter",
    param: "page",
    message: /user, limit, order, after, before/,
  },
  "a parameter where there are none": {
    path: `${threads}/cthr_abc123?limit=1`,
    status: 400,
    code: "unknown_parameter",
    param: "limit",
  },
  "a parameter given twice": {
    path: `${threads}?limit=1&limit=2`,
    status: 400,
    code: "duplicate_parameter",
    param: "limit",
  },
  "a limit above its maximum": {
    path: `${threads}?limit=101`,
    status: 400,
    code: "integer_above_max_value",
    param: "limit",
    message: /<= 100.*101/,
  },
  "a limit below its minimum": {
    path: `${threads}?limit=-1`,
    status: 400,
    code: "integer_below_min_value",
    param: "limit",
  },
  "a limit that is no integer": {
    path: `${threads}?limit=1e1`,
    status: 400,
    code: "invalid_type",
    param: "limit",
  },
  "an unknown order": {
    path: `${threads}?order=newest`,
    status: 400,
    code: "invalid_value",
    param: "order",
  },
  "an empty user": {
    path: `${threads}?user=`,
    status: 400,
    code: "string_below_min_length",
    param: "user",
  },
  "a user that is too long": {
    path: `${threads}?user=${"u".repeat(513)}`,
    status: 400,
    code: "string_above_max_length",
    param: "user",
  },
  "an unknown cursor after": {
    path: `${threads}?after=cthr_unknown`,
    status: 400,
    code: "invalid_cursor",
    param: "after",
    message: /"cthr_unknown"/,
  },
  "an unknown cursor before": {
    path: `${threads}?before=cthr_unknown`,
    status: 400,
    code: "invalid_cursor",
    param: "before",
  },
  "a cursor of another thread's items": {
    path: `${threads}/cthr_ghi789/items?after=cthi_001`,
    status: 400,
    code: "invalid_cursor",
    param: "after",
    message: /item of this thread/,
  },
  "an unknown thread": {
    path: `${threads}/cthr_unknown`,
    status: 404,
    code: "not_found",
    param: "thread_id",
  },
  "an unknown thread to delete": {
    path: `${threads}/cthr_unknown`,
    method: "DELETE",
    status: 404,
    code: "not_found",
    param: "thread_id",
  },
  "items of an unknown thread, whatever the cursor": {
    path: `${threads}/cthr_unknown/items?after=nothing`,
    status: 404,
    code: "not_found",
    param: "thread_id",
  },
  "an unknown session": {
    path: `${sessions}/cksess_unknown/cancel`,
    method: "POST",
    status: 404,
    code: "not_found",
    param: "session_id",
  },
  "no body": { ...post, status: 400, code: "missing_required_parameter" },
  "a body that is not JSON": {
    ...post,
    headers: json,
    body: "{",
    status: 400,
    code: "malformed_json",
  },
  "a body that is not UTF-8": {
    ...post,
    headers: json,
    body: Uint8Array.from([0x22, 0xff, 0x22]),
    status: 400,
    code: "malformed_json",
  },
  "another media type": {
    ...post,
    headers: { "content-type": "text/plain" },
    body: "{}",
    status: 415,
    code: "unsupported_media_type",
    param: "Content-Type",
  },
  "a media type that is none": {
    ...post,
    headers: { "content-type": "json" },
    body: "{}",
    status: 415,
    code: "unsupported_media_type",
    param: "Content-Type",
  },
  "a body that is packed": {
    ...post,
    headers: { ...json, "content-encoding": "gzip" },
    body: "{}",
    status: 415,
    code: "unsupported_media_type",
    param: "Content-Encoding",
  },
  "a body that is too large": {
    ...post,
    headers: json,
    body: new Uint8Array(MAX_BODY_BYTES + 1),
    status: 413,
    code: "body_too_large",
  },
  "an unknown field": {
    ...post,
    json: { ...PLAIN_SESSION, workflow: { id: "w", versions: 1 } },
    status: 400,
    code: "unknown_parameter",
    param: "workflow.versions",
  },
  "a missing field": {
    ...post,
    json: { workflow: {}, user: "u" },
    status: 400,
    code: "missing_required_parameter",
    param: "workflow.id",
  },
  "a session that would live too long": {
    ...post,
    json: { ...PLAIN_SESSION, expires_after: { anchor: "created_at", seconds: 601 } },
    status: 400,
    code: "integer_above_max_value",
    param: "expires_after.seconds",
  },
  "too many state variables": {
    ...post,
    json: {
      ...PLAIN_SESSION,
      workflow: {
        id: "w",
        state_variables: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [index, 1])),
      },
    },
    status: 400,
    code: "object_above_max_properties",
    param: "workflow.state_variables",
  },
  "an idempotency key that is too long": {
    ...post,
    headers: { "idempotency-key": "k".repeat(256) },
    json: PLAIN_SESSION,
    status: 400,
    code: "string_above_max_length",
    param: "Idempotency-Key",
  },
};

test.each(Object.entries(cases))("%s is answered so", async (_name, expected) => {
  const { path, status, code, param = null, message = /./, ...options } = expected;
  const server = await openServer();

  const answer = await call(server, path, options);

  expect(answer).toMatchObject({ status, body: { error: { code, param } } });
  expect(answer.body.error.message).toMatch(message);
  expectEnvelope(answer);
});

test("a beta header that is missing is not one that is wrong", async () => {
  const server = await openServer();

  const answer = parseRaw(
    await sendRaw(
      server,
      `GET ${BASE_PATH}${threads} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: ${NEEDED["authorization"]}\r\n\r\n`,
    ),
  );

  expect(answer).toMatchObject({
    status: 400,
    body: { error: { code: "missing_required_parameter", param: "OpenAI-Beta" } },
  });
});

test("405 names what is allowed", async () => {
  const server = await openServer();

  const answers = await Promise.all(
    [threads, `${threads}/x`, sessions, `${sessions}/x/cancel`].map((path) =>
      call(server, path, { method: "PATCH" }),
    ),
  );

  expect(answers.map(({ headers }) => headers.get("allow"))).toEqual([
    "GET, HEAD",
    "GET, HEAD, DELETE",
    "POST",
    "POST",
  ]);
});

test("401 names the scheme", async () => {
  const server = await openServer({ apiKey: "right" });

  const answers = [
    await call(server, threads, { headers: { authorization: "" } }),
    await call(server, threads, { headers: { authorization: "Bearer wrong" } }),
  ];

  expect(answers.map(({ status, headers }) => [status, headers.get("www-authenticate")])).toEqual([
    [401, "Bearer"],
    [401, "Bearer"],
  ]);
  expect(answers.map(({ body }) => body.error.code)).toEqual([
    "missing_api_key",
    "invalid_api_key",
  ]);
});

// Each request has every fault from its own on; the contract says which of them is answered.
const ladder: [code: string, request: CallOptions & { path: string }][] = [
  ["unknown_url", { path: "/nothing?x=1", method: "PUT", headers: { authorization: "" } }],
  [
    "method_not_allowed",
    { path: `${sessions}?x=1`, method: "PUT", headers: { authorization: "" } },
  ],
  ["missing_api_key", { path: `${sessions}?x=1`, headers: { authorization: "" } }],
  ["rate_limit_exceeded", { path: `${sessions}?x=1`, headers: {} }],
  ["invalid_value", { path: `${sessions}?x=1`, headers: { authorization: "Bearer second" } }],
  [
    "body_too_large",
    { path: `${sessions}?x=1`, headers: { authorization: "Bearer third", ...beta() } },
  ],
  [
    "unsupported_media_type",
    { path: `${sessions}?x=1`, headers: { authorization: "Bearer fourth", ...beta() }, body: "{" },
  ],
  [
    "malformed_json",
    {
      path: `${sessions}?x=1`,
      headers: { authorization: "Bearer fifth", ...beta(), ...json },
      body: "{",
    },
  ],
  [
    "unknown_parameter",
    {
      path: `${sessions}?x=1`,
      headers: { authorization: "Bearer sixth", ...beta(), ...json },
      body: "{}",
    },
  ],
];

test("checks come in the contract's order", async () => {
  const keys = ["test-key", "second", "third", "fourth", "fifth", "sixth"];
  const server = await openServer({ apiKey: keys, rateLimit: 1 });
  server.clock.freeze();
  await call(server, threads);

  const codes: string[] = [];
  for (const [, { path, ...options }] of ladder) {
    const faulty = {
      method: "POST",
      body: new Uint8Array(MAX_BODY_BYTES + 1),
      ...options,
      headers: { "openai-beta": "none", "content-type": "text/plain", ...options.headers },
    };
    codes.push((await call(server, path, faulty)).body.error.code);
  }

  expect(codes).toEqual(ladder.map(([code]) => code));
});

test("the thread comes before the cursor, and the parameters before the thread", async () => {
  const server = await openServer();

  const codes = await Promise.all(
    ["limit=x&after=y", "after=y"].map(
      async (query) =>
        (await call(server, `${threads}/cthr_unknown/items?${query}`)).body.error.code,
    ),
  );

  expect(codes).toEqual(["invalid_type", "not_found"]);
});

const refused: [name: string, text: string, status: number][] = [
  ["no HTTP at all", "HELO example.com\r\n\r\n", 400],
  ["a header that is none", `GET ${threads} HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n`, 400],
  [
    "headers that are too large",
    `GET / HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(20_000)}\r\n\r\n`,
    431,
  ],
  [
    "two lengths",
    "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
    400,
  ],
  ["a tunnel", "CONNECT a.example:80 HTTP/1.1\r\nhost: a\r\n\r\n", 405],
  ["no host", `GET ${threads} HTTP/1.1\r\nconnection: close\r\n\r\n`, 400],
];

test.each(refused)("%s is answered in the contract's form", async (_name, text, status) => {
  const server = await openServer();

  const answer = parseRaw(await sendRaw(server, text));

  expect(answer.status).toBe(status);
  expectEnvelope(answer);
});

test.each([
  ["a whole URL", `http://other.example${BASE_PATH}${threads}?limit=1`],
  ["a whole URL without the base path", `http://other.example${threads}?limit=1`],
  ["a part that is encoded without need", `${BASE_PATH}/chatkit/thr%65ads?limit=1`],
])("%s is served", async (_name, target) => {
  const server = await openServer();
  const headers = Object.entries(NEEDED).map(([name, value]) => `${name}: ${value}\r\n`);

  const answer = parseRaw(
    await sendRaw(
      server,
      `GET ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${headers.join("")}\r\n`,
    ),
  );

  expect(answer).toMatchObject({ status: 200, body: { data: [{ object: "chatkit.thread" }] } });
});

test("a whole URL is taken apart for what is refused too", async () => {
  const server = await openServer();
  const send = async (line: string): Promise<Answered> =>
    parseRaw(await sendRaw(server, `${line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`));

  const answers = [
    await send(`PUT http://other.example${threads}`),
    await send("GET http://other.example?limit=1"),
    await send("OPTIONS *"),
  ];

  expect(answers.map(({ status }) => status)).toEqual([405, 404, 404]);
  expect(answers[0]!.body.error.message).toMatch(/^PUT is not allowed at \/chatkit\/threads;/);
});

test("an expectation that nobody knows changes nothing", async () => {
  const server = await openServer();
  const { hostname, port } = new URL(server.url);

  const status = await new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path: threads, headers: { ...NEEDED, expect: "the-unexpected" } },
      (response) => resolve(response.resume().statusCode),
    );
    onTestFinished(() => {
      sent.destroy();
    });
    sent.once("error", reject).end();
  });

  expect(status).toBe(200);
});

function beta(): Record<string, string> {
  return { "openai-beta": NEEDED["openai-beta"] ?? "" };
}

function expectEnvelope({ headers, body }: Answered): void {
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  expect(headers.get("x-request-id")).toMatch(/^req_\w{32}$/);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  expect(headers.get("access-control-allow-origin")).toBe("*");
  expect(headers.get("x-chatkit-contract")).toBe(contract.info.version);
}
