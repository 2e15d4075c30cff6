import { createHmac } from "node:crypto";

import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { describe, expect, test } from "vitest";

import { answerExamples, requestExamples } from "../src/data/contract-examples.ts";
import { bodySchema } from "../src/contract.ts";
import { fillDefaults } from "../src/defaults.ts";
import { createSqliteStore } from "../src/store/open-store.ts";
import { call, openServer, PLAIN_SESSION, type Answered } from "./open-server.ts";
import { scratchFile } from "./scratch-store.ts";

const path = "/chatkit/sessions";

function create(
  server: { url: string },
  json: unknown = PLAIN_SESSION,
  headers: Record<string, string> = {},
): Promise<Answered> {
  return call(server, path, { method: "POST", json, headers });
}

function cancel(server: { url: string }, id: string): Promise<Answered> {
  return call(server, `${path}/${id}/cancel`, { method: "POST" });
}

test.each([...requestExamples("sessions.create")])(
  "the example %s gets the example of its answer",
  async (name, json) => {
    const server = await openServer();
    server.clock.freeze(1_712_349_576);

    const { status, body } = await create(server, json);

    const example = answerExamples("sessions.create").get(name) as Record<string, unknown>;
    const own = { id: body.id, client_secret: body.client_secret, expires_at: body.expires_at };
    expect(status).toBe(200);
    expect(body).toStrictEqual({ ...example, ...own });
  },
);

test("every default of the contract is filled in, at every depth", () => {
  // What the contract says in its schemas, read here without the code under test.
  const defaults: Record<string, unknown> = {};
  const collect = (name: string, place: string): void => {
    const { properties } = contract.components.schemas[name as "RateLimitsParam"] as unknown as {
      properties: Record<string, { default?: unknown; $ref?: string }>;
    };
    for (const [field, schema] of Object.entries(properties)) {
      if (schema.default !== undefined && typeof schema.default !== "object") {
        defaults[`${place}${field}`] = schema.default;
      } else if (schema.$ref && (schema.default !== undefined || field === "workflow")) {
        const next = schema.$ref.split("/").at(-1)!;
        if ("properties" in contract.components.schemas[next as "RateLimitsParam"]) {
          collect(next, `${place}${field}.`);
        }
      }
    }
  };
  collect("CreateSessionRequest", "");

  const filled = fillDefaults(bodySchema("sessions.create"), PLAIN_SESSION);

  const read = (place: string): unknown =>
    place
      .split(".")
      .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], filled);
  expect(Object.keys(defaults).length).toBeGreaterThanOrEqual(7);
  for (const [place, value] of Object.entries(defaults)) {
    // The default of the whole of `expires_after` has its own fields.
    expect(read(place), place).toBe(value);
  }
  expect(filled).toMatchObject({ expires_after: { anchor: "created_at", seconds: 600 } });
});

test("a part that is given keeps what it gives and has defaults for the rest", async () => {
  const server = await openServer();

  const { body } = await create(server, {
    ...PLAIN_SESSION,
    chatkit_configuration: { file_upload: { enabled: true, max_files: 3 } },
  });

  expect(body.chatkit_configuration).toStrictEqual({
    automatic_thread_titling: { enabled: true },
    file_upload: { enabled: true, max_file_size: 512, max_files: 3 },
    history: { enabled: true, recent_threads: null },
  });
});

describe("a session", () => {
  test("expires at the very second, by the server's clock", async () => {
    const server = await openServer();
    server.clock.freeze(1_000_000);
    const expires_after = { anchor: "created_at", seconds: 30 };
    const { body: session } = await create(server, { ...PLAIN_SESSION, expires_after });
    const { body: other } = await create(server, { ...PLAIN_SESSION, expires_after });

    server.clock.advance(29);
    const before = await cancel(server, session.id);
    server.clock.advance(1);
    const after = await cancel(server, other.id);

    expect(session).toMatchObject({ status: "active", expires_at: 1_000_030 });
    expect([before.body.status, after.body.status]).toEqual(["cancelled", "expired"]);
  });

  test("is cancelled once, and stays so past its end", async () => {
    const server = await openServer();
    const { body: session } = await create(server);

    const first = await cancel(server, session.id);
    server.clock.advance(10_000);
    const second = await cancel(server, session.id);

    expect(first.body).toStrictEqual({ ...session, status: "cancelled" });
    expect(second.body).toStrictEqual(first.body);
  });

  test("has a secret that is derived and kept nowhere", async () => {
    const file = scratchFile();
    const server = await openServer({ database: file });
    const { body: session } = await create(server);
    const { body: cancelled } = await cancel(server, session.id);
    const exported = await Array.fromAsync(server.export());
    await server.close();

    const store = await createSqliteStore({ file });
    const expected = createHmac("sha256", store.secretKey).update(session.id).digest("base64url");
    await store.close();

    expect(session.client_secret).toBe(`ek_${expected}`);
    expect(cancelled.client_secret).toBe(session.client_secret);
    expect(JSON.stringify(exported)).toContain(session.id);
    expect(JSON.stringify(exported)).not.toContain("ek_");
  });

  test("has another secret in another database", async () => {
    const servers = [await openServer(), await openServer()];

    const secrets = await Promise.all(
      servers.map(async (server) => (await cancel(server, "cksess_123")).body.client_secret),
    );

    expect(new Set(secrets).size).toBe(2);
  });
});

describe("an idempotency key", () => {
  const headers = { "idempotency-key": "key-1" };

  test("gets the first call's answer again, whatever came between", async () => {
    const server = await openServer();

    const first = await create(server, PLAIN_SESSION, headers);
    await cancel(server, first.body.id);
    server.clock.advance(700);
    const second = await create(server, PLAIN_SESSION, headers);
    const other = await create(server);

    expect(second.body).toStrictEqual(first.body);
    expect(other.body.id).not.toBe(first.body.id);
  });

  test("goes by the body's value, not by its text", async () => {
    const server = await openServer();
    const send = (body: string): Promise<Answered> =>
      call(server, path, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body,
      });

    const first = await send(
      '{"user":"u","workflow":{"id":"w","state_variables":{"b":1.0,"a":true,"10":"x","9":"y"}}}',
    );
    const second = await send(
      '{ "workflow": {"state_variables": {"9":"y","10":"x","a":true,"b":1}, "id": "w"}, "user": "\\u0075" }',
    );

    expect(second.body).toStrictEqual(first.body);
  });

  test.each([
    ["another value", { ...PLAIN_SESSION, user: "user_2" }],
    ["a default that is spelt out", { ...PLAIN_SESSION, rate_limits: {} }],
  ])("with %s is 409, and makes nothing", async (_name, json) => {
    const server = await openServer();
    await create(server, PLAIN_SESSION, headers);
    const count = (await Array.fromAsync(server.export())).length;

    const { status, body } = await create(server, json, headers);

    expect(status).toBe(409);
    expect(body.error).toMatchObject({
      code: "idempotency_key_reused",
      param: "Idempotency-Key",
      type: "invalid_request_error",
    });
    expect(await Array.fromAsync(server.export())).toHaveLength(count);
  });

  test("makes one session of many calls at once", async () => {
    const server = await openServer({ threads: 0 });

    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create(server, PLAIN_SESSION, headers)),
    );

    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await Array.fromAsync(server.export())).toHaveLength(1);
  });

  test("outlives a restart, for at least a day", async () => {
    const database = scratchFile();
    const first = await openServer({ database });
    first.clock.freeze(2_000_000_000);
    const { body: session } = await create(first, PLAIN_SESSION, headers);
    await first.close();

    const second = await openServer({ database });
    second.clock.freeze(2_000_000_000 + 24 * 3_600);
    const again = await create(second, PLAIN_SESSION, headers);
    const conflict = await create(second, { ...PLAIN_SESSION, user: "other" }, headers);

    expect(again.body).toStrictEqual(session);
    expect(conflict.status).toBe(409);
  });

  test("is left unused by a call that is refused", async () => {
    const server = await openServer();

    const refused = await create(server, { user: "u" }, headers);
    const served = await create(server, PLAIN_SESSION, headers);

    expect([refused.status, served.status]).toEqual([400, 200]);
  });

  test("belongs to its project", async () => {
    const server = await openServer({ apiKey: ["one", "two"] });
    const as = (key: string): Record<string, string> => ({
      ...headers,
      authorization: `Bearer ${key}`,
    });

    const one = await create(server, PLAIN_SESSION, as("one"));
    const two = await create(server, { ...PLAIN_SESSION, user: "other" }, as("two"));

    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.body.id).not.toBe(one.body.id);
  });
});
