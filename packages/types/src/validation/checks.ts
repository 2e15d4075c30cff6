/** The length of a string in code points, which is what `minLength` and `maxLength` count (JSON Schema, 6.3). */
export function countCodePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const isHighSurrogate = unit >= 0xd800 && unit <= 0xdbff;
    if (isHighSurrogate && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      index++;
    }
    count++;
  }
  return count;
}

/** What a URI may be written with (RFC 3986, appendix A). `URL` alone would encode or drop the rest in silence. */
const URI_CHARACTERS = /^[a-z][a-z\d+.-]*:(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})*$/i;

/** Whether a string is an absolute URI: the format `uri`. */
export function isUri(text: string): boolean {
  return URI_CHARACTERS.test(text) && URL.canParse(text);
}
