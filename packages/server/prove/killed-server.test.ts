import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

import { call, PLAIN_SESSION } from "../test/open-server.ts";
import { scratchFile } from "../test/scratch-store.ts";

// The command itself, over HTTP: whoever got an answer may count on it, however the server ends.

const ROUNDS = 20;
const THREADS = 1000;
/** How many clients write at once. */
const CLIENTS = 4;

test(`what was answered stays so through ${ROUNDS} rounds of kill -9 of the server`, async () => {
  const database = scratchFile();
  const kept: Kept = { deleted: new Set(), cancelled: new Map(), made: new Map() };
  let threads: string[] = [];

  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await startCommand(database);
    if (round === 0) {
      threads = await listIds(server);
    }
    expect(await findBroken(server, kept)).toEqual([]);

    const killAfter = 5 + ((round * 17) % 40);
    let answers = 0;
    const onAnswer = (): void => {
      answers += 1;
      if (answers === killAfter) {
        server.child.kill("SIGKILL");
      }
    };
    const gone = once(server.child, "exit");
    await Promise.all(
      Array.from({ length: CLIENTS }, (_, client) =>
        write(server, `${round}_${client}`, threads, kept, onAnswer),
      ),
    );
    await gone;
    expect(answers).toBeGreaterThanOrEqual(killAfter);
  }

  const server = await startCommand(database);
  expect(await findBroken(server, kept)).toEqual([]);
  const left = await listIds(server);
  // Of each client's last call of a round nobody knows whether it was kept.
  const lost = THREADS - kept.deleted.size - left.length;
  expect(lost).toBeGreaterThanOrEqual(0);
  expect(lost).toBeLessThanOrEqual(ROUNDS * CLIENTS);
  expect(kept.deleted.size).toBeGreaterThan(ROUNDS);
  console.log(
    `${kept.deleted.size + kept.made.size + kept.cancelled.size} answered writes, all kept`,
  );
});

/** What the server has answered, and what it has to stand by. */
interface Kept {
  readonly deleted: Set<string>;
  /** Sessions by their idempotency keys, as they were made. */
  readonly made: Map<string, unknown>;
  readonly cancelled: Map<string, unknown>;
}

interface Command {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly url: string;
}

async function startCommand(database: string): Promise<Command> {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  const options = ["--database", database, "--port", "0", "--threads", String(THREADS)];
  const child = spawn(
    process.execPath,
    ["--conditions=@chatkit-contract/source", main, ...options],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, url: /http:\S+/.exec(line)?.[0] ?? "" };
}

async function listIds(server: Command): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ""; ; after = `&after=${ids.at(-1)}`) {
    const { body } = await call(server, `/chatkit/threads?limit=100${after}`);
    ids.push(...(body.data as { id: string }[]).map(({ id }) => id));
    if (body.has_more !== true) {
      return ids;
    }
  }
}

/** Deletes threads, makes sessions and cancels every other one until the server is gone. */
async function write(
  server: Command,
  name: string,
  threads: string[],
  { deleted, made, cancelled }: Kept,
  onAnswer: () => void,
): Promise<void> {
  for (let number = 0; ; number += 1) {
    const id = threads.pop() ?? "";
    const key = `key_${name}_${number}`;
    try {
      const gone = await call(server, `/chatkit/threads/${id}`, { method: "DELETE" });
      expect(gone.status).toBe(200);
      deleted.add(id);
      onAnswer();
      const session = await createSession(server, key);
      expect(session.status).toBe(200);
      made.set(key, session.body);
      onAnswer();
      if (number % 2 === 1) {
        const { id: sessionId } = session.body as { id: string };
        const path = `/chatkit/sessions/${sessionId}/cancel`;
        cancelled.set(path, (await call(server, path, { method: "POST" })).body);
        onAnswer();
      }
    } catch (error) {
      // fetch says so when the connection is gone; anything else is a failure of the server.
      if (error instanceof TypeError) {
        return;
      }
      throw error;
    }
  }
}

function createSession(server: Command, key: string): ReturnType<typeof call> {
  const headers = { "idempotency-key": key };
  return call(server, "/chatkit/sessions", { method: "POST", headers, json: PLAIN_SESSION });
}

/** What is not as it was answered. */
async function findBroken(server: Command, { deleted, made, cancelled }: Kept): Promise<unknown[]> {
  const broken: unknown[] = [];
  for (const id of deleted) {
    const { status } = await call(server, `/chatkit/threads/${id}`);
    broken.push(...(status === 404 ? [] : [{ id, status }]));
  }
  for (const [key, session] of made) {
    const { body } = await createSession(server, key);
    broken.push(...(JSON.stringify(body) === JSON.stringify(session) ? [] : [{ key, body }]));
  }
  for (const [path, session] of cancelled) {
    const { body } = await call(server, path, { method: "POST" });
    broken.push(...(JSON.stringify(body) === JSON.stringify(session) ? [] : [{ path, body }]));
  }
  return broken;
}
