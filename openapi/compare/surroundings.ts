import { isObject, listIn, objectIn, resolveIn, type JsonObject } from "./document.ts";

/** The base URLs of a document, path or operation in their order (clients take the first), with the defaults of their variables. */
export function serversOf(owner: JsonObject): string[] | undefined {
  const urls = listIn(owner, "servers").map((server) => {
    const variables = objectIn(server, "variables");
    const url = isObject(server) ? String(server["url"]) : "";
    return url
      .replaceAll(/\{([^}]*)\}/g, (whole, name: string) => {
        const value = objectIn(variables, name)["default"];
        return typeof value === "string" ? value : whole;
      })
      .replace(/\/$/, "");
  });
  return urls.length > 0 ? urls : undefined;
}

/**
 * The ways to be let in, in words that do not depend on the name of a scheme.
 *
 * @param owner The document, or an operation with its own.
 */
export function securityOf(document: JsonObject, owner: JsonObject): string[] | undefined {
  const schemes = objectIn(document["components"], "securitySchemes");
  const ways = listIn(owner, "security").map((requirement) => {
    const parts = Object.keys(isObject(requirement) ? requirement : {}).map((name) => {
      const scopes = listIn(requirement, name).map(String).toSorted();
      return [describeScheme(resolveIn(document, schemes[name])), ...scopes].join(" ");
    });
    return parts.length > 0 ? parts.toSorted().join(" and ") : "open to all";
  });
  return ways.length > 0 ? [...new Set(ways)].toSorted() : undefined;
}

function describeScheme(scheme: unknown): string {
  if (!isObject(scheme)) return "unknown scheme";
  const words = ["type", "scheme", "in", "name", "openIdConnectUrl"].flatMap((key) => {
    const word = scheme[key];
    if (typeof word !== "string") return [];
    return key === "scheme" ? word.toLowerCase() : word;
  });
  return words.join(" ");
}
