import { UNKNOWN } from "./unknown.ts";

/**
 * What a value leads to: the fields behind which an open union can lie, or, for such a union itself, its discriminator
 * and the known cases (each with what it leads to in turn, or null).
 */
export type OpenShape = Fields | Union;
type Fields = { readonly [field: string]: OpenShape };
type Union = readonly [
  discriminator: string,
  cases: { readonly [value: string]: OpenShape | null },
];

type Whole = Record<PropertyKey, unknown>;

/**
 * Replaces, in a parsed answer, every member of an open union that the contract does not know by
 * `{ [discriminator]: UNKNOWN, raw }`. Changes the value in place, since nobody else has seen it yet.
 *
 * @param holder What holds the answer, by a key.
 * @param shape What the answer leads to; undefined where that is nothing.
 */
export function markUnknownCases<Key extends PropertyKey>(
  holder: Record<Key, unknown>,
  key: Key,
  shape: OpenShape | undefined,
): void {
  // What is left to look at: by threes, a whole, the key of a part of it, and what that leads to. A function that calls
  // itself would be inlined into itself, and take an engine longer to compile than to run.
  const left: unknown[] = [holder, key, shape];
  for (let at = 0; at < left.length; at += 3) {
    const whole = left[at] as Whole;
    const name = left[at + 1] as PropertyKey;
    let leadsTo = left[at + 2] as OpenShape | null | undefined;
    // No `whole[name]`: the forms of parsed JSON live no longer than an answer does, and what an engine compiled for them
    // is thrown away with them.
    const part = Reflect.get(whole, name) as Whole;
    if (Array.isArray(part)) {
      for (let index = 0; index < part.length; index++) {
        left.push(part, index, leadsTo);
      }
    } else if (Object(part) === part) {
      while (Array.isArray(leadsTo)) {
        const { 0: discriminator, 1: cases } = leadsTo as Union;
        const known: unknown = Reflect.get(part, discriminator);
        if (typeof known === "string" && Object.hasOwn(cases, known)) {
          leadsTo = cases[known];
        } else {
          whole[name] = { [discriminator]: UNKNOWN, raw: part };
          leadsTo = null;
        }
      }
      // There is none where it leads to nothing.
      for (const field in leadsTo as Fields) {
        left.push(part, field, (leadsTo as Fields)[field]);
      }
    }
  }
}
