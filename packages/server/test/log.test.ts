import { pino } from "pino";
import { expect, test } from "vitest";

import type { LogLevel } from "../src/index.ts";
import { call, openServer, PLAIN_SESSION, sendRaw } from "./open-server.ts";

type Line = Record<string, unknown>;

/** A logger that keeps its lines. */
function keepLines(level: LogLevel): { lines: Line[]; log: ReturnType<typeof pino> } {
  const lines: Line[] = [];
  const write = (line: string): void => {
    lines.push(JSON.parse(line) as Line);
  };
  return { lines, log: pino({ level }, { write }) };
}

test("info is a line for every request, with what is needed to find it again", async () => {
  const { lines, log } = keepLines("info");
  const server = await openServer({ log });

  const answers = [
    await call(server, "/chatkit/threads?limit=2&order=asc"),
    await call(server, "/nowhere?a=1#b", { method: "POST" }),
    await call(server, "/%ZZ?a=1"),
    await call(server, "/chatkit/threads/cthr_abc123", { method: "DELETE" }),
  ];

  await expect.poll(() => lines).toHaveLength(4);
  expect(lines).toMatchObject([
    {
      operation: "threads.list",
      method: "GET",
      path: "/v1/chatkit/threads",
      query: { limit: "2", order: "asc" },
      status: 200,
      ms: expect.any(Number),
    },
    { method: "POST", path: "/v1/nowhere", query: { a: "[redacted]" }, status: 404 },
    { method: "GET", path: "/v1/%ZZ", query: { a: "[redacted]" }, status: 404 },
    { operation: "threads.delete", method: "DELETE", status: 200 },
  ]);
  expect(lines.map(({ request }) => request)).toEqual(
    answers.map(({ headers }) => headers.get("x-request-id")),
  );
});

test("no key, secret or user is in it, unless users are asked for", async () => {
  const { lines, log } = keepLines("trace");
  const [shy, open] = [
    await openServer({ log, apiKey: "key-of-shy", controlSecret: "control-of-shy" }),
    await openServer({ log, logUsers: true }),
  ];
  const secrets: string[] = ["key-of-shy", "control-of-shy", "stray-key", "alice-in-body"];
  const headers = { authorization: "Bearer key-of-shy", "x-control-secret": "control-of-shy" };

  await call(shy, "/chatkit/threads?user=alice-in-query&usre=alice-mistyped", { headers });
  await call(shy, "/chatkit/threads?api_key=stray-key", { headers });
  const session = await call(shy, "/chatkit/sessions", {
    method: "POST",
    headers,
    json: { ...PLAIN_SESSION, user: "alice-in-body" },
  });
  await call(shy, "/chatkit/sessions", {
    method: "POST",
    headers,
    json: { user: "alice-in-body" },
  });
  await call({ url: shy.control!.url }, "/clock", { headers });
  secrets.push(session.body.client_secret);
  await call(open, "/chatkit/threads?user=alice-in-the-open&api_key=stray-key");

  await expect.poll(() => lines).toHaveLength(6);
  const text = JSON.stringify(lines);
  expect(session.status).toBe(200);
  expect(text).toContain("alice-in-the-open");
  expect(text).not.toMatch(/alice-in-query|alice-mistyped/);
  for (const secret of secrets) {
    expect(text).not.toContain(secret);
  }
  expect(lines[0]!["query"]).toEqual({ user: "[redacted]", usre: "[redacted]" });
});

test("warn says nothing of requests, whatever they are", async () => {
  const { lines, log } = keepLines("warn");
  const server = await openServer({ log });

  await call(server, "/chatkit/threads");
  await call(server, "/chatkit/threads?limit=x");
  await sendRaw(server, "nonsense\r\n\r\n");

  expect(lines).toEqual([]);
});

test("a connection that is cut is told", async () => {
  const { lines, log } = keepLines("info");
  const server = await openServer({ log });
  server.failNext({ connection: "truncate" });

  await expect(call(server, "/chatkit/threads")).rejects.toThrow("terminated");

  await expect.poll(() => lines).toHaveLength(1);
  expect(lines).toMatchObject([{ operation: "threads.list", isCut: true }]);
});
