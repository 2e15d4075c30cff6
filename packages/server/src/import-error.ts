import type { NdjsonImport } from "./data/ndjson.ts";

/** Records that cannot stand. Nothing was written of the first one's batch, and nothing after it. */
export class ImportError extends Error {
  override readonly name = "ImportError";
  /** How many records were written before. */
  readonly written: number;
  /** The first hundred that are bad: which record, or line, counted from 1, and what is wrong with it. */
  readonly faults: NdjsonImport["faults"];

  constructor({ written, faultCount, faults }: NdjsonImport) {
    const [first] = faults;
    const more = faultCount > 1 ? `, and ${faultCount - 1} more` : "";
    super(
      `record ${first?.line}: ${first?.message}${more}; ${written} records were imported before`,
    );
    this.written = written;
    this.faults = faults;
  }
}

/** What can be imported: records, or NDJSON as text. */
export type ImportSource = Iterable<object> | AsyncIterable<object> | string;

/** Any source as NDJSON, a record a line. */
export async function* toNdjson(source: ImportSource): AsyncGenerator<string> {
  if (typeof source === "string") {
    yield source;
    return;
  }
  for await (const record of source) {
    yield `${JSON.stringify(record)}\n`;
  }
}
