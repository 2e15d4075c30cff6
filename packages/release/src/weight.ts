import semver from "semver";

/** What a change asks of the next version. `none`: no published byte changes. */
export type Weight = "none" | "patch" | "minor" | "major";

const ORDER: readonly Weight[] = ["none", "patch", "minor", "major"];

/** Orders weights, the lightest first. */
export function compareWeight(a: Weight, b: Weight): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** Whether a weight is at least as heavy as another. */
export function isAtLeast(weight: Weight, other: Weight): boolean {
  return compareWeight(weight, other) >= 0;
}

/** The heaviest of several weights, `none` for no weight. */
export function heaviest(weights: Iterable<Weight>): Weight {
  return [...weights].reduce<Weight>((a, b) => (isAtLeast(a, b) ? a : b), "none");
}

/**
 * The lowest version that a change may be released as. 0.x makes no exception: what breaks 0.1.0 is 1.0.0, as
 * Changesets counts.
 *
 * @throws {TypeError} The version is no semantic version.
 */
export function nextVersion(version: string, weight: Weight): string {
  if (weight === "none") return version;
  const next = semver.inc(version, weight);
  if (next === null) throw new TypeError(`${version} is no semantic version`);
  return next;
}
