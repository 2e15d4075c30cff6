import type { ContractDocument } from "@chatkit-contract/codegen";
import { isObject, isSame } from "@chatkit-contract/openapi/compare";

/**
 * A contract without what its open unions and enums gained since another one. Its types then show the compiler every
 * change but the one that callers have agreed to: both contracts mark the union open, and callers handle the unknown.
 *
 * @returns The contract itself where nothing open has grown.
 */
export function withoutOpenGrowth(
  before: ContractDocument,
  after: ContractDocument,
): ContractDocument {
  let hasGrown = false;
  const visit = (old: unknown, now: unknown): unknown => {
    if (Array.isArray(now)) {
      return now.map((part, index) => visit(Array.isArray(old) ? old[index] : undefined, part));
    }
    if (!isObject(now)) return now;
    const earlier = isObject(old) ? old : {};
    const kept = Object.fromEntries(
      Object.entries(now).map(([key, part]) => [key, visit(earlier[key], part)]),
    );
    if (earlier["x-open"] !== true || now["x-open"] !== true) return kept;
    for (const list of ["oneOf", "anyOf", "enum"]) {
      const [known, present] = [earlier[list], now[list]];
      if (!Array.isArray(known) || !Array.isArray(present)) continue;
      const shared = present.filter((each) => known.some((other) => isSame(each, other)));
      hasGrown ||= shared.length < present.length;
      kept[list] = shared;
    }
    return kept;
  };
  const masked = visit(before, after);
  // What was visited has the form of what was given.
  return hasGrown ? (masked as ContractDocument) : after;
}
