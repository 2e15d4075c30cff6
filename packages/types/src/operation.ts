/** How one operation of the contract is called: what a generic client, mock or suite has to know. */
export interface Operation {
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** The path template below the base URL, with its parameters in braces. */
  readonly path: string;
  /** Whether a JSON body is sent. */
  readonly takesBody?: boolean;
  /** Whether there are query parameters. */
  readonly takesQuery?: boolean;
  /** Whether the call has to carry a bearer key. */
  readonly needsKey?: boolean;
  /**
   * Whether a call may be sent again without an idempotency key, by its method (RFC 9110, section 9.2.2) or by
   * `x-idempotent`.
   */
  readonly isIdempotent?: boolean;
  /** Headers that every call carries, with their values (`x-client-value`). */
  readonly headers?: Readonly<Record<string, string>>;
  /** Call options that travel as headers: the option's name to the header's. */
  readonly headerOptions?: Readonly<Record<string, string>>;
  /** The schema of the success answer; absent where the answer has no body. */
  readonly result?: string;
  /** How the listing is walked; absent where the operation is not paged. */
  readonly pagination?: Pagination;
}

/** The names by which a listing is walked (`x-pagination`). */
export interface Pagination {
  /** The query parameter that takes the cursor behind which a page starts. */
  readonly after: string;
  /** The query parameter that takes the cursor in front of which a page ends. */
  readonly before: string;
  /** The query parameter for the size of a page. */
  readonly limit: string;
  /** The most that it may be. */
  readonly max_limit: number;
  /** The query parameter for the direction. */
  readonly order: string;
  /** The envelope's field that holds the items. */
  readonly items: string;
  /** The envelope's field that names the first item of the page, or null. */
  readonly first_id: string;
  /** The envelope's field that names the last item of the page, or null. */
  readonly last_id: string;
  /** The envelope's field that says whether the listing goes on. */
  readonly has_more: string;
  /** The item's field that a cursor names. */
  readonly item_id: string;
  /** The item's field that the listing is ordered by. */
  readonly sort_key: string;
}
