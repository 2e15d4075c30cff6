import { expect, test } from "vitest";

import { createClock } from "../src/clock.ts";

test("goes by the time of day until it is told otherwise, and again after a reset", () => {
  let ms = 10_000;
  const clock = createClock(() => ms);

  const times = [clock.now()];
  ms += 500;
  times.push(clock.now());
  clock.set(100);
  ms += 1_000;
  times.push(clock.now());
  clock.advance(20);
  ms += 1_000;
  times.push(clock.now());
  clock.reset();
  times.push(clock.now());

  expect(times).toEqual([10, 10.5, 101, 122, 12.5]);
  expect(clock.isFrozen).toBe(false);
});

test("stands still while it is frozen, whatever it is set to", () => {
  let ms = 10_000;
  const clock = createClock(() => ms);

  clock.freeze();
  ms += 5_000;
  const times = [clock.now()];
  clock.set(50);
  ms += 5_000;
  times.push(clock.now());
  clock.advance(-1.5);
  ms += 5_000;
  times.push(clock.now());

  expect(times).toEqual([10, 50, 48.5]);
  expect(clock.isFrozen).toBe(true);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 253_402_300_800])(
  "%d is no time, and changes nothing",
  (at) => {
    const clock = createClock(() => 10_000);

    expect(() => clock.set(at)).toThrow(/is no time: it must be a number of seconds since 1970/);
    expect(() => clock.freeze(at)).toThrow(RangeError);
    expect(() => clock.advance(at - 10)).toThrow(RangeError);

    expect(clock.now()).toBe(10);
    expect(clock.isFrozen).toBe(false);
  },
);
