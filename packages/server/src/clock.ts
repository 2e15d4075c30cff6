/** The time that a server goes by. Times are in seconds since 1970-01-01T00:00:00Z, as in the contract; fractions count. */
export interface Clock {
  /** What time it is. */
  now(): number;
  /** Whether time stands still. */
  readonly isFrozen: boolean;
  /**
   * Lets time stand still.
   *
   * @param at When. Default: now.
   * @throws {RangeError} It is not a time.
   */
  freeze(at?: number): void;
  /**
   * Makes it another time; it stands still or runs as before.
   *
   * @throws {RangeError} It is not a time.
   */
  set(at: number): void;
  /**
   * Moves time on.
   *
   * @param seconds By how much; less than 0 turns it back.
   * @throws {RangeError} It is not a number of seconds.
   */
  advance(seconds: number): void;
  /** Goes by the time of day again. */
  reset(): void;
}

/** Makes a clock that goes by the time of day until it is told otherwise. */
export function createClock(readMs: () => number = Date.now): Clock {
  let frozenAt: number | undefined;
  let ahead = 0;
  const now = (): number => frozenAt ?? readMs() / 1_000 + ahead;
  const set = (at: number): void => {
    check(at);
    ahead = at - readMs() / 1_000;
    frozenAt = frozenAt === undefined ? undefined : at;
  };
  return {
    now,
    get isFrozen() {
      return frozenAt !== undefined;
    },
    freeze: (at = now()) => {
      set(at);
      frozenAt = at;
    },
    set,
    advance: (seconds) => set(now() + seconds),
    reset: () => {
      frozenAt = undefined;
      ahead = 0;
    },
  };
}

/** The last second of the year 9999, past which there are no dates of four digits. */
const LAST_SECOND = 253_402_300_799;

function check(at: number): void {
  if (!(at >= 0 && at <= LAST_SECOND)) {
    const range = `a number of seconds since 1970, from 0 to ${LAST_SECOND}`;
    throw new RangeError(`${at} is no time: it must be ${range}`);
  }
}
