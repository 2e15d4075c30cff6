/** A moment, for people and for machines. */
export interface TimeDescription {
  /** ISO 8601 in UTC, for a `datetime` attribute. */
  iso: string;
  /** Date and time in the reader's language and time zone. */
  absolute: string;
  /** The distance from now, such as "3 hours ago". */
  relative: string;
}

/**
 * Describes a moment of the contract, or gives undefined for a value that is none: the client does not check each field.
 *
 * @param seconds Seconds since 1970.
 * @param nowMs The current time in ms since 1970.
 */
export function describeTime(seconds: number, nowMs: number): TimeDescription | undefined {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) {
    return undefined;
  }
  return {
    iso: date.toISOString(),
    absolute: ABSOLUTE.format(date),
    relative: describeDistance(seconds - nowMs / 1000),
  };
}

const ABSOLUTE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const UNITS = [
  ["year", 365.25 * 86_400],
  ["month", 30.44 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

function describeDistance(seconds: number): string {
  const [unit, length] = UNITS.find(([, unitLength]) => Math.abs(seconds) >= unitLength) ?? [
    "second",
    1,
  ];
  // Towards now: what happened 100 minutes ago happened an hour ago, not two.
  return RELATIVE.format(Math.trunc(seconds / length), unit);
}
