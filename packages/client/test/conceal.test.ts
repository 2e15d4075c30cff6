import { expect, test } from "vitest";

import { conceal } from "../src/conceal.ts";

// A pattern that can read a text in two ways at each character takes hours for these, and stops the whole process.
const BACKSLASHES = "\\".repeat(40);
test.for([
  ["as JSON that is cut off", `${BACKSLASHES}a`, `${BACKSLASHES}${BACKSLASHES}…`],
  ["as JSON that goes on", `${BACKSLASHES}a`, `${BACKSLASHES}${BACKSLASHES}ab`],
  ["with other escapes", "(\\".repeat(40), `${"\\(".repeat(80)}b`],
  ["with escapes of both", '\\"'.repeat(40), `${'\\\\"'.repeat(40)}b`],
  ["as half a URL", "\\%5C".repeat(40), `${"%5C".repeat(120)}b`],
  ["as a URL in a URL", "%5C".repeat(40), `${"%5C".repeat(40)}b`],
  ["in several forms", "%+ ".repeat(40), `${"%25%2B%20%+ ".repeat(40)}b`],
  ["behind many backslashes", "(a", `${"\\".repeat(20_000)}(`],
] as const)("a secret of many special characters, %s: read in no time", ([, secret, text]) => {
  expect(conceal(text, [secret]).at(-1)).toBe(text.at(-1));
});

test("each secret is taken out wherever it stands, and nothing else", () => {
  expect(conceal("a b, c\\u0062 and b", ["b", "c"])).toBe("a ***, ***\\u0062 and ***");
  expect(conceal("nothing", [])).toBe("nothing");
  expect(conceal(null, ["b"])).toBeNull();
});
