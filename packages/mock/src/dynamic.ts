import type { Operation } from "@chatkit-contract/types";

import type { getHttpOperationsFromSpec } from "@stoplight/prism-http";

/** An operation of the contract as Prism reads it. */
export type HttpOperation = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

/**
 * A variant of the operations whose answers can be made up sanely: their objects have no field that the contract does
 * not name, their numbers are not negative unless the contract says so, and their URLs are such. Requests stay.
 */
export function tameAnswers(operations: HttpOperation[]): HttpOperation[] {
  return operations.map((operation) => {
    const copy = structuredClone(operation) as HttpOperation & { __bundled__?: unknown };
    tame(copy.responses);
    tame(copy.__bundled__);
    return copy;
  });
}

/**
 * Makes a page out of a made-up answer of a paged operation (`x-pagination`): at most `limit` items, its ends named by
 * its items, and nothing after it, so that listings end.
 */
export function settlePage(
  answer: unknown,
  { pagination }: Operation,
  query: Readonly<Record<string, unknown>>,
): unknown {
  const page = answer as Record<string, unknown> | undefined;
  const items = pagination && page?.[pagination.items];
  if (!pagination || !Array.isArray(items)) {
    return answer;
  }
  const { first_id, last_id, has_more, item_id, limit } = pagination;
  const kept = items.slice(0, Number(query[limit] ?? items.length)) as Item[];
  const ends = {
    [first_id]: kept[0]?.[item_id] ?? null,
    [last_id]: kept.at(-1)?.[item_id] ?? null,
  };
  return { ...page, [pagination.items]: kept, ...ends, [has_more]: false };
}

type Item = Record<string, unknown>;

function tame(node: unknown): void {
  if (typeof node !== "object" || node === null) {
    return;
  }
  const schema = node as Record<string, unknown>;
  if (typeof schema["properties"] === "object") {
    schema["additionalProperties"] ??= false;
  }
  if (schema["type"] === "integer" || schema["type"] === "number") {
    schema["minimum"] ??= 0;
  }
  if (schema["format"] === "uri") {
    // Left to itself, Prism makes hosts up that no URL can have, such as a name that ends in a number.
    schema["pattern"] ??= "^https://[a-z]{3,9}\\.example/[a-z]{1,9}$";
    delete schema["format"];
  }
  Object.values(schema).forEach(tame);
}
