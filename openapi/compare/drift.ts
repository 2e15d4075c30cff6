import { compareContracts } from "./compare.ts";
import { judge, type Deviation, type Judgement } from "./deviations.ts";
import { objectIn, type JsonObject } from "./document.ts";

/**
 * Compares a contract with a published document and judges the differences by the list of those that are meant. Of the
 * published document only what lies under the contract's own paths counts, and names do not.
 *
 * @param published A bundled OpenAPI document, of which the contract may be a part.
 * @param contract The bundled contract.
 */
export function findDrift(
  published: object,
  contract: object,
  deviations: readonly Deviation[],
): Judgement {
  const prefix = commonPrefix(Object.keys(objectIn(contract, "paths")));
  const differences = compareContracts(under(prefix, published as JsonObject), contract);
  return judge(
    differences.filter(({ kind }) => kind !== "name"),
    deviations,
  );
}

/** The segments that all paths begin with, parameters and the last segment of a single path left out: `/chatkit`. */
export function commonPrefix(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split("/"));
  const differing = first.findIndex(
    (segment, index) =>
      segment.startsWith("{") ||
      index === first.length - 1 ||
      others.some((other) => other[index] !== segment),
  );
  return first.slice(0, Math.max(differing, 0)).join("/");
}

function under(prefix: string, document: JsonObject): JsonObject {
  const paths = Object.entries(objectIn(document, "paths")).filter(
    ([path]) => path === prefix || path.startsWith(`${prefix}/`),
  );
  return { ...document, paths: Object.fromEntries(paths) };
}
