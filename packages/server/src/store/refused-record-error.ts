/** A record of an import cannot stand, and so none of its batch was written. */
export class RefusedRecordError extends Error {
  override readonly name = "RefusedRecordError";
  /** Which record of the batch it is, counted from 0. */
  readonly index: number;

  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}
