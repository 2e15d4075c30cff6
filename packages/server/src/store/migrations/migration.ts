/** A step from one form of the database to the next. Once released it is never changed: mend it by another. */
export interface Migration {
  /** Its place in the order; what was applied is remembered by it. */
  readonly number: number;
  /** What it does, in a word or a few. */
  readonly name: string;
  /** SQL that both SQLite and PostgreSQL understand. */
  readonly statements: readonly string[];
}
