/** A ratio in two digits, or a dash where there is none. */
export function ratio(value: number | undefined): string {
  return value?.toFixed(2) ?? "–";
}

/** `6,000 B` */
export function bytes(value: number): string {
  return `${count(value)} B`;
}

/** `6,000` */
export function count(value: number): string {
  return value.toLocaleString("en");
}

/** `+1.5 ms`: more than nothing by so much. */
export function ms(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(1)} ms`;
}

/** `1.5 MB` */
export function megabytes(value: number): string {
  return `${value.toFixed(1)} MB`;
}

/** Milliseconds as seconds: `1.5`. */
export function seconds(value: number): string {
  return (value / 1000).toFixed(1);
}
