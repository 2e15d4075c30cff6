import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { createSqliteStore } from "../src/store/open-store.ts";
import type { Store } from "../src/store/store.ts";

/** A store in memory, or in a file, that ends with the test. */
export async function openScratchStore(file?: string): Promise<Store> {
  const store = await createSqliteStore({ file });
  onTestFinished(() => store.close());
  return store;
}

/** The path of a database in a folder of its own that ends with the test. */
export function scratchFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "chatkit-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "chatkit.sqlite");
}

/** Reads a stream to its end. */
export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) {
    collected.push(value);
  }
  return collected;
}
