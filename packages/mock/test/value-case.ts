import type { Rule } from "./refusal-codes.ts";

/** A value on one side of one rule of a schema, right at it. */
export interface ValueCase {
  /** The names that lead to what was changed, and is to blame if it is refused. */
  path: string[];
  rule: Rule;
  isAccepted: boolean;
  /** The value, in words. */
  what: string;
  /** What the schema says: the keyword's own value. */
  bound: unknown;
  /** Makes the whole value. It may be ten million characters long. */
  make: () => unknown;
}

/** A case that keeps its rule. */
export function accepted(rule: Rule, bound: unknown, what: string, make: () => unknown): ValueCase {
  return { path: [], rule, isAccepted: true, what, bound, make };
}

/** A case that breaks its rule. */
export function refused(rule: Rule, bound: unknown, what: string, make: () => unknown): ValueCase {
  return { path: [], rule, isAccepted: false, what, bound, make };
}

/** A case of a value that is a part of another. */
export function within(
  name: string,
  known: ValueCase,
  place: (value: unknown) => unknown,
): ValueCase {
  return { ...known, path: [name, ...known.path], make: () => place(known.make()) };
}

/** So many of something, in words. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
