import { writeSync } from "node:fs";

import { createSqliteStore } from "../src/store/open-store.ts";
import { item, session, thread } from "../test/records.ts";

/** What a writer has been told is kept. */
export type Acknowledged =
  | { kind: "written"; name: string }
  | { kind: "appended"; name: string }
  | { kind: "deleted"; name: string }
  | { kind: "cancelled"; name: string; session: string }
  | { kind: "created"; key: string; session: string };

export const SHARED_THREAD = "shared";
export const ITEMS_PER_THREAD = 3;
export const NOW = 1_700_000_000;

/**
 * A process that writes to the database, as fast as it can, and says of each thing on a line of its output when it is
 * kept: `node prove/writer.ts FILE NAME [COUNT]`. Without a count it goes on until it is killed.
 */
if (import.meta.main) {
  const [file = "", writer = "", count = "Infinity"] = process.argv.slice(2);
  const store = await createSqliteStore({ file });
  await store.importRecords("p", [thread(SHARED_THREAD)]);
  for (let number = 0; number < Number(count); number += 1) {
    const name = `${writer}_${number}`;
    const own = Array.from({ length: ITEMS_PER_THREAD }, (_, at) => item(`${name}_${at}`, name));
    await store.importRecords("p", [thread(name), ...own]);
    acknowledge({ kind: "written", name });
    await store.importRecords("p", [item(`${name}_shared`, SHARED_THREAD)]);
    acknowledge({ kind: "appended", name });
    // Both writers of a round use the same keys: whoever comes first makes the session.
    const key = `key_${writer.replace(/^[^_]*_/, "")}_${number}`;
    const idempotency = { key, bodyDigest: "body", now: NOW };
    const made = await store.createSession("p", session(name), idempotency);
    const kept = made === "reused" ? "reused" : made.id;
    acknowledge({ kind: "created", key, session: kept });
    if (number % 3 === 2) {
      await store.deleteThread("p", name);
      acknowledge({ kind: "deleted", name });
      await store.cancelSession("p", kept, NOW + 1);
      acknowledge({ kind: "cancelled", name, session: kept });
    }
  }
  await store.close();
}

function acknowledge(what: Acknowledged): void {
  // A pipe takes a line whole, and holds it when the process is gone.
  writeSync(1, `${JSON.stringify(what)}\n`);
}
