import { findDifference, type Finding, type Site } from "./difference.ts";
import type { JsonObject } from "./document.ts";
import { WIRE_EXTENSIONS } from "./normalise.ts";

/** How the extensions that say something about the wire differ on an operation or a parameter. */
export function extensionDifferences(site: Site, a: JsonObject, b: JsonObject): Finding[] {
  return WIRE_EXTENSIONS.flatMap((name) => {
    const values = [valueOf(a, name), valueOf(b, name)] as const;
    return findDifference(site, `${site.place} ${name}`, "extension", ...values);
  });
}

/** `false` is the same as nothing. */
function valueOf(node: JsonObject, name: string): unknown {
  return node[name] === false ? undefined : node[name];
}
