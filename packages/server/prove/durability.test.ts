import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { DatabaseSync } from "node:sqlite";

import { expect, it, onTestFinished } from "vitest";

import { createSqliteStore } from "../src/store/open-store.ts";
import type { Store } from "../src/store/store.ts";
import { session } from "../test/records.ts";
import { collect, openScratchStore, scratchFile } from "../test/scratch-store.ts";
import { ITEMS_PER_THREAD, NOW, SHARED_THREAD, type Acknowledged } from "./writer.ts";

const ROUNDS = 20;

it(`keeps what it acknowledged through ${ROUNDS} rounds of kill -9 in the middle of writes`, async () => {
  const file = scratchFile();
  const acknowledged: Acknowledged[] = [];

  for (let round = 0; round < ROUNDS; round += 1) {
    const writer = startWriter(file, `a_${round}`);
    // By what was acknowledged and not by the clock, so that a busy machine kills as far into the work as an idle one.
    const killAfter = 1 + ((round * 37) % 190);
    let seen = 0;
    for await (const line of createInterface(writer.stdout)) {
      acknowledged.push(JSON.parse(line) as Acknowledged);
      seen += 1;
      if (seen === killAfter) {
        writer.kill("SIGKILL");
      }
    }
    expect(seen).toBeGreaterThanOrEqual(killAfter);
    expect(checkIntegrity(file)).toEqual(["ok"]);

    const store = await createSqliteStore({ file });
    const lost = await findLost(store, acknowledged);
    const torn = await findTorn(store);
    await store.close();

    expect({ round, lost, torn }).toEqual({ round, lost: [], torn: [] });
  }
  console.log(`${acknowledged.length} acknowledged writes, none lost`);
});

it("loses nothing when two processes write one file at once, and one of them is killed", async () => {
  const file = scratchFile();
  const count = 200;
  const steady = startWriter(file, "a_0", count);
  const killed = startWriter(file, "b_0");
  const acknowledged: Acknowledged[] = [];
  const listen = async (writer: typeof steady, onLine: () => void): Promise<void> => {
    for await (const line of createInterface(writer.stdout)) {
      acknowledged.push(JSON.parse(line) as Acknowledged);
      onLine();
    }
  };

  let fromKilled = 0;
  let fromSteady = 0;
  const exit = once(steady, "exit");
  await Promise.all([
    listen(steady, () => {
      fromSteady += 1;
    }).finally(() => {
      // One that fails before its time must not keep the other alive.
      fromSteady = Infinity;
    }),
    listen(killed, () => {
      fromKilled += 1;
      // Once both are at work.
      if (fromKilled >= 50 && fromSteady >= 50) {
        killed.kill("SIGKILL");
      }
    }),
  ]);
  const [code] = (await exit) as [number];

  expect(code).toBe(0);
  expect(checkIntegrity(file)).toEqual(["ok"]);
  const store = await openScratchStore(file);
  expect(await findLost(store, acknowledged)).toEqual([]);
  expect(await findTorn(store)).toEqual([]);
  const appended = acknowledged.filter(({ kind }) => kind === "appended").length;
  const shared = await store.listItems("p", SHARED_THREAD, { limit: 10_000 });
  const items = shared && "items" in shared ? shared.items : [];
  // What was written and not yet acknowledged when the process was killed may be there too.
  expect(items.length - appended).toBeOneOf([0, 1]);
  expect(positionsOf(file, SHARED_THREAD)).toEqual(items.map((_, index) => index + 1));
});

it("lets two processes that use the same idempotency keys at once make one session each", async () => {
  const file = scratchFile();
  const count = 150;
  const writers = ["a_0", "b_0"].map((name) => startWriter(file, name, count));

  const outputs = await Promise.all(writers.map(({ stdout }) => collect(createInterface(stdout))));

  const sessions = outputs.map((lines) =>
    lines
      .map((line) => JSON.parse(line) as Acknowledged)
      .flatMap((what) => (what.kind === "created" ? [[what.key, what.session]] : [])),
  );
  expect(sessions[0]).toHaveLength(count);
  expect(sessions[1]).toEqual(sessions[0]);
});

function startWriter(
  file: string,
  name: string,
  count?: number,
): ChildProcessByStdio<null, Readable, null> {
  const program = join(import.meta.dirname, "writer.ts");
  const counts = count === undefined ? [] : [String(count)];
  const writer = spawn(
    process.execPath,
    ["--conditions=@chatkit-contract/source", program, file, name, ...counts],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => {
    writer.kill("SIGKILL");
  });
  return writer;
}

function checkIntegrity(file: string): unknown[] {
  const database = new DatabaseSync(file);
  const rows = database.prepare("PRAGMA integrity_check").all();
  database.close();
  return rows.map(({ integrity_check }) => integrity_check);
}

function positionsOf(file: string, threadId: string): unknown[] {
  const database = new DatabaseSync(file);
  const rows = database
    .prepare("SELECT position FROM items WHERE thread_id = ? ORDER BY position")
    .all(threadId);
  database.close();
  return rows.map(({ position }) => position);
}

/** What was acknowledged and is not so. */
async function findLost(
  store: Store,
  acknowledged: readonly Acknowledged[],
): Promise<Acknowledged[]> {
  const deleted = new Set(
    acknowledged.flatMap((what) => (what.kind === "deleted" ? [what.name] : [])),
  );
  const shared = await store.listItems("p", SHARED_THREAD, { limit: 100_000 });
  const appended = new Set(shared && "items" in shared ? shared.items.map(({ id }) => id) : []);
  const lost: Acknowledged[] = [];
  for (const what of acknowledged) {
    if (!(await isKept(store, what, deleted, appended))) {
      lost.push(what);
    }
  }
  return lost;
}

async function isKept(
  store: Store,
  what: Acknowledged,
  deleted: ReadonlySet<string>,
  appended: ReadonlySet<string>,
): Promise<boolean> {
  switch (what.kind) {
    case "written": {
      const mayBeDeleted = deleted.has(what.name) || Number(what.name.split("_").at(-1)) % 3 === 2;
      return mayBeDeleted || (await store.findThread("p", what.name)) !== undefined;
    }
    case "appended":
      return appended.has(`${what.name}_shared`);
    case "deleted":
      return (await store.findThread("p", what.name)) === undefined;
    case "cancelled":
      return (await store.findSession("p", what.session))?.cancelled_at === NOW + 1;
    case "created": {
      const idempotency = { key: what.key, bodyDigest: "body", now: NOW + 60 };
      const again = await store.createSession("p", session("again"), idempotency);
      return again !== "reused" && again.id === what.session;
    }
  }
}

/** Threads of a batch of which only a part was written. */
async function findTorn(store: Store): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const record of await collect(store.exportRecords("p"))) {
    if (record.object === "chatkit.thread" && record.id !== SHARED_THREAD) {
      counts.set(record.id, 0);
    } else if (record.object === "chatkit.thread_item" && counts.has(record.thread_id)) {
      counts.set(record.thread_id, (counts.get(record.thread_id) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count !== ITEMS_PER_THREAD).map(([id]) => id);
}
