import { useEffect, useState } from "react";

/**
 * The current time in ms since 1970, moving on by itself.
 *
 * @param intervalMs How often it moves on.
 */
export function useNow(intervalMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
