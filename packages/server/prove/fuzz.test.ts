import { Agent, request, type IncomingMessage } from "node:http";

import type { OperationId } from "@chatkit-contract/types/operations";
import { closedAnswers } from "@chatkit-contract/types/validators/closed-answers";
import { validate as validateError } from "@chatkit-contract/types/validators/closed-answers/ErrorEnvelope";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";

import { startServer, type StoredRecord } from "../src/index.ts";
import { hostileRequest, rawBytes, type FuzzRequest } from "./fuzz-requests.ts";
import { sendRaw } from "../test/open-server.ts";

// Whatever comes, the server answers what the contract declares, at once, and loses nothing that it was not told to.

const RUNS = 10_000;
const SEED = 20_261_122;
/** How long an answer may take before it counts as none. */
const HANG_MS = 20_000;

test(`${RUNS} requests of every kind: no 5xx, no hang, every answer declared, data intact`, async () => {
  const server = await startServer({
    apiKey: ["fuzz", "bystander"],
    threads: 200,
    log: "error",
    control: true,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  onTestFinished(async () => {
    agent.destroy();
    await server.close();
  });
  const before = await Array.fromAsync(server.export({ apiKey: "fuzz" }));
  const bystander = await Array.fromAsync(server.export({ apiKey: "bystander" }));
  const ids = {
    threads: before.flatMap(({ object, id }) => (object === "chatkit.thread" ? [id] : [])),
    items: before.flatMap(({ object, id }) => (object === "chatkit.thread_item" ? [id] : [])),
  };
  const deleted = new Set<string>();
  const created = new Set<string>();
  const statuses = new Map<number, number>();

  await fc.assert(
    fc.asyncProperty(hostileRequest(ids), async (sent) => {
      const answer = await send(agent, server.url, sent);

      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect(isDeclared(sent, answer), `${answer.status} ${answer.text.slice(0, 500)}`).toBe(true);
      if (answer.status === 200 && sent.method !== "HEAD") {
        const { object, id } = answer.body as { object: string; id: string };
        if (object === "chatkit.thread.deleted") {
          deleted.add(id);
        }
        if (object === "chatkit.session") {
          created.add(id);
        }
      }
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: false },
  );

  const after = await Array.fromAsync(server.export({ apiKey: "fuzz" }));
  expect(withoutSessions(after)).toStrictEqual(
    withoutSessions(before).filter((record) => !deleted.has(threadOf(record))),
  );
  expect(new Set(after.flatMap(sessionIds))).toEqual(
    new Set([...before.flatMap(sessionIds), ...created]),
  );
  expect(await Array.fromAsync(server.export({ apiKey: "bystander" }))).toStrictEqual(bystander);
  // The requests reached what they were meant for.
  const answered = [...statuses.keys()].toSorted((one, other) => one - other);
  expect(answered).toEqual(expect.arrayContaining([200, 204, 400, 401, 404, 405, 409, 413, 415]));
  expect(statuses.get(200)).toBeGreaterThan(RUNS / 10);
  expect(deleted.size).toBeGreaterThan(10);
  expect(created.size).toBeGreaterThan(10);
});

test("bytes that are no request are answered in the contract's form, or not at all", async () => {
  const server = await startServer({ log: "error" });
  onTestFinished(() => server.close());
  const before = await Array.fromAsync(server.export());

  await fc.assert(
    fc.asyncProperty(rawBytes(), async (bytes) => {
      const text = await sendRaw(server, bytes);

      // Of several answers on one connection each has the form of one.
      for (const answer of text.split(/(?=HTTP\/1\.1 \d{3} )/).filter(Boolean)) {
        expect(answer).toMatch(/^HTTP\/1\.1 [2-4]\d\d /);
        expect(answer).toMatch(/\r\nx-request-id: req_\w+\r\n/i);
      }
    }),
    { numRuns: 500, seed: SEED },
  );

  expect(await Array.fromAsync(server.export())).toStrictEqual(before);
});

interface FuzzAnswer {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
  body: unknown;
}

function send(
  agent: Agent,
  url: string,
  { method, path, headers, body }: FuzzRequest,
): Promise<FuzzAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, hostname, port, method, path, headers, timeout: HANG_MS },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, text, body: text && JSON.parse(text) });
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`no answer within ${HANG_MS} ms`)));
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Whether the contract knows an answer: its status, its headers and its whole body. */
function isDeclared({ method, id }: FuzzRequest, { status, headers, body }: FuzzAnswer): boolean {
  if (status >= 500 || !/^req_\w+$/.test(String(headers["x-request-id"]))) {
    return false;
  }
  if (method === "HEAD" || status === 204) {
    return body === "";
  }
  if (headers["content-type"]?.startsWith("application/json") !== true) {
    return false;
  }
  return status === 200 ? isSuccess(id as OperationId, body) : validateError(body);
}

/** A path may have become that of another operation: then its answer is as good. */
function isSuccess(id: OperationId, body: unknown): boolean {
  const own = closedAnswers[id]["200"];
  const others = Object.values(closedAnswers).map((answers) => answers["200"]);
  return [own, ...others].some((validate) => validate?.(body));
}

function withoutSessions(records: readonly StoredRecord[]): StoredRecord[] {
  return records.filter(({ object }) => object !== "chatkit.session");
}

function threadOf(record: StoredRecord): string {
  return record.object === "chatkit.thread_item" ? record.thread_id : record.id;
}

function sessionIds({ object, id }: StoredRecord): string[] {
  return object === "chatkit.session" ? [id] : [];
}
