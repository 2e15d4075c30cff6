import { request } from "node:http";

import { describe, expect, test } from "vitest";

import { createGuard } from "../src/control/guard.ts";
import type { ChatKitServer, ServerOptions, StoredRecord } from "../src/index.ts";
import { call, NEEDED, openServer, type Answered, type CallOptions } from "./open-server.ts";
import { item, session, thread } from "./records.ts";
import { scratchFile } from "./scratch-store.ts";

type Order = (path: string, options?: CallOptions) => Promise<Answered>;

async function open(options?: ServerOptions): Promise<{ server: ChatKitServer; order: Order }> {
  const server = await openServer(options);
  const { url, secret } = server.control!;
  const order: Order = (path, { headers, ...rest } = {}) =>
    call({ url }, path, {
      ...rest,
      headers: { "x-control-secret": secret, authorization: "", ...headers },
    });
  return { server, order };
}

function ndjson(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

const ids = (server: ChatKitServer): Promise<string[]> =>
  Array.fromAsync(server.export(), ({ id }) => id);

describe("guards itself", () => {
  const routes: [method: string, path: string][] = [
    ["POST", "/reset"],
    ["POST", "/import"],
    ["GET", "/export"],
    ["GET", "/faults"],
    ["POST", "/faults"],
    ["DELETE", "/faults"],
    ["DELETE", "/faults/fault_1"],
    ["GET", "/clock"],
    ["POST", "/clock"],
  ];
  const page = { origin: "http://127.0.0.1:3000" };

  test.each(routes)(
    "%s %s is refused without the secret, and to a web page",
    async (method, path) => {
      const { server, order } = await open();
      server.failNext({ status: 500 });
      const before = await ids(server);

      const answers = [
        await order(path, { method, headers: { "x-control-secret": "" } }),
        await order(path, { method, headers: { "x-control-secret": "wrong" } }),
        await order(path, {
          method,
          headers: { "x-control-secret": `${server.control!.secret}x` },
        }),
        await order(path, { method, headers: page }),
      ];

      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
      for (const { headers, body } of answers) {
        expect(headers.get("access-control-allow-origin")).toBeNull();
        expect(body.error).toMatchObject({ type: "invalid_request_error", code: null });
        expect(JSON.stringify(body)).not.toContain(server.control!.secret);
      }
      expect(await ids(server)).toEqual(before);
      expect(server.faults.list()).toHaveLength(1);
      expect(server.clock.isFrozen).toBe(false);
    },
  );

  test.each(routes)("%s %s answers no preflight and opens to no origin", async (method, path) => {
    const { order } = await open();

    const preflight = await order(path, {
      method: "OPTIONS",
      headers: { ...page, "access-control-request-method": method },
    });

    expect(preflight.status).toBe(404);
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });

  test.each([
    ["evil.example", 403],
    ["evil.example:80", 403],
    ["127.0.0.1.evil.example", 403],
    ["localhost.evil.example", 403],
    ["10.0.0.1", 403],
    ["0.0.0.0", 403],
    ["a b", 403],
    ["localhost:4020", 200],
    ["127.0.0.1", 200],
    ["127.8.8.8", 200],
    ["[::1]:4020", 200],
  ])("the host %s is answered %i", async (host, expected) => {
    const { server } = await open();
    const { hostname, port } = new URL(server.url);
    const headers = { "x-control-secret": server.control!.secret, host };

    const status = await new Promise((resolve, reject) => {
      const sent = request({ hostname, port, path: "/_control/clock", headers }, (response) =>
        resolve(response.resume().statusCode),
      );
      sent.once("error", reject).end();
    });

    expect(status).toBe(expected);
  });

  test.each([
    ["192.168.1.5", "refuses"],
    ["10.0.0.1", "refuses"],
    ["128.0.0.1", "refuses"],
    ["::ffff:192.168.1.5", "refuses"],
    ["fe80::1", "refuses"],
    ["", "refuses"],
    [undefined, "refuses"],
    ["127.0.0.1", "lets in"],
    ["127.9.9.9", "lets in"],
    ["::1", "lets in"],
    ["::ffff:127.0.0.1", "lets in"],
  ])("from %s it %s", (remoteAddress, expected) => {
    const guard = createGuard("secret");
    const headers = { host: "localhost", "x-control-secret": "secret" };

    const attempt = (): void => guard({ headers, socket: { remoteAddress } });

    const outcome = catchError(attempt);
    expect(outcome?.status ?? 200).toBe(expected === "refuses" ? 403 : 200);
  });

  test("its way cannot be had in disguise", async () => {
    const { server } = await open();
    const { origin } = new URL(server.url);

    const answers = await Promise.all(
      ["/%5Fcontrol/clock", "/_control/%63lock", "/v1/_control/clock", "//_control/clock"].map(
        (path) => call({ url: origin }, path),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 404, 404]);
  });
});

describe("is there when it is asked for", () => {
  test.each<[options: ServerOptions, isThere: boolean]>([
    [{}, true],
    [{ control: false }, false],
    [{ database: "file" }, false],
    [{ database: "file", control: true }, true],
  ])("%j: %s", async (options, isThere) => {
    const { database, ...others } = options;
    const file = database === undefined ? {} : { database: scratchFile() };

    const server = await openServer({ ...others, ...file, controlSecret: "known" });

    const { origin } = new URL(server.url);
    const headers = { "x-control-secret": "known" };
    const { status, body } = await call({ url: origin }, "/_control/clock", { headers });
    expect(server.control).toEqual(
      isThere ? { url: `${origin}/_control`, secret: "known" } : undefined,
    );
    expect(status).toBe(isThere ? 200 : 404);
    expect(body.error?.code).toBe(isThere ? undefined : "unknown_url");
  });

  test("each server makes up a secret of its own", async () => {
    const [one, two] = [await openServer(), await openServer()];

    expect(one.control!.secret).toMatch(/^[\w-]{32}$/);
    expect(two.control!.secret).not.toBe(one.control!.secret);
  });
});

describe("import and export", () => {
  const records: StoredRecord[] = [
    thread("cthr_1"),
    item("cthi_1", "cthr_1"),
    item("cthi_2", "cthr_1"),
    thread("cthr_2", { user: "user_2" }),
    session("cksess_1"),
  ];

  test("records come in, are served and come out as they were", async () => {
    const { server, order } = await open({ threads: 0 });

    const imported = await order("/import", { method: "POST", body: ndjson(records) });
    const exported = await order("/export");
    const items = await call(server, "/chatkit/threads/cthr_1/items?order=asc");

    expect(imported).toMatchObject({ status: 200, body: { written: 5, lines: 5 } });
    expect(exported.headers.get("content-type")).toBe("application/x-ndjson");
    expect(exported.body).toBe(ndjson(records));
    expect(items.body.data).toStrictEqual([records[1], records[2]]);
  });

  test("an import may be repeated", async () => {
    const { order } = await open({ threads: 0 });
    const body = ndjson(records);

    await order("/import", { method: "POST", body });
    await order("/import", { method: "POST", body });

    expect((await order("/export")).body).toBe(body);
  });

  test("every bad line is named, and nothing of its batch is written", async () => {
    const { server, order } = await open({ threads: 0 });
    const lines = [
      ...ndjson([thread("cthr_1")])
        .trimEnd()
        .split("\n"),
      "{",
      JSON.stringify({ ...thread("cthr_2"), title: 3 }),
      JSON.stringify({ object: "chatkit.user" }),
      JSON.stringify(thread("cthr_3")),
    ];

    const { status, body } = await order("/import", { method: "POST", body: lines.join("\n") });

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: "invalid_value", type: "invalid_request_error" });
    expect(body).toMatchObject({ written: 0, lines: 5, fault_count: 3 });
    expect(body.faults.map(({ line }: { line: number }) => line)).toEqual([2, 3, 4]);
    expect(body.faults[1].message).toMatch(/title must be of type string or null, not 3/);
    expect(await ids(server)).toEqual([]);
  });

  test("batches before a bad one stand", async () => {
    const { server, order } = await open({ threads: 0 });
    const many = Array.from({ length: 1_200 }, (_, index) => thread(`cthr_${index}`));
    const body = `${ndjson(many)}{"object":"chatkit.thread"}\n`;

    const answer = await order("/import", { method: "POST", body });

    expect(answer.body).toMatchObject({ written: 1_000, fault_count: 1 });
    expect(answer.body.faults).toMatchObject([{ line: 1_201 }]);
    expect(await ids(server)).toHaveLength(1_000);
  });

  test("they work on the project of the key", async () => {
    const { server, order } = await open({ apiKey: ["one", "two"], threads: 0 });
    const body = ndjson([thread("cthr_two")]);

    await order("/import", { method: "POST", body, headers: { authorization: "Bearer two" } });
    const wrong = await order("/export", { headers: { authorization: "Bearer three" } });

    expect(wrong).toMatchObject({ status: 401, body: { error: { code: "invalid_api_key" } } });
    expect(await Array.fromAsync(server.export({ apiKey: "one" }))).toEqual([]);
    expect(await Array.fromAsync(server.export({ apiKey: "two" }))).toHaveLength(1);
    const exported = await order("/export", { headers: { authorization: "Bearer two" } });
    expect(exported.body).toBe(body);
  });
});

test("reset brings everything back", async () => {
  const { server, order } = await open();
  const before = await Array.fromAsync(server.export());
  await call(server, "/chatkit/threads/cthr_abc123", { method: "DELETE" });
  await order("/import", { method: "POST", body: ndjson([thread("cthr_new")]) });
  await order("/faults", { method: "POST", json: { status: 500, share: 1 } });
  await order("/clock", { method: "POST", json: { freeze: 5 } });

  const answer = await order("/reset", { method: "POST" });

  expect(answer).toMatchObject({ status: 200, body: { reset: true } });
  expect(await Array.fromAsync(server.export())).toStrictEqual(before);
  expect(server.faults.list()).toEqual([]);
  expect(server.clock.isFrozen).toBe(false);
  expect((await call(server, "/chatkit/threads")).status).toBe(200);
});

describe("faults", () => {
  test("are ordered one or several at once, told, and lifted", async () => {
    const { server, order } = await open();

    const one = await order("/faults", { method: "POST", json: { status: 503, times: 2 } });
    const two = await order("/faults", {
      method: "POST",
      json: [{ latencyMs: 1 }, { operation: "threads.delete", connection: "reset" }],
    });
    const hit = await call(server, "/chatkit/threads");
    const told = await order("/faults");
    const lifted = await order(`/faults/${one.body.faults[0].id}`, { method: "DELETE" });
    const unknown = await order("/faults/fault_99", { method: "DELETE" });
    const cleared = await order("/faults", { method: "DELETE" });

    expect(one.body.faults).toMatchObject([{ status: 503, hits: 0, remaining: 2 }]);
    expect(hit.status).toBe(503);
    expect(told.body.faults).toMatchObject([{ hits: 1, remaining: 1 }, { latencyMs: 1 }, {}]);
    expect(lifted.body.faults.map(({ id }: { id: string }) => id)).toEqual(
      two.body.faults.map(({ id }: { id: string }) => id),
    );
    expect(unknown).toMatchObject({ status: 404, body: { error: { param: "id" } } });
    expect(cleared.body).toEqual({ faults: [] });
    expect(server.faults.list()).toEqual([]);
  });

  test.each([
    [{ json: { status: 200 } }, "status"],
    [{ json: [{ status: 500 }, { connection: "cut" }] }, "connection"],
    [{ json: 7 }, null],
    [{}, null],
  ])("%j are refused whole", async (options, param) => {
    const { server, order } = await open();

    const { status, body } = await order("/faults", { method: "POST", ...options });

    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: "invalid_value", param });
    expect(server.faults.list()).toEqual([]);
  });
});

describe("the clock", () => {
  test("is frozen, set, moved on and let go", async () => {
    const { server, order } = await open({ now: () => 1_000_000 });
    const turn = async (json: unknown): Promise<unknown> =>
      (await order("/clock", { method: "POST", json })).body;

    const told = [
      (await order("/clock")).body,
      await turn({ freeze: true }),
      await turn({ set: 5_000 }),
      await turn({ advance: 2.5 }),
      await turn({ advance: -0.5 }),
      await turn({ freeze: 7 }),
      await turn({ reset: true }),
    ];

    expect(told).toEqual([
      { now: 1_000, is_frozen: false },
      { now: 1_000, is_frozen: true },
      { now: 5_000, is_frozen: true },
      { now: 5_002.5, is_frozen: true },
      { now: 5_002, is_frozen: true },
      { now: 7, is_frozen: true },
      { now: 1_000, is_frozen: false },
    ]);
    expect(server.clock.now()).toBe(1_000);
  });

  test.each([
    {},
    { freeze: false },
    { set: "now" },
    { set: 1, advance: 1 },
    { stop: true },
    { advance: -2e10 },
    { set: 1e20 },
    [],
    null,
  ])("refuses %j", async (json) => {
    const { order } = await open();

    const { status, body } = await order("/clock", { method: "POST", json });

    expect(status).toBe(400);
    expect(body.error.code).toBe("invalid_value");
  });
});

test("the API itself needs no secret, and takes none for a key", async () => {
  const { server } = await open();

  const { status } = await call(server, "/chatkit/threads", {
    headers: { "x-control-secret": server.control!.secret, authorization: "" },
  });

  expect(status).toBe(401);
  expect((await call(server, "/chatkit/threads", { headers: NEEDED })).status).toBe(200);
});

/** What a function throws, undefined where it does not. */
function catchError(act: () => void): { status: number } | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error as { status: number };
  }
}
