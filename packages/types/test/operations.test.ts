import type { Operation } from "@chatkit-contract/types";
import { CONTRACT_VERSION, DEFAULT_BASE_URL, operations } from "@chatkit-contract/types/operations";
import manifest from "@chatkit-contract/types/package.json" with { type: "json" };
import { expect, test } from "vitest";

import { contract, contractOperations, operationIds } from "./contract.ts";

test("one version: the contract's, the package's and the one that programs read", () => {
  expect(CONTRACT_VERSION).toBe(contract.info.version);
  expect(manifest.version).toBe(contract.info.version);
});

test("the base URL is the contract's first server", () => {
  expect(DEFAULT_BASE_URL).toBe(contract.servers?.[0]?.url);
});

test("the table has the contract's operations, in its order, and no other", () => {
  expect(operationIds).toEqual(contractOperations.map(({ id }) => id));
});

test.each(contractOperations)("the row of $id says what the contract does", (operation) => {
  const { id, method, path, object, parameters, body, answers } = operation;
  const headers = parameters.filter((parameter) => parameter.in === "header");
  const sent = headers.filter((header) => header["x-client-value"] !== undefined);
  const success = answers.find(([status]) => status.startsWith("2"))?.[1];
  const row: Operation = operations[id];

  expect({
    method: row.method,
    path: row.path,
    takesBody: row.takesBody ?? false,
    takesQuery: row.takesQuery ?? false,
    needsKey: row.needsKey ?? false,
    isIdempotent: row.isIdempotent ?? false,
    headers: row.headers ?? {},
    headerOptions: Object.values(row.headerOptions ?? {}),
    result: row.result,
    pagination: row.pagination,
  }).toEqual({
    method: method.toUpperCase(),
    path,
    takesBody: body !== undefined,
    takesQuery: parameters.some((parameter) => parameter.in === "query"),
    needsKey: (object.security ?? contract.security ?? []).length > 0,
    isIdempotent: object["x-idempotent"] ?? /^(get|head|put|delete)$/.test(method),
    headers: Object.fromEntries(sent.map((header) => [header.name, header["x-client-value"]])),
    headerOptions: headers.filter((header) => !sent.includes(header)).map(({ name }) => name),
    result: success?.schema.$ref?.split("/").at(-1),
    pagination: object["x-pagination"] && {
      ...object["x-pagination"],
      max_limit: parameters.find(({ name }) => name === object["x-pagination"]?.limit)?.schema?.[
        "maximum"
      ],
    },
  });
});
