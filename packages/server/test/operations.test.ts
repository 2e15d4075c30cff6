import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations, type OperationId } from "@chatkit-contract/types/operations";
import { closedAnswers } from "@chatkit-contract/types/validators/closed-answers";
import { describe, expect, test } from "vitest";

import { answerExamples, requestExamples } from "../src/data/contract-examples.ts";
import type { ChatKitServer } from "../src/index.ts";
import { call, openServer, type Answered, type CallOptions } from "./open-server.ts";

// Derived from the contract: each operation, each answer that it declares, each example.

interface Declared {
  parameters: { $ref?: string; name?: string; in?: string; examples?: Record<string, Example> }[];
  responses: Record<string, unknown>;
}
type Example = { value: unknown; $ref?: string };

const ids = Object.keys(operations) as OperationId[];

function declared(id: OperationId): Declared {
  const { method, path } = operations[id];
  const paths = contract.paths as unknown as Record<string, Record<string, Declared>>;
  return paths[path]![method.toLowerCase()]!;
}

function resolve<Node>(node: object): Node {
  const { $ref } = node as { $ref?: string };
  return (
    $ref === undefined
      ? node
      : $ref
          .slice(2)
          .split("/")
          .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], contract)
  ) as Node;
}

/** Where an operation is called with the contract's own values. */
function samplePath(id: OperationId, fill?: string): string {
  return operations[id].path.replaceAll(/\{([^}]+)\}/g, (_match, name: string) => {
    const parameters = declared(id).parameters.map((node) =>
      resolve<Declared["parameters"][number]>(node),
    );
    const examples = parameters.find((parameter) => parameter.name === name)?.examples ?? {};
    return fill ?? String(resolve<Example>(Object.values(examples)[0]!).value);
  });
}

function sampleCall(id: OperationId): CallOptions {
  const [json] = operations[id].takesBody ? requestExamples(id).values() : [];
  return { method: operations[id].method, json };
}

function expectDeclared(id: OperationId, { status, body }: Answered): void {
  const validate = closedAnswers[id][status] ?? closedAnswers[id]["default"]!;
  expect(Object.keys(closedAnswers[id])).toContain(status >= 400 ? "default" : String(status));
  expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
}

test.each(ids)("%s is served, below the base path and without it", async (id) => {
  const server = await openServer();
  const origin = { url: new URL(server.url).origin };

  const below = await call(server, samplePath(id), sampleCall(id));
  await server.reset();
  const without = await call(origin, samplePath(id), sampleCall(id));

  expect([below.status, without.status]).toEqual([200, 200]);
  expectDeclared(id, below);
  expectDeclared(id, without);
});

const reading = ids.filter((id) => operations[id].method === "GET");

test.each(reading)("%s answers the contract's first example on the seed", async (id) => {
  const server = await openServer();

  const { body } = await call(server, samplePath(id));

  expect(body).toStrictEqual(answerExamples(id).values().next().value);
});

test.each(reading)("%s answers HEAD as GET, without the body", async (id) => {
  const server = await openServer();

  const head = await call(server, samplePath(id), { method: "HEAD" });
  const get = await call(server, samplePath(id));

  expect(head).toMatchObject({ status: 200, body: "" });
  const length = String(Buffer.byteLength(JSON.stringify(get.body)));
  expect(head.headers.get("content-length")).toBe(length);
});

/** How each answer that the contract declares is brought about. */
const provocations: Record<
  string,
  (id: OperationId, server: ChatKitServer) => Promise<Answered> | undefined
> = {
  "400": (id, server) => call(server, `${samplePath(id)}?unknown=1`, sampleCall(id)),
  "401": (id, server) =>
    call(server, samplePath(id), { ...sampleCall(id), headers: { authorization: "" } }),
  "404": (id, server) => call(server, samplePath(id, "unknown"), sampleCall(id)),
  "409": async (id, server) => {
    const headers = { "idempotency-key": "one" };
    const bodies = requestExamples(id).values();
    await call(server, samplePath(id), { method: "POST", headers, json: bodies.next().value });
    const json = bodies.next().value;
    return call(server, samplePath(id), { method: "POST", headers, json });
  },
  "429": async (id, server) => {
    await Promise.all(
      Array.from({ length: 10 }, () => call(server, samplePath(id), sampleCall(id))),
    );
    return call(server, samplePath(id), sampleCall(id));
  },
  "500": (id, server) => {
    server.failNext({ operation: id, status: 500 });
    return call(server, samplePath(id), sampleCall(id));
  },
  default: (id, server) => call(server, samplePath(id), { method: "PATCH" }),
};

describe("each error that the contract declares comes in its form", () => {
  const pairs = ids.flatMap((id) =>
    Object.keys(declared(id).responses)
      .filter((code) => !code.startsWith("2"))
      .map((code) => [id, code] as const),
  );

  test.each(pairs)("%s %s", async (id, code) => {
    const server = await openServer({ rateLimit: 10 });
    server.clock.freeze();

    const answer = await provocations[code]!(id, server);

    expect(answer!.status).toBe(code === "default" ? 405 : Number(code));
    expectDeclared(id, answer!);
    const codes = contract.components.schemas.ErrorCode.enum;
    expect(codes).toContain(answer!.body.error.code);
    const { headers } = resolve<{ headers: Record<string, object> }>(
      declared(id).responses[code] as object,
    );
    const required = Object.entries(headers).flatMap(([name, header]) =>
      resolve<{ required?: boolean }>(header).required ? [name] : [],
    );
    expect([...answer!.headers.keys()]).toEqual(expect.arrayContaining(required));
    expect(required).toContain("x-request-id");
  });
});

test("a deleted thread is gone with its items, and stays a cursor", async () => {
  const server = await openServer();
  const id = samplePath("threads.delete").split("/").at(-1);
  const path = `/chatkit/threads/${id}`;

  const threads: { id: string }[] = (await call(server, "/chatkit/threads")).body.data;

  const deleted = await call(server, path, { method: "DELETE" });

  expect(deleted).toMatchObject({ status: 200, body: { id, deleted: true } });
  const again = [
    await call(server, path, { method: "DELETE" }),
    await call(server, path),
    await call(server, `${path}/items`),
  ];
  expect(again.map(({ status }) => status)).toEqual([404, 404, 404]);
  const list = await call(server, `/chatkit/threads?after=${id}`);
  expect(list.body.data).toStrictEqual(
    threads.slice(threads.findIndex((one) => one.id === id) + 1),
  );
});

test("a listing pages by user, limit and order", async () => {
  const server = await openServer();
  const list = async (query: string): Promise<Answered["body"]> =>
    (await call(server, `/chatkit/threads?${query}`)).body;

  const all = await list("limit=100");
  const [first, second] = [await list("limit=2"), await list(`limit=2&after=${all.data[1].id}`)];
  const reversed = await list("order=asc&limit=100");
  const mine = await list(`user=${all.data[0].user}&limit=100`);

  expect(first).toMatchObject({
    has_more: true,
    first_id: all.data[0].id,
    last_id: all.data[1].id,
  });
  expect([...first.data, ...second.data]).toStrictEqual(all.data.slice(0, 4));
  expect(reversed.data).toStrictEqual(all.data.toReversed());
  const { user } = all.data[0];
  expect(mine.data).toStrictEqual(all.data.filter((one: { user: string }) => one.user === user));
});

test("pages of any origin may call and read every header", async () => {
  const server = await openServer({ rateLimit: 100 });
  const headers = {
    origin: "https://page.example",
    "access-control-request-method": "DELETE",
    "access-control-request-headers": "authorization, openai-beta",
  };

  const preflight = await call(server, "/chatkit/threads/x", { method: "OPTIONS", headers });
  const answer = await call(server, "/chatkit/threads", { headers: { origin: headers.origin } });

  expect(preflight.status).toBe(204);
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "DELETE",
    "access-control-allow-headers": "authorization, openai-beta",
  });
  const exposed = answer.headers.get("access-control-expose-headers")!.split(", ");
  const own = [...answer.headers.keys()].filter((name) => name.startsWith("x-"));
  expect(own.length).toBeGreaterThan(4);
  expect(exposed).toEqual(expect.arrayContaining(own));
});
