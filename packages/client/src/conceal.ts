/**
 * Takes out of a text what must not stand in a log: servers and fetches repeat in their messages what they were sent.
 *
 * @param text What somebody else wrote.
 * @param secrets What to take out, as it is and as a URL has it.
 */
export function conceal(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((rest, secret) => (secret ? rest.replaceAll(secret, "…") : rest), text);
}
