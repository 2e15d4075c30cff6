import { ApiError } from "../api-error.ts";
import type { Clock } from "../clock.ts";

/** What a clock says, in the form of the control API. */
export function describeClock(clock: Clock): { now: number; is_frozen: boolean } {
  return { now: clock.now(), is_frozen: clock.isFrozen };
}

/**
 * Turns a clock as an order says: one of `freeze` (true, or when), `set`, `advance` and `reset`.
 *
 * @throws {ApiError} It is no such order, or names no time.
 */
export function turnClock(clock: Clock, order: unknown): void {
  try {
    if (!obey(clock, order)) {
      throw new RangeError(`The body must be ${ORDERS}`);
    }
  } catch (error) {
    throw error instanceof RangeError
      ? new ApiError(400, "invalid_value", `${error.message}.`)
      : error;
  }
}

const ORDERS =
  '{"freeze": true}, {"freeze": time}, {"set": time}, {"advance": seconds} or {"reset": true}';

function obey(clock: Clock, order: unknown): boolean {
  const [entry, ...more] = typeof order === "object" && order !== null ? Object.entries(order) : [];
  const [name, value] = entry ?? [];
  if (more.length > 0) {
    return false;
  }
  if (value === true && (name === "freeze" || name === "reset")) {
    clock[name]();
    return true;
  }
  if (typeof value === "number" && (name === "freeze" || name === "set" || name === "advance")) {
    clock[name](value);
    return true;
  }
  return false;
}
