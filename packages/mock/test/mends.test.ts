import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { MAX_BODY_BYTES } from "../src/front.ts";
import { startMock } from "../src/index.ts";
import {
  BASE_PATH,
  errorCases,
  findOperation,
  NEEDED_HEADERS,
  operationCases,
  readEnum,
  type OperationCase,
} from "./contract.ts";
import { startPlainPrism, type Target } from "./targets.ts";

// Each mend is one expectation of any ChatKit server. It says what plain Prism does instead, and is tried on both:
// the front has to meet it, and Prism still has to fail it, or the mend is no longer needed.

let prism: Target;
let mock: Target;
beforeAll(async () => {
  [prism, mock] = await Promise.all([startPlainPrism(), startMock()]);
});
afterAll(() => Promise.all([prism.close(), mock.close()]));

const reading = findOperation(({ method, path }) => method === "GET" && !path.includes("{"));
const retrieving = findOperation(({ method, path }) => method === "GET" && path.includes("{"));
const writing = findOperation(({ takesBody }) => takesBody);
const bodiless = findOperation(({ method, takesBody }) => method === "POST" && !takesBody);
const json = { "content-type": "application/json" };
const withUnknownField = addUnknownField(writing);

// A request that ends Prism's process, whoever sends it.
const fatal: Omit<Mend, "prism">[] = [
  {
    does: "answers a path that cannot be decoded",
    request: { of: retrieving, path: retrieving.path.replace(/[^/]*$/, "%ZZ") },
    expected: { status: 404, code: "unknown_url", param: null },
  },
  {
    does: "answers an Accept that is malformed",
    request: { of: reading, headers: { accept: "json" } },
    expected: { status: 200, type: "application/json" },
  },
];

const mends: Mend[] = [
  {
    does: "answers a body that is not JSON",
    request: { of: writing, headers: json, body: "{" },
    prism: "nothing",
    expected: { status: 400, code: "malformed_json", param: null },
  },
  {
    does: "answers a body that is not UTF-8",
    request: { of: writing, headers: json, body: Buffer.from([0x22, 0xff, 0x22]) },
    prism: firstRefusal(writing),
    expected: { status: 400, code: "malformed_json", param: null },
  },
  {
    does: "refuses a body over the limit",
    request: { of: writing, headers: json, body: Buffer.alloc(MAX_BODY_BYTES + 1, " ") },
    prism: { status: 413, code: "request_entity_too_large" },
    expected: { status: 413, code: "body_too_large", param: null },
  },
  {
    does: "refuses another media type",
    request: { of: writing, headers: { "content-type": "text/plain" }, body: "{}" },
    prism: firstRefusal(writing),
    expected: { status: 415, code: "unsupported_media_type", param: "Content-Type" },
  },
  {
    does: "does not read a body where none is taken",
    request: { of: bodiless, headers: { "content-type": "text/plain" }, body: "hello" },
    prism: firstRefusal(bodiless),
    expected: { status: 200 },
  },
  {
    does: "answers a URL that no operation has",
    request: { path: "/no/such/path" },
    prism: { status: 404, type: "application/problem+json" },
    expected: { status: 404, code: "unknown_url", param: null },
  },
  {
    does: "takes a path that ends in a slash for another one",
    request: { of: retrieving, path: retrieving.path.replace(/[^/]*$/, "") },
    prism: firstRefusal(retrieving),
    expected: { status: 404, code: "unknown_url", param: null },
  },
  {
    does: "answers a method that the URL does not have",
    request: { of: reading, method: "PUT" },
    prism: { status: 405, type: "application/problem+json", allow: null },
    expected: { status: 405, code: "method_not_allowed", param: null, allow: "GET, HEAD" },
  },
  {
    does: "names the header that is missing",
    request: { of: reading, headers: { "openai-beta": "" } },
    prism: firstRefusal(reading),
    expected: { status: 400, code: "missing_required_parameter", param: "OpenAI-Beta" },
  },
  {
    does: "names the parameter that is wrong",
    request: { of: reading, path: `${reading.path}?order=newest` },
    prism: firstRefusal(reading),
    expected: { status: 400, code: "invalid_value", param: "order" },
  },
  ...["limit=", "limit=0x10", "limit=1e1", "limit=01", "limit=+1", "limit=1.0"].map((query) => ({
    does: `takes ${query} for no integer`,
    request: { of: reading, path: `${reading.path}?${query}` },
    prism: { status: 200 },
    expected: { status: 400, code: "invalid_type", param: "limit" },
  })),
  {
    does: "refuses a parameter that comes twice",
    request: { of: reading, path: `${reading.path}?limit=1&limit=2` },
    prism: firstRefusal(reading),
    expected: { status: 400, code: "duplicate_parameter", param: "limit" },
  },
  {
    does: "refuses a parameter that is not known",
    request: { of: reading, path: `${reading.path}?usr=user_1` },
    prism: { status: 200 },
    expected: { status: 400, code: "unknown_parameter", param: "usr" },
  },
  {
    does: "refuses an empty value that must not be empty",
    request: { of: reading, path: `${reading.path}?user=` },
    prism: { status: 200 },
    expected: { status: 400, code: "string_below_min_length", param: "user" },
  },
  {
    does: "names the field that is not known, by its path",
    request: { of: writing, headers: json, body: withUnknownField.body },
    prism: firstRefusal(writing),
    expected: { status: 400, code: "unknown_parameter", param: withUnknownField.param },
  },
  {
    does: "serves the path of the contract's server",
    request: { of: reading, path: BASE_PATH + reading.path },
    prism: { status: 404 },
    expected: { status: 200 },
  },
  {
    does: "answers HEAD as GET, without the body",
    request: { of: reading, method: "HEAD" },
    prism: { status: 405 },
    expected: { status: 200, type: "application/json" },
  },
  {
    does: "answers JSON whatever is accepted",
    request: { of: reading, headers: { accept: "text/html" } },
    prism: { status: 406, type: "application/problem+json" },
    expected: { status: 200, type: "application/json" },
  },
  {
    does: "refuses to prefer an example that there is not",
    request: { of: reading, headers: { prefer: "example=no_such_example" } },
    prism: { status: 404, type: "application/problem+json" },
    expected: { status: 400, code: "invalid_value", param: "Prefer" },
  },
  {
    does: "refuses to prefer a success that there is not",
    request: { of: reading, headers: { prefer: "code=299" } },
    prism: { status: 299 },
    expected: { status: 400, code: "invalid_value", param: "Prefer" },
  },
];

describe("each mend", () => {
  test.each(mends)("$does", async ({ request, prism: bare, expected }) => {
    const [before, after] = await Promise.all([send(prism, request), send(mock, request)]);

    expect(before).toMatchObject(bare === "nothing" ? { status: undefined } : bare);
    expect(after).toMatchObject(expected);
    expect(before).not.toMatchObject(expected);
  });

  test.each(fatal)("$does, and lives", async ({ request, expected }) => {
    const victim = await startPlainPrism();
    onTestFinished(async () => {
      await victim.close();
    });

    const [before, after] = await Promise.all([send(victim, request), send(mock, request)]);
    const next = await Promise.all([victim, mock].map((target) => send(target, { of: reading })));

    expect(before.status).toBeUndefined();
    expect(after).toMatchObject(expected);
    expect(next.map(({ status }) => status)).toStrictEqual([undefined, 200]);
  });

  test("tells each answer apart by its x-request-id", async () => {
    const ids = async (target: Target): Promise<number> => {
      const answers = await Promise.all([1, 2, 3].map(() => send(target, { of: reading })));
      return new Set(answers.map(({ requestId }) => requestId)).size;
    };

    expect(await ids(prism)).toBe(1);
    expect(await ids(mock)).toBe(3);
  });

  test("lets pages read the answer's headers, those of the contract by their names", async () => {
    const origin = { origin: "https://example.test", authorization: "Bearer test-key" };
    const answers = await Promise.all(
      [prism, mock].map(({ url }) => fetch(new URL(reading.path, url), { headers: origin })),
    );
    const [before, after] = answers.map(({ headers }): string | null =>
      headers.get("access-control-expose-headers"),
    );

    // The wildcard counts for nothing where credentials are allowed, and Prism allows them.
    expect(before).toBe("*");
    const safelisted = ["content-type", "content-length", "cache-control"];
    const sent = [...(answers[1]?.headers.keys() ?? [])].filter(
      (name) => !/^(access-control-|connection$|date$|keep-alive$|vary$)/.test(name),
    );
    const readable = [...safelisted, ...(after ?? "").split(", ")];
    expect(sent.filter((name) => !readable.includes(name))).toStrictEqual([]);
    expect(readable).toEqual(expect.arrayContaining(["x-request-id"]));
    expect(answers[1]?.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("is quiet by default", async () => {
    const lines: string[] = [];
    const loud = await startMock({ log: (line) => lines.push(line) });

    await send(loud, { of: reading, path: `${reading.path}?user=secret-user&limit=1` });
    await loud.close();

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^GET \S+\?user=…&limit=… 200 [\d.]+ ms$/);
    expect(lines[0]).not.toContain("secret");
  });
});

describe.each(operationCases)("$id", (known) => {
  const { method } = known.operation;

  test("is served with and without the path of the contract's server", async () => {
    const prefixed = await send(mock, { of: known, path: BASE_PATH + known.path });
    const bare = await send(mock, { of: known });

    expect({ ...prefixed, requestId: "" }).toStrictEqual({ ...bare, requestId: "" });
    expect(bare.status).toBe(200);
  });

  test("needs a key", async () => {
    const answer = await send(mock, { of: known, headers: { authorization: "" } });

    expect(answer).toMatchObject({ status: 401, code: "missing_api_key", param: null });
    expect(answer).toMatchObject({ kind: "authentication_error", challenge: "Bearer" });
  });

  test("needs a key before anything else is looked at", async () => {
    const answer = await send(mock, {
      of: known,
      headers: { authorization: "", "openai-beta": "", ...json },
      ...(method === "GET" ? {} : { body: "{" }),
    });

    expect(answer).toMatchObject({ status: 401, code: "missing_api_key" });
  });

  test("needs every header that the contract requires", async () => {
    for (const name of Object.keys(known.operation.headers ?? {})) {
      const without = Object.fromEntries(
        Object.entries(NEEDED_HEADERS).filter(([header]) => header !== name),
      );
      const answer = await fetch(mock.url + known.path, { method, headers: without });
      const { error } = (await answer.json()) as { error: object };

      expect(answer.status).toBe(400);
      expect(error).toMatchObject({ param: name, code: "missing_required_parameter" });
    }
  });

  test("says which methods its URL has", async () => {
    const here = operationCases.filter(({ operation }) => operation.path === known.operation.path);
    const methods = here.map(({ operation }) => operation.method);

    const answer = await send(mock, { of: known, method: "PATCH", body: "" });

    const allowed = [...methods, ...(methods.includes("GET") ? ["HEAD"] : [])];
    expect(answer).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(answer.allow?.split(", ").toSorted()).toStrictEqual(allowed.toSorted());
  });

  test("may be called by a page of another origin", async () => {
    const answer = await fetch(mock.url + known.path, {
      method: "OPTIONS",
      headers: {
        origin: "https://example.test",
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,openai-beta",
      },
    });

    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-methods")).toBe(method);
    expect(answer.headers.get("access-control-allow-headers")).toBe("authorization,openai-beta");
  });
});

describe("the front", () => {
  test("speaks the contract's vocabulary alone", () => {
    const codes = mends.flatMap(({ expected }) => expected.code ?? []);

    expect(codes.filter((code) => !readEnum("ErrorCode").includes(code as string))).toStrictEqual(
      [],
    );
  });

  test("still takes a body at the limit", async () => {
    const body = Buffer.alloc(MAX_BODY_BYTES, " ");
    body.write(JSON.stringify(writing.body));

    expect(await send(mock, { of: writing, headers: json, body })).toMatchObject({ status: 200 });
  });

  test("answers HEAD with the headers of GET", async () => {
    const [get, head] = await Promise.all(
      ["GET", "HEAD"].map((method) =>
        fetch(mock.url + reading.path, { method, headers: NEEDED_HEADERS }),
      ),
    );

    expect(head?.headers.get("content-length")).toBe(get?.headers.get("content-length"));
    expect(await head?.text()).toBe("");
  });
});

interface Mend {
  does: string;
  request: Sending;
  /** What plain Prism does. */
  prism: Partial<Answer> | "nothing";
  expected: Partial<Answer>;
}

interface Sending {
  /** Whose method, path and body are sent, unless others are given. */
  of?: (typeof operationCases)[number];
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer<ArrayBuffer>;
}

interface Answer {
  /** Undefined where no answer came. */
  status: number | undefined;
  type?: string | null;
  allow?: string | null;
  /** How a 401 asks for a key. */
  challenge?: string | null;
  requestId?: string | null;
  /** The error's own type. */
  kind?: unknown;
  code?: unknown;
  param?: unknown;
}

interface Envelope {
  error?: { type?: string; code?: string | null; param?: string | null };
}

/** Sends a request to the origin of a target: whether a prefix is served is part of what is tried. */
async function send(target: Target, { of, method, path, headers, body }: Sending): Promise<Answer> {
  const url = new URL(target.url).origin + (path ?? of?.path ?? "");
  const merged = new Headers({ ...NEEDED_HEADERS, ...headers });
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value === "") {
      merged.delete(name);
    }
  }
  const isOwnBody = body === undefined && of?.operation.takesBody;
  if (isOwnBody) {
    merged.set("content-type", "application/json");
  }
  try {
    const answer = await fetch(url, {
      method: method ?? of?.operation.method ?? "GET",
      headers: merged,
      body: isOwnBody ? JSON.stringify(of.body) : (body ?? null),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const { error } = text.startsWith('{"error"') ? (JSON.parse(text) as Envelope) : {};
    return {
      status: answer.status,
      type: answer.headers.get("content-type"),
      allow: answer.headers.get("allow"),
      challenge: answer.headers.get("www-authenticate"),
      requestId: answer.headers.get("x-request-id"),
      kind: error?.type,
      code: error?.code,
      param: error?.param,
    };
  } catch {
    return { status: undefined };
  }
}

/** Long past what either target takes to answer; the tests of the endless wait take so long. */
const PATIENCE_MS = 1_500;

/** The body of an operation with a field too many in its first nested object, and the path to that field. */
function addUnknownField({ body }: OperationCase): { body: string; param: string } {
  const fields = body as Record<string, unknown>;
  const [name = "", value] =
    Object.entries(fields).find(([, nested]) => typeof nested === "object") ?? [];
  const nested = { ...(value as object), colour: "blue" };
  return { body: JSON.stringify({ ...fields, [name]: nested }), param: `${name}.colour` };
}

/** What Prism answers to whatever is wrong: the contract's first example of a 400. */
function firstRefusal({ id }: OperationCase): Partial<Answer> {
  const known = errorCases.find((example) => example.id === id && example.status === 400);
  const { code, param } = (known!.value as { error: { code: string; param: string | null } }).error;
  return { status: 400, code, param };
}
