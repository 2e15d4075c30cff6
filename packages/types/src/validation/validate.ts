/** A validator of one part of a request or of one answer; compiled ahead of time from the contract. */
export interface Validate {
  /** Says whether a parsed value is valid; if it is not, `errors` says why until the next call. */
  (value: unknown): boolean;
  /** The faults of the last value, or null. See `explain`. */
  errors?: Fault[] | null;
}

/** A fault as the compiled validators report it: the first one found, behind it those that led there. */
export interface Fault {
  /** Where it lies, as a JSON pointer (RFC 6901). */
  instancePath: string;
  /** Where the keyword that failed stands in its schema. */
  schemaPath: string;
  /** The JSON Schema keyword that failed. */
  keyword: string;
  /** What the keyword wants. */
  params: Record<string, unknown>;
  /** The name that is at fault, where a name and not a value is. */
  propertyName?: string;
}

/** What validates the parts of an operation's requests. */
export interface RequestValidators {
  readonly path?: Validate;
  readonly query: Validate;
  readonly headers?: Validate;
  readonly body?: Validate;
  /** Whether a request without a body is at fault. */
  readonly isBodyRequired: boolean;
  /** The headers that the contract declares, as it writes them. */
  readonly headerNames: readonly string[];
  /** How the text of each query parameter is to be read. */
  readonly queryTypes: Readonly<Record<string, string>>;
}
