import { hash } from "node:crypto";

/** A digest of a JSON value: the same for the same value, in whatever order its objects name their fields. */
export function digestJson(value: unknown): string {
  return hash("sha256", JSON.stringify(value, sortFields));
}

/** Names come in the order of their code units; integer-like names, which objects put first by themselves, do so on both sides. */
function sortFields(_name: string, value: unknown): unknown {
  return typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
      );
}
