import type { Random } from "../data/random.ts";
import type { Latency } from "./fault.ts";

/** The longest that a call can be made to wait. */
export const MAX_LATENCY_MS: number = 3_600_000;

/** Draws how long a call has to wait, in milliseconds, from 0 to an hour. */
export function drawLatency(latency: Latency, random: Random): number {
  return Math.min(Math.max(draw(latency, random), 0), MAX_LATENCY_MS);
}

function draw(latency: Latency, random: Random): number {
  if (typeof latency === "number") {
    return latency;
  }
  switch (latency.distribution) {
    case "uniform":
      return latency.min + (latency.max - latency.min) * random.next();
    case "normal":
      return latency.mean + latency.deviation * drawNormal(random);
    case "lognormal":
      return latency.median * Math.exp(latency.sigma * drawNormal(random));
  }
}

/** The standard normal distribution, by Box and Muller. */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
