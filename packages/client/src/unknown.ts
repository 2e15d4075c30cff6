/** The discriminator of a case that is newer than this client. The same symbol in every copy of the package. */
export const UNKNOWN: unique symbol = Symbol.for("@chatkit-contract/unknown");

/**
 * A member of an open union (`x-open`) that this client does not know. `raw` is the value as it came.
 *
 * A `switch` over the discriminator is exhaustive only with `case UNKNOWN`.
 */
export type UnknownCase<Discriminator extends string> = {
  readonly [K in Discriminator]: typeof UNKNOWN;
} & {
  /** The whole value as the server sent it. */
  readonly raw: unknown;
};

declare const newer: unique symbol;

/**
 * A value of an open enum (`x-open`) that this client does not know: any string at run time. The literal in its type
 * only keeps `===` and `switch` narrowing alive, which a plain `string` would end.
 */
export type UnknownValue = "a value newer than this client" & { readonly [newer]: true };
