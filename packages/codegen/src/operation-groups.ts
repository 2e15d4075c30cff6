import { camelCase } from "@chatkit-contract/openapi/names";

import type { ContractDocument } from "./document.ts";
import type { Operation } from "./model.ts";

/** The operations whose ids share all but the last part, and the groups below. */
export interface Group {
  /** The parts of the id; none for the root. */
  path: string[];
  groups: Map<string, Group>;
  operations: Operation[];
}

/** Groups operations by the dots of their ids. */
export function buildGroups(operations: Operation[]): Group {
  const root: Group = { path: [], groups: new Map(), operations: [] };
  for (const operation of operations) {
    let group = root;
    for (const part of operation.group) {
      const next = group.groups.get(part) ?? {
        path: [...group.path, part],
        groups: new Map(),
        operations: [],
      };
      group.groups.set(part, next);
      group = next;
    }
    group.operations.push(operation);
  }
  return root;
}

/** What is said of a group: the description of the tag that has its name, if there is one. */
export function groupDoc(document: ContractDocument, group: Group): string {
  if (group.path.length === 0) {
    return "Every operation of the contract, grouped by the dots of its id.";
  }
  const tag = document.tags?.find(({ name }) => camelCase(name) === group.path.join("."));
  return tag?.description?.trim() ?? `The operations of ${group.path.join(".")}.`;
}
