import type { ContractDocument } from "@chatkit-contract/codegen";

/** What is done to a document at a JSON pointer: a new value, or nothing to take it out. `-` is the end of a list. */
export type Edit = readonly [pointer: string, value?: unknown];

/**
 * A copy of a document with edits made one after another. An edit that does nothing is refused, so that a matrix of
 * edits cannot rot.
 */
export function editDocument(document: ContractDocument, edits: readonly Edit[]): ContractDocument {
  const copy = structuredClone(document) as unknown as Node;
  for (const [pointer, value] of edits) {
    const path = pointer.split("/").slice(1).map(unescape);
    const key = path.pop() ?? "";
    const parent = path.reduce<Node>((node, part) => {
      const next = node[part];
      if (typeof next !== "object" || next === null) throw new Error(`${pointer}: nothing there`);
      return next as Node;
    }, copy);
    if (JSON.stringify(parent[key]) === JSON.stringify(value)) {
      throw new Error(`${pointer}: it is so already`);
    }
    if (Array.isArray(parent) && key === "-") parent.push(value);
    else if (Array.isArray(parent) && value === undefined) parent.splice(Number(key), 1);
    else if (value === undefined) delete parent[key];
    else parent[key] = value;
  }
  return copy as unknown as ContractDocument;
}

/** A copy in which every occurrence of a text in its JSON is another. */
export function renameInDocument(
  document: ContractDocument,
  from: string,
  to: string,
): ContractDocument {
  const text = JSON.stringify(document);
  if (!text.includes(from)) throw new Error(`${from}: nothing there`);
  return JSON.parse(text.replaceAll(from, to)) as ContractDocument;
}

type Node = Record<string, unknown>;

function unescape(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
