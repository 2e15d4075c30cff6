import { setImmediate as turn } from "node:timers/promises";

import type { Store, StoredRecord } from "../store/store.ts";

export interface ImportInBatchesOptions {
  /** How many records are written at once. Default: 1000. */
  batchSize?: number;
  /** Called after each batch with what was written so far. */
  onProgress?: (written: WrittenCounts) => void;
}

export interface WrittenCounts {
  readonly records: number;
  readonly threads: number;
}

/**
 * Writes records as they come, batch by batch, and lets others work in between.
 *
 * @throws {RefusedRecordError} A record cannot stand; the batches before its own were written.
 */
export async function importInBatches(
  store: Store,
  project: string,
  records: Iterable<StoredRecord> | AsyncIterable<StoredRecord>,
  { batchSize = 1000, onProgress }: ImportInBatchesOptions = {},
): Promise<WrittenCounts> {
  let counts: WrittenCounts = { records: 0, threads: 0 };
  let batch: StoredRecord[] = [];
  const flush = async (): Promise<void> => {
    await store.importRecords(project, batch);
    const threads = batch.filter(({ object }) => object === "chatkit.thread").length;
    counts = { records: counts.records + batch.length, threads: counts.threads + threads };
    batch = [];
    onProgress?.(counts);
    await turn();
  };
  for await (const record of records) {
    batch.push(record);
    if (batch.length >= batchSize) {
      await flush();
    }
  }
  if (batch.length > 0) {
    await flush();
  }
  return counts;
}
