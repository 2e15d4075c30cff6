/**
 * What the store asks of a database, and no more, so that the same SQL text runs on SQLite and on PostgreSQL. Placeholders
 * are numbered: `$1`, `$2`.
 */
export interface Database extends Queryable {
  /**
   * Runs work of which all or nothing happens, and which is kept for good once it resolves. Inside it, only what it is
   * given may be asked: anything else waits until it ends.
   */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
  /** As `transaction`, and of all processes on this database only one is in here at a time. */
  exclusively<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
  /** Lets what was asked before end, then closes. */
  close(): Promise<void>;
}

/** What answers SQL. */
export interface Queryable {
  /** The rows of a statement, each with its columns' values in order. */
  query(sql: string, values?: readonly Value[]): Promise<Row[]>;
  /** Runs a statement for its effect, and gives how many rows it changed. */
  run(sql: string, values?: readonly Value[]): Promise<number>;
}

/** A value of a column: text, whole numbers that JavaScript can hold, or null. */
export type Value = string | number | null;

/** The values of a row. The statement says which: whoever reads them names their types. */
export type Row = readonly Value[];
