/** The database could not be opened; its message says which and why. */
export class StoreOpenError extends Error {
  override readonly name = "StoreOpenError";
  /** Where the database is kept. */
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(`The database ${file} cannot be opened: ${describe(cause)}`, { cause });
    this.file = file;
  }
}

function describe(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  switch (code) {
    case "ENOENT":
      return "its folder does not exist.";
    case "EISDIR":
      return "it is a folder.";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "it may not be written.";
    default:
      return `${cause instanceof Error ? cause.message : String(cause)}.`;
  }
}
