import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { createProjects, DEFAULT_PROJECT } from "../src/projects.ts";
import { call, openServer, PLAIN_SESSION, type Answered, type CallOptions } from "./open-server.ts";
import { thread } from "./records.ts";
import { scratchFile } from "./scratch-store.ts";

type Caller = (key: string, path: string, options?: CallOptions) => Promise<Answered>;

async function openTwo(): Promise<{ as: Caller; server: Awaited<ReturnType<typeof openServer>> }> {
  const server = await openServer({ apiKey: ["key-one", "key-two"], threads: 0 });
  await server.import([thread("cthr_one")], { apiKey: "key-one" });
  await server.import([thread("cthr_two")], { apiKey: "key-two" });
  const as: Caller = (key, path, { headers, ...options } = {}) =>
    call(server, path, { ...options, headers: { ...headers, authorization: `Bearer ${key}` } });
  return { as, server };
}

test("each key sees its own project and no other", async () => {
  const { as } = await openTwo();
  const { body: session } = await as("key-one", "/chatkit/sessions", {
    method: "POST",
    json: PLAIN_SESSION,
  });

  const listed = await as("key-one", "/chatkit/threads");
  const foreign = [
    await as("key-one", "/chatkit/threads/cthr_two"),
    await as("key-one", "/chatkit/threads/cthr_two", { method: "DELETE" }),
    await as("key-one", "/chatkit/threads/cthr_two/items"),
    await as("key-one", "/chatkit/threads?after=cthr_two"),
    await as("key-two", `/chatkit/sessions/${session.id}/cancel`, { method: "POST" }),
  ];

  expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual(["cthr_one"]);
  expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404, 400, 404]);
  expect((await as("key-two", "/chatkit/threads/cthr_two")).status).toBe(200);
});

test.each(["key-three", "key-on", "key-onex", "KEY-ONE", "key-one key-two", "ключ"])(
  "%s is no key",
  async (key) => {
    const { as } = await openTwo();

    const { status, body } = await as(Buffer.from(key).toString("latin1"), "/chatkit/threads");

    expect(status).toBe(401);
    expect(body.error).toMatchObject({ code: "invalid_api_key", type: "authentication_error" });
    expect(JSON.stringify(body)).not.toContain(key);
  },
);

test("without keys any key opens the one project", async () => {
  const server = await openServer();

  const lists = await Promise.all(
    ["a", "b"].map((key) =>
      call(server, "/chatkit/threads", { headers: { authorization: `bearer ${key}` } }),
    ),
  );

  expect(lists[0]!.body.data.length).toBeGreaterThan(0);
  expect(lists[1]!.body).toStrictEqual(lists[0]!.body);
});

test("a key keeps its project over restarts, whatever keys stand beside it", async () => {
  const database = scratchFile();
  const first = await openServer({ database, apiKey: ["alpha", "beta-key"], threads: 0 });
  await first.import([thread("cthr_kept")], { apiKey: "beta-key" });
  await first.close();

  const second = await openServer({ database, apiKey: "beta-key" });
  const answer = await call(second, "/chatkit/threads/cthr_kept", {
    headers: { authorization: "Bearer beta-key" },
  });
  await second.close();

  expect(answer.status).toBe(200);
  expect(readFileSync(database).includes("beta-key")).toBe(false);
});

test("the project of a key is no default, and tells nothing of the key", () => {
  const { ids } = createProjects(["alpha", "beta"]);

  expect(new Set([...ids, DEFAULT_PROJECT]).size).toBe(3);
  expect(ids.join(" ")).not.toMatch(/alpha|beta/);
});
