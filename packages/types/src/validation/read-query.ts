import { createIssue, type Issue } from "./explain.ts";

/** A query, read: the values under their types, or what keeps it from being read. */
export type ReadQuery = { values: Record<string, unknown> } | { issue: Issue };

/**
 * Reads a query string strictly: `limit=`, `0x10`, `1e1` and `+1` are no integers and stay the strings they are, for
 * the validator to refuse, and a parameter that comes twice is refused here.
 *
 * @param search The query.
 * @param types The type of each parameter that the contract declares (`queryTypes`).
 */
export function readQuery(
  search: URLSearchParams,
  types: Readonly<Record<string, string>>,
): ReadQuery {
  const values: Record<string, unknown> = {};
  for (const name of new Set(search.keys())) {
    const given = search.getAll(name);
    if (given.length > 1) {
      return { issue: createIssue(name, "duplicate", given, "given once") };
    }
    const [text = ""] = given;
    const type = Object.hasOwn(types, name) ? types[name] : "string";
    // Not by assignment, which would take `__proto__` for something else.
    Object.defineProperty(values, name, { value: readText(text, type), enumerable: true });
  }
  return { values };
}

const NUMBERS: Readonly<Record<string, RegExp>> = {
  integer: /^(0|-?[1-9]\d*)$/,
  number: /^-?(0|[1-9]\d*)(\.\d+)?$/,
};

function readText(text: string, type: string | undefined): unknown {
  if (type === "boolean" && (text === "true" || text === "false")) {
    return text === "true";
  }
  return type !== undefined && NUMBERS[type]?.test(text) ? readNumber(text) : text;
}

/** A number of more than 308 digits is out of every bound, and not of another type, which Infinity would be. */
function readNumber(text: string): number {
  return Math.min(Math.max(Number(text), -Number.MAX_VALUE), Number.MAX_VALUE);
}
