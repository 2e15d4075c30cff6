/** A ratio in two digits behind the point. */
export function formatRatio(value: number): string {
  return value.toFixed(2);
}

/** `1,200`, to two digits: they say what one run can. */
export function formatRounded(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString("en");
}

/** `1,234` */
export function formatCount(value: number): string {
  return value.toLocaleString("en");
}

/** `3.2 ms`, `320 ms` */
export function formatMs(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

/** `52 µs` */
export function formatMicroseconds(value: number): string {
  return `${formatCount(Math.round(value))} µs`;
}
