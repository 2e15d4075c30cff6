/**
 * Takes out of a text what must not stand in a log: servers and fetches repeat in their messages what they were sent.
 *
 * @param text What somebody else wrote.
 * @param secrets What to take out, but not from the middle of a word: a user may be named "a".
 */
export function conceal(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret !== "")
    .map((secret) => secret.replace(/\W/g, "\\$&"));
  return forms.length > 0
    ? text.replace(new RegExp(`(?<!\\w)(${forms.join("|")})(?!\\w)`, "g"), "…")
    : text;
}
