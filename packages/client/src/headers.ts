/** Headers by their names, in whatever case; what is undefined is not sent. */
export type HeaderValues = Readonly<Record<string, string | undefined>>;

/**
 * Merges headers; those that come later replace those of the same name in whatever case (RFC 9110, section 5.1).
 *
 * @param place What an error names: the operation, or the function that takes the headers.
 * @returns What is to be sent, by lower-case names. A plain record costs fetch half of what a Headers object does.
 * @throws {TypeError} One cannot be sent; the message does not repeat its value, as fetch's own would.
 */
export function mergeHeaders(
  place: string,
  ...headers: readonly (HeaderValues | undefined)[]
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const values of headers) {
    for (const name in values) {
      const value = values[name];
      if (value !== undefined) {
        if (
          // null would be sent as the text "null".
          typeof value !== "string" ||
          !/^[\w!#$%&'*+.^`|~-]+:[\t -~\x80-\xff]*$/.test(`${name}:${value}`)
        ) {
          throw new TypeError(`${place}: the header ${name} cannot have this value`);
        }
        merged[name.toLowerCase()] = value;
      }
    }
  }
  return merged;
}

/** A key, or what gives one. */
export type ApiKey = string | (() => string | Promise<string>);

/**
 * The value of the header that carries a key.
 *
 * @throws {TypeError} The key cannot stand in a header; the message does not repeat it.
 */
export function toBearer(key: unknown): string {
  if (typeof key !== "string" || !/^[!-~]+$/.test(key)) {
    throw new TypeError("there is no apiKey (or OPENAI_API_KEY) of visible ASCII without spaces");
  }
  return `Bearer ${key}`;
}
