import fc from "fast-check";
import { expect, test } from "vitest";

import {
  countCodePoints,
  isDate,
  isDateTime,
  isEqual,
  isUri,
  isUuid,
} from "../src/validation/checks.ts";

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

test.each([
  "1985-04-12T23:20:50.52Z",
  "1996-12-19T16:39:57-08:00",
  "1990-12-31T23:59:60Z",
  "1990-12-31T15:59:60-08:00",
  "1937-01-01T12:00:27.87+00:20",
  "2024-02-29t00:00:00z",
  "2000-02-29T00:00:00Z",
  "0000-01-01T00:00:00Z",
])("%s is a date-time", (text) => {
  expect(isDateTime(text)).toBe(true);
});

test.each([
  "",
  "1985-04-12",
  "1985-04-12T23:20:50",
  "1985-04-12 23:20:50Z",
  "1985-04-12T23:20Z",
  "1985-04-12T23:20:50.Z",
  "1985-04-12T24:00:00Z",
  "1985-04-12T23:60:00Z",
  "1985-04-12T23:59:61Z",
  "1985-04-12T12:00:60Z",
  "1990-12-31T23:59:60-08:00",
  "1985-13-12T23:20:50Z",
  "2023-02-29T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "1985-04-31T23:20:50Z",
  "1985-04-00T23:20:50Z",
  "1985-04-12T23:20:50+0800",
  "1985-04-12T23:20:50+24:00",
  "1985-04-12T23:20:50+08:60",
  "1985-04-12T23:20:50Z\n",
  "\u0661985-04-12T23:20:50Z",
])("%j is no date-time", (text) => {
  expect(isDateTime(text)).toBe(false);
});

test("a date is a day that the calendar has", () => {
  for (const text of ["1985-04-12", "2024-02-29", "0001-12-31"]) {
    expect(isDate(text), text).toBe(true);
  }
  for (const text of ["", "1985-4-12", "2023-02-29", "1985-00-12", "1985-04-12T", "85-04-12"]) {
    expect(isDate(text), text).toBe(false);
  }
});

test("a UUID is five groups of hexadecimal digits, in either case and of any version", () => {
  for (const text of [
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "00000000-0000-0000-0000-000000000000",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
  ]) {
    expect(isUuid(text), text).toBe(true);
  }
  for (const text of [
    "",
    "f81d4fae7dec11d0a76500a0c91e6bf6",
    "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
    "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6\n",
  ]) {
    expect(isUuid(text), text).toBe(false);
  }
});

test("JSON values are equal as they are written, whatever the order of an object's fields", () => {
  const shuffled = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(shuffled)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .map(([name, part]) => [name, shuffled(part)] as const)
              .toReversed(),
          )
        : value;
  const sorted = (value: unknown): string => JSON.stringify(sortFields(value));
  const json = fc
    .jsonValue({ maxDepth: 3 })
    .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

  fc.assert(
    fc.property(json, json, (one, other) => {
      expect(isEqual(one, shuffled(one))).toBe(true);
      expect(isEqual(one, other)).toBe(sorted(one) === sorted(other));
    }),
  );
  expect(isEqual({ a: undefined }, { b: undefined })).toBe(false);
  expect(isEqual([], {})).toBe(false);
  expect(isEqual({}, null)).toBe(false);
  expect(isEqual({ toString: 1 }, {})).toBe(false);
});

function sortFields(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortFields);
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value)
        .map(([name, part]) => [name, sortFields(part)] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .concat([["{}", true]])
    : value;
}
