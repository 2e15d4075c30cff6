/** A source of chance that says the same for the same seed on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    // The low and the high half of the seed both count.
    this.#state = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
  }

  /** From 0 up to 1, without 1: mulberry32, a generator of 32 bits that passes what a data set asks of it. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** One of several. */
  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    // The index is always one of theirs.
    return values[this.between(0, values.length - 1)] as Value;
  }

  /** A whole number of at least `least`, mostly small, with a long tail (Pareto). A smaller `shape` is a longer tail. */
  tail(least: number, most: number, shape: number): number {
    return Math.min(most, Math.floor(least / (1 - this.next()) ** (1 / shape)));
  }
}
