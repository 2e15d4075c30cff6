import type { Operation } from "@chatkit-contract/types";
import { operations } from "@chatkit-contract/types/operations";

/**
 * A curl command, with all the headers that it needs, for the contract's first operation that reads without being told
 * what.
 *
 * @param key What stands for the key.
 */
export function formatSampleCall(baseUrl: string, key: string): string {
  const [first, ...others]: Operation[] = Object.values(operations);
  const operation = others.reduce(
    (best, other) => (rank(other) < rank(best) ? other : best),
    first as Operation,
  );
  const headers = {
    ...(operation.needsKey && { Authorization: `Bearer ${key}` }),
    ...operation.headers,
  };
  return [
    "curl",
    ...(operation.method === "GET" ? [] : ["-X", operation.method]),
    ...Object.entries(headers).flatMap(([name, value]) => ["-H", `'${name}: ${value}'`]),
    `'${baseUrl}${operation.path}'`,
  ].join(" ");
}

function rank({ method, path }: Operation): number {
  return (method === "GET" ? 0 : 2) + (path.includes("{") ? 1 : 0);
}
