/** What an identifier begins with that is kept escaped: no control character starts one that is not. */
const ESCAPED = "\u0001";

/**
 * An identifier as a text that every database keeps and compares without loss. PostgreSQL takes no U+0000, and UTF-8
 * turns every lone surrogate into the same replacement character, yet JSON may bring both; no two identifiers share a
 * key.
 */
export function toKeyText(identifier: string): string {
  const isPlain =
    identifier.isWellFormed() && !identifier.includes("\0") && !identifier.startsWith(ESCAPED);
  // JSON.stringify writes NUL and lone surrogates as escapes (ECMA-262, well-formed JSON.stringify).
  return isPlain ? identifier : ESCAPED + JSON.stringify(identifier);
}
