/**
 * Takes out of a text what must not stand in a log: servers and fetches repeat in their messages what they were sent.
 *
 * @param text What somebody else wrote; null stays null.
 * @param secrets What to take out, as it is and as a URL, a form or JSON has it, but not from the middle of a word: a
 * user may be named "a".
 */
export function conceal<Text extends string | null>(text: Text, secrets: readonly string[]): Text {
  const forms = secrets.map((secret) =>
    secret.replace(
      /\W/gu,
      (char) =>
        `(\\${char}|\\${String(new URLSearchParams({ "": char })).slice(1)}|%20|\\\\(u....|.))`,
    ),
  );
  // Nothing matches where there is nothing to take out.
  const pattern = `(?<=^|\\W|%\\w\\w)(${forms.join("|") || "(?!)"})(?!\\w)`;
  return text && (text.replace(new RegExp(pattern, "gi"), "***") as Text);
}

/** Whether a log of something may show a secret: what cannot be looked into, or not so deep, may. */
export function tells(value: unknown, secrets: readonly string[], depth = 5): boolean {
  return Object(value) === value
    ? !depth ||
        !/ (Object|Array|Error)]/.test({}.toString.call(value)) ||
        Reflect.ownKeys(value as object).some((key) =>
          tells((value as Record<PropertyKey, unknown>)[key], secrets, depth - 1),
        )
    : conceal(String(value), secrets) !== String(value);
}
