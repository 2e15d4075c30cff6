import fc from "fast-check";
import { expect, test } from "vitest";

import { countCodePoints, isUri } from "../src/validation/checks.ts";

test("counts a string's characters as its iterator does, lone surrogates too", () => {
  const units = fc.constantFrom("a", "\u{1f600}", "\ud83d", "\ude00", "\udfff", "\ud800", "\u0301");
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(units).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (value) => {
      expect(countCodePoints(value)).toBe(Array.from(value).length);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  "https://example.com/a/b?c=d&e=%20#f",
  "https://user@example.com:8080/~x/(y);z=1,2",
  "http://[::1]/",
  "HTTP://EXAMPLE.COM",
  "urn:isbn:0451450523",
  "mailto:someone@example.com",
  "data:text/plain;base64,QQ==",
  "a:",
])("%s is a URI", (text) => {
  expect(isUri(text)).toBe(true);
});

test.each([
  "",
  "example.com",
  "/a/path",
  "//example.com/a",
  "?a=b",
  "1a:b",
  ":a",
  "http://",
  "http://exa mple.com/",
  " https://example.com/",
  "https://example.com/\n",
  "https://example.com/a b",
  'https://example.com/"',
  "https://example.com/<a>",
  "https://example.com/\\a",
  "https://example.com/{a}",
  "https://example.com/%zz",
  "https://example.com/%2",
  "https://example.com/\u00e9",
])("%j is no URI", (text) => {
  expect(isUri(text)).toBe(false);
});
