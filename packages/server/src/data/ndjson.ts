import { setImmediate as turn } from "node:timers/promises";

import { RefusedRecordError } from "../store/refused-record-error.ts";
import type { Store, StoredRecord } from "../store/store.ts";
import { readLines, type Line } from "./lines.ts";
import { validateRecord, type ValidatedRecord } from "./validate-record.ts";

export interface NdjsonImportOptions {
  /** How many records are written at once, all or none. Default: 500. */
  batchSize?: number;
  /** Called after each batch that was written, with how many records have been so far. */
  onProgress?: (written: number) => void;
}

/** What became of an import. */
export interface NdjsonImport {
  /** How many records were written. */
  readonly written: number;
  /** How many lines were read. */
  readonly lines: number;
  /** How many lines are bad. Nothing was written of the first one's batch, and nothing after it. */
  readonly faultCount: number;
  /** The first hundred of them. */
  readonly faults: readonly LineFault[];
}

/** A line that is no record, or a record that cannot stand. */
export interface LineFault {
  /** Counted from 1. */
  readonly line: number;
  /** What is wrong with it, in one sentence. */
  readonly message: string;
}

/** A fault in each of a million lines says no more than a hundred of them. */
const MAX_FAULTS = 100;
/** Beside its number of records, what bounds a batch. */
const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/**
 * Imports a stream of NDJSON, a record a line, into a project. Each line is held against the contract, and its batch is
 * written if all of it can be. From the first batch with a bad line on nothing is written any more, and the rest is only
 * read for further bad lines: mend them and import again, since what stands already is replaced in place. Empty lines are
 * passed over. A thread comes before its items.
 *
 * @throws What the source throws.
 */
export async function importNdjson(
  store: Store,
  project: string,
  source: AsyncIterable<Uint8Array | string>,
  { batchSize = 500, onProgress }: NdjsonImportOptions = {},
): Promise<NdjsonImport> {
  const faults: LineFault[] = [];
  let faultCount = 0;
  let written = 0;
  let lines = 0;
  let batch: { record: StoredRecord; line: number }[] = [];
  let bytes = 0;
  const report = (fault: LineFault): void => {
    faultCount += 1;
    if (faults.length < MAX_FAULTS) {
      faults.push(fault);
    }
  };
  const flush = async (): Promise<void> => {
    if (faultCount === 0 && batch.length > 0) {
      const fault = await write(store, project, batch);
      if (fault) {
        report(fault);
      } else {
        written += batch.length;
        onProgress?.(written);
      }
    }
    batch = [];
    bytes = 0;
    // A source that is never awaited in earnest would keep everybody else waiting.
    await turn();
  };
  for await (const line of readLines(source)) {
    lines = line.number;
    const { record, fault } = parse(line) ?? {};
    if (fault !== undefined) {
      report({ line: line.number, message: fault });
    } else if (record !== undefined) {
      batch.push({ record, line: line.number });
      bytes += "size" in line ? line.size : 0;
    }
    if (batch.length >= batchSize || bytes >= MAX_BATCH_BYTES) {
      await flush();
    }
  }
  await flush();
  return { written, lines, faultCount, faults };
}

/** Every record of a project as NDJSON, such that an import into an empty project gives the same listings. */
export async function* exportNdjson(store: Store, project: string): AsyncGenerator<string> {
  let chunk = "";
  for await (const record of store.exportRecords(project)) {
    chunk += `${JSON.stringify(record)}\n`;
    if (chunk.length >= CHUNK_LENGTH) {
      yield chunk;
      chunk = "";
      await turn();
    }
  }
  if (chunk !== "") {
    yield chunk;
  }
}

/** As much as a stream likes to pass on at once. */
const CHUNK_LENGTH = 64 * 1024;

/** A line as a record or a fault; undefined where it is empty. */
function parse(line: Line): Partial<ValidatedRecord & { record: StoredRecord }> | undefined {
  if ("fault" in line) {
    return line;
  }
  if (line.text.trim() === "") {
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch (error) {
    return { fault: `the line is not valid JSON: ${String(error)}` };
  }
  return validateRecord(value);
}

async function write(
  store: Store,
  project: string,
  batch: readonly { record: StoredRecord; line: number }[],
): Promise<LineFault | undefined> {
  try {
    await store.importRecords(
      project,
      batch.map(({ record }) => record),
    );
    return undefined;
  } catch (error) {
    const line = error instanceof RefusedRecordError ? batch[error.index]?.line : undefined;
    if (error instanceof RefusedRecordError && line !== undefined) {
      return { line, message: error.message };
    }
    throw error;
  }
}
