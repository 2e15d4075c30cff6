import type { Documents } from "./content-differences.ts";
import {
  findDifference,
  mergeFindings,
  type Difference,
  type Finding,
  type Site,
} from "./difference.ts";
import { keysOfBoth, type JsonObject } from "./document.ts";
import { createNormaliser } from "./normalise.ts";
import { operationDifferences } from "./operation-differences.ts";
import { operationsOf, placeOf, type Operation } from "./operations.ts";
import { securityOf, serversOf } from "./surroundings.ts";

/**
 * Compares two contracts and returns everything that shows on the wire, in an order that is always the same, and names
 * that show in generated code (kind `name`). Wording, examples, tags and the names of components are no differences,
 * and neither is how a schema is spelled.
 *
 * @param before A bundled OpenAPI 3 document: references stay within it.
 * @param after The other one. Components that were renamed go by its names.
 * @throws {Error} A reference names nothing.
 */
export function compareContracts(before: object, after: object): Difference[] {
  const [left, right] = [before as JsonObject, after as JsonObject];
  const documents = { before: createNormaliser(left), after: createNormaliser(right) };
  const [a, b] = [operationsOf(left), operationsOf(right)];
  const security = [securityOf(left, left), securityOf(right, right)] as const;
  return mergeFindings([
    ...findDifference(WHOLE, "server", "server", serversOf(left), serversOf(right)),
    ...findDifference(WHOLE, "security", "security", ...security),
    ...keysOfBoth(a.keys(), b.keys()).flatMap((key) =>
      pairDifferences(documents, a.get(key), b.get(key)),
    ),
  ]);
}

const WHOLE: Site = { place: "every operation", direction: "request" };

function pairDifferences(documents: Documents, a?: Operation, b?: Operation): Finding[] {
  if (a && b) {
    return [...ownDifferences(documents, a, b), ...operationDifferences(documents, a, b)];
  }
  const known = a ?? b;
  if (!known) return [];
  const place = placeOf(known);
  const summaries = [a && "operation", b && "operation"] as const;
  return findDifference({ place, direction: "both" }, place, "operation", ...summaries);
}

/** Servers and security of an operation that has its own: what all share is reported once. */
function ownDifferences({ before, after }: Documents, a: Operation, b: Operation): Finding[] {
  const place = placeOf(b);
  const site: Site = { place, direction: "request" };
  const pairs = [
    [before.document, a],
    [after.document, b],
  ] as const;
  const [servers, otherServers] = pairs.map(([document, { operation, pathItem }]) =>
    serversOf([operation, pathItem].find((owner) => "servers" in owner) ?? document),
  );
  const [security, otherSecurity] = pairs.map(([document, { operation }]) =>
    securityOf(document, "security" in operation ? operation : document),
  );
  const owners = [a.operation, a.pathItem, b.operation, b.pathItem];
  return [
    ...(owners.some((owner) => "servers" in owner)
      ? findDifference(site, `${place} server`, "server", servers, otherServers)
      : []),
    ...(owners.some((owner) => "security" in owner)
      ? findDifference(site, `${place} security`, "security", security, otherSecurity)
      : []),
  ];
}
