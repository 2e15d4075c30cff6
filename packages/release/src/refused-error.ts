/** A release that must not go on. The message says what is wrong and, after an arrow, what to do. */
export class RefusedError extends Error {
  override name = "RefusedError";

  constructor(what: string, mend: string, options?: ErrorOptions) {
    super(`${what}\n  -> ${mend}`, options);
  }
}
