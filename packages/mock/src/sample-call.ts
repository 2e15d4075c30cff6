import type { Operation } from "@chatkit-contract/types";
import { operations } from "@chatkit-contract/types/operations";

/** A curl command for the contract's first GET that needs no value in its path, or else for its first operation. */
export function describeSampleCall(url: string): string {
  const all: Operation[] = Object.values(operations);
  const plain = all.find(({ method, path }) => method === "GET" && !path.includes("{"));
  const { method, path, needsKey, headers } = (plain ?? all[0]) as Operation;
  const sent = { ...(needsKey ? { Authorization: "Bearer any-key" } : {}), ...headers };
  const flags = Object.entries(sent).map(([name, value]) => ` -H '${name}: ${value}'`);
  return `curl${method === "GET" ? "" : ` -X ${method}`} ${url}${path}${flags.join("")}`;
}
