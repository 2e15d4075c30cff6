/** Headers by their names, in whatever case; what is undefined is not sent. */
export type HeaderValues = Readonly<Record<string, string | undefined>>;

/**
 * Gives back headers that can be sent.
 *
 * @param place What an error names: the operation, or `createChatKit`.
 * @throws {TypeError} One cannot; the message does not repeat its value, as fetch's own would.
 */
export function checkHeaders<Headers extends HeaderValues | undefined>(
  place: string,
  headers: Headers,
): Headers {
  for (const name in headers) {
    const value = headers[name];
    if (
      value !== undefined &&
      // null would be sent as the text "null".
      (typeof value !== "string" ||
        !/^[\w!#$%&'*+.^`|~-]+:[\t -~\x80-\xff]*$/.test(`${name}:${value}`))
    ) {
      throw new TypeError(`${place}: the header ${name} cannot be sent with this value`);
    }
  }
  return headers;
}

/** A key, or what gives one. */
export type ApiKey = string | (() => string | Promise<string>);

/**
 * The value of the header that carries a key.
 *
 * @throws {TypeError} The key cannot stand in a header; the message does not repeat it.
 */
export function toBearer(key: unknown): string {
  if (typeof key !== "string" || !/^[\x21-\x7e]+$/.test(key)) {
    throw new TypeError(
      "the API key is missing or malformed; pass visible ASCII without spaces, or set OPENAI_API_KEY",
    );
  }
  return `Bearer ${key}`;
}
