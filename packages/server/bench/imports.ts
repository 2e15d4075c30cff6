import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { generateThreads } from "../src/data/generate-threads.ts";
import { importInBatches } from "../src/data/import-in-batches.ts";
import { createSqliteStore } from "../src/store/open-store.ts";
import type { Store, StoredRecord } from "../src/store/store.ts";

/** How fast records were imported. */
export interface Import {
  readonly what: string;
  readonly perSecond: number;
  /** The same on a machine that has nothing else to do, if no disk is waited for. */
  readonly perCpuSecond: number;
}

const PROJECT = "bench";

/** Imports made-up threads with their items, into memory and into a file. */
export async function measureImports(threads: number): Promise<Import[]> {
  const folder = mkdtempSync(join(tmpdir(), "chatkit-bench-"));
  const records = [...generateThreads({ count: threads, seed: 7 })];
  const places = [
    { what: "threads with their items, in memory", file: undefined },
    { what: "threads with their items, into a file", file: join(folder, "bench.sqlite") },
  ];
  const imports = [];
  for (const { what, file } of places) {
    process.stderr.write(`import of ${what}\n`);
    const store = await createSqliteStore({ file });
    imports.push(await measureImport(what, store, PROJECT, records));
    await store.close();
  }
  rmSync(folder, { recursive: true });
  return imports;
}

/** Imports records, and times it. */
export async function measureImport(
  what: string,
  store: Store,
  project: string,
  records: Iterable<StoredRecord>,
): Promise<Import> {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const written = await importInBatches(store, project, records);
  const { user, system } = process.cpuUsage(startCpu);
  return {
    what,
    perSecond: (written.records / (performance.now() - startMs)) * 1000,
    perCpuSecond: (written.records / (user + system)) * 1e6,
  };
}
