import { expect, test } from "vitest";

import { describeTime } from "../src/describe-time.ts";

const NOW_MS = Date.UTC(2024, 3, 5, 20, 0);
const SECOND = NOW_MS / 1000;

test.each([
  [0, "now"],
  [59, "59 seconds ago"],
  [60, "1 minute ago"],
  [119 * 60, "1 hour ago"],
  [86_400, "yesterday"],
  [8 * 86_400, "last week"],
  [40 * 86_400, "last month"],
  [800 * 86_400, "2 years ago"],
  [-3_600, "in 1 hour"],
])("says how far away a moment is: %i s, %s", (seconds, relative) => {
  expect(describeTime(SECOND - seconds, NOW_MS)?.relative).toBe(relative);
});

test("gives the moment itself for machines", () => {
  expect(describeTime(SECOND, NOW_MS)?.iso).toBe("2024-04-05T20:00:00.000Z");
});

test.each([Number.NaN, 1e15])("gives nothing for what is no moment: %d", (seconds) => {
  expect(describeTime(seconds, NOW_MS)).toBeUndefined();
});
