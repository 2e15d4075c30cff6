import { describeTime } from "../describe-time.ts";

/** What {@link Timestamp} takes. */
export interface TimestampProps {
  /** The moment, in seconds since 1970. */
  seconds: number;
  /** The current time, in ms since 1970. */
  nowMs: number;
}

/** A moment: the date and time, and how long ago that was. */
export function Timestamp({ seconds, nowMs }: TimestampProps) {
  const time = describeTime(seconds, nowMs);
  if (!time) {
    return <span className="quiet">No valid time</span>;
  }
  return (
    <time className="timestamp" dateTime={time.iso} title={time.iso}>
      <span>{time.absolute}</span> <span className="quiet">{time.relative}</span>
    </time>
  );
}
