/**
 * Takes out of a text what must not stand in a log: servers and fetches repeat in their messages what they were sent.
 *
 * @param text What somebody else wrote; null stays null.
 * @param secrets What to take out, as it is and as a URL, a form or JSON has it, but not from the middle of a word: a
 * user may be named "a".
 */
export function conceal<Text extends string | null>(
  text: Text,
  secrets: readonly string[] = [],
): Text {
  let rest: string | null = text;
  for (const secret of secrets) {
    // However it is written, each character is read in one way alone: where there are two, an engine tries all of them.
    const form = secret.replace(
      /\\*([^\w\\])|\\+/gu,
      (_all, char?: string, offset?: number) =>
        // The secret's own backslashes or those of JSON: as many as there are.
        (offset ? "(\\\\+|(%5C)+(?!%5C))?" : "") +
        (char
          ? `(\\${char}|\\${String(new URLSearchParams({ "": char })).slice(1)}|%20|(?<=\\\\)(u....|[bfnrt]))`
          : ""),
    );
    if (form) {
      rest &&= rest.replace(new RegExp(`(?<=^|\\W|%\\w\\w)${form}(?!\\w)`, "gi"), "***");
    }
  }
  return rest as Text;
}

/** Whether a log of something may show a secret: what cannot be looked into, or not so deep, may. */
export function tells(value: unknown, secrets?: readonly string[], depth = 5): boolean {
  return Object(value) === value
    ? !depth ||
        !/ (Object|Array|Error)]/.test({}.toString.call(value)) ||
        Reflect.ownKeys(value as object).some((key) =>
          tells((value as Record<PropertyKey, unknown>)[key], secrets, depth - 1),
        )
    : conceal(String(value), secrets) !== String(value);
}
