import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { ApiError } from "../../src/index.ts";
import { fail, ok, PAGE, play, problemOf } from "./play.ts";

/** The client's clock stands here when a test begins; see {@link play}. */
const NOW = 1_790_000_000_000;
const inSeconds = (seconds: number): string => new Date(NOW + seconds * 1_000).toUTCString();

/** Half of the 500 ms that are the most for a first wait. */
const BACKOFF = 250;

const waited: [form: string, headers: Record<string, string>, waitMs: number][] = [
  ["nothing", {}, BACKOFF],
  ["seconds", { "retry-after": "7" }, 7_000],
  ["half a second", { "retry-after": "0.5" }, 500],
  ["none", { "retry-after": "0" }, 0],
  ["as much as is waited for", { "retry-after": "60" }, 60_000],
  ["a date", { "retry-after": inSeconds(30) }, 30_000],
  ["a date as RFC 850 had it", { "retry-after": "Monday, 21-Sep-26 14:13:40 GMT" }, 20_000],
  ["a date as asctime() has it", { "retry-after": "Mon Sep 21 14:13:40 2026" }, 20_000],
  ["a past date", { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }, 0],
  ["a negative number", { "retry-after": "-5" }, BACKOFF],
  ["garbage", { "retry-after": "soon" }, BACKOFF],
  ["an empty text", { "retry-after": "" }, BACKOFF],
  ["a word and a number", { "retry-after": "later 12" }, BACKOFF],
  ["a word and a year to come", { "retry-after": "try 2099" }, BACKOFF],
  ["a date without a time", { "retry-after": "2099-01-01" }, BACKOFF],
  ["a date that there is not", { "retry-after": "Mon, 99 Sep 2026 14:13:40 GMT" }, BACKOFF],
  ["a date in another zone", { "retry-after": "Mon, 21 Sep 2026 14:13:40 +0200" }, BACKOFF],
  ["an infinite number", { "retry-after": "Infinity" }, BACKOFF],
  ["milliseconds", { "retry-after-ms": "30" }, 30],
  ["milliseconds beside seconds", { "retry-after-ms": "30", "retry-after": "9" }, 30],
  ["garbage for milliseconds beside seconds", { "retry-after-ms": "x", "retry-after": "9" }, 9_000],
  ["negative milliseconds", { "retry-after-ms": "-30" }, BACKOFF],
  ["that it should be retried", { "x-should-retry": "true" }, BACKOFF],
];

test.for(waited)("429 that says %s: waits so long, then the page", async ([, headers, waitMs]) => {
  const { answer, requests, waits } = await play({ moves: [fail(429, headers), ok] });

  expect(answer).toEqual(PAGE);
  expect(requests).toHaveLength(2);
  expect(waits).toEqual([waitMs]);
});

test("Retry-After in seconds with blanks behind it: waits so long, then the page", async () => {
  const { waits } = await play({
    moves: [
      (response) => {
        const head =
          "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7 \r\nContent-Length: 0\r\n\r\n";
        response.socket?.end(head);
      },
      ok,
    ],
  });

  expect(waits).toEqual([7_000]);
});

test("a date without a zone is in UTC wherever the client runs", async () => {
  const file = new URL("../../src/errors.ts", import.meta.url).href;
  const code = `import { ApiError } from ${JSON.stringify(file)};
    const headers = { "retry-after": "Mon Sep 21 14:13:40 2099" };
    const error = new ApiError({}, new Response("", { status: 429, headers }), {});
    console.log(Math.round((Date.now() + error.retryAfterMs) / 1000));`;
  const times = ["UTC", "America/New_York"].map((zone) =>
    execFileSync(
      process.execPath,
      ["--input-type=module-typescript", "--no-warnings", "--eval", code],
      {
        env: { ...process.env, TZ: zone },
        encoding: "utf8",
      },
    ).trim(),
  );

  const time = String(Date.UTC(2099, 8, 21, 14, 13, 40) / 1_000);
  expect(times).toEqual([time, time]);
});

const refused: [form: string, headers: Record<string, string>, retryAfterMs: number | null][] = [
  ["120 seconds", { "retry-after": "120" }, 120_000],
  ["a date an hour away", { "retry-after": inSeconds(3_600) }, 3_600_000],
  ["120,000 milliseconds", { "retry-after-ms": "120000" }, 120_000],
  [
    "120 seconds, and that it should be retried",
    { "retry-after": "120", "x-should-retry": "true" },
    120_000,
  ],
  ["that it should not be retried", { "x-should-retry": "false" }, null],
  [
    "2 seconds, and that it should not be retried",
    { "retry-after": "2", "x-should-retry": "false" },
    2_000,
  ],
];

test.for(refused)("429 that says %s: an ApiError at once", async ([, headers, retryAfterMs]) => {
  const ending = await play({ moves: [fail(429, headers), ok] });

  const comeBack = retryAfterMs === null ? "" : ` (come back in ${retryAfterMs / 1_000} s)`;
  expect(problemOf(ending)).toBe(`429 It is 429.${comeBack}`);
  expect(ending.error).toBeInstanceOf(ApiError);
  expect(ending.error).toMatchObject({ status: 429, attempts: 1, retryAfterMs });
  expect(ending.requests).toHaveLength(1);
});

test("a longer Retry-After is waited for where the caller allows it", async () => {
  const { answer, waits } = await play({
    moves: [fail(429, { "retry-after": "120" }), ok],
    options: { maxRetryAfterMs: 120_000 },
  });

  expect(answer).toEqual(PAGE);
  expect(waits).toEqual([120_000]);
});

const statuses: [status: number, headers: Record<string, string>, requests: number][] = [
  [400, {}, 1],
  [401, {}, 1],
  [403, {}, 1],
  [404, {}, 1],
  [408, {}, 3],
  [409, {}, 1],
  [429, {}, 3],
  [500, {}, 3],
  [501, {}, 3],
  [503, {}, 3],
  [599, {}, 3],
  [409, { "x-should-retry": "true" }, 3],
  [500, { "x-should-retry": "false" }, 1],
  [500, { "x-should-retry": "maybe" }, 3],
];

test.for(statuses)(
  "%d with %j for ever: an ApiError after so many requests: %d",
  async ([status, headers, count]) => {
    const ending = await play({ moves: [fail(status, headers)] });

    expect(problemOf(ending)).toBe(`${status} It is ${status}.`);
    expect(ending.error).toMatchObject({ kind: "api", status, attempts: count });
    expect(ending.requests).toHaveLength(count);
    expect(ending.waits).toEqual([250, 500].slice(0, count - 1));
  },
);

test("the wait doubles from 500 ms and ends at 8 s", async () => {
  const { waits } = await play({ moves: [fail(503)], options: { maxRetries: 7 } });

  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
});

test.for([0, 0.25, 0.999])(
  "clients that fail together do not come back together: with a draw of %d the wait is its share",
  async (random) => {
    const { waits } = await play({ moves: [fail(503)], random });

    expect(waits).toEqual([Math.floor(500 * random), Math.floor(1_000 * random)]);
  },
);
