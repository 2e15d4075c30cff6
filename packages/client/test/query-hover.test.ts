import type { ContractDocument } from "@chatkit-contract/codegen";
import bundled from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations } from "@chatkit-contract/types/operations";
import { expect, test } from "vitest";

import { resolve } from "./contract-requests.ts";
import { openInEditor } from "./language-service.ts";

const contract = bundled as unknown as ContractDocument;
const HEAD = `import type { Queries } from "@chatkit-contract/client/query";
declare const queries: Queries;
`;

type OperationObject = NonNullable<ContractDocument["paths"][string]["get"]>;
type Parameter = Exclude<NonNullable<OperationObject["parameters"]>[number], { $ref: string }>;

/** Each operation, and the makers of its options. */
const cases = Object.entries(contract.paths).flatMap(([path, { parameters = [], ...methods }]) =>
  Object.entries(methods).map(([method, node]) => {
    const operation: OperationObject = node;
    const id = operation.operationId;
    const isQuery = method === "get";
    const isPaged = Object.entries(operations).some(
      ([name, { pagination }]) => name === id && pagination !== undefined,
    );
    return {
      id,
      operation,
      makers: isQuery ? ["query", ...(isPaged ? ["infinite"] : [])] : ["mutation"],
      pathParameters: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) =>
        [...parameters, ...(operation.parameters ?? [])]
          .map((parameter) => resolve<Parameter>(parameter))
          .find((parameter) => parameter.in === "path" && parameter.name === name),
      ),
    };
  }),
);

const editor = openInEditor(
  Object.fromEntries(cases.map(({ id, ...rest }) => [fileOf(id), sourceOf({ id, ...rest })])),
);

test.each(cases)(
  "hovering over the query options of $id shows the contract's words",
  ({ id, operation, makers, pathParameters }) => {
    const file = fileOf(id);
    const source = sourceOf({ id, makers, pathParameters });
    const words = [operation.summary ?? "", operation.description ?? ""].map(normalize);
    expect(words.join("")).not.toBe("");

    expect(editor.errorsIn(file)).toEqual([]);
    const name = id.split(".").at(-1) ?? "";
    for (const token of [`.${name}.`, ...makers.map((maker) => `.${maker};`)]) {
      const { docs } = editor.hover(file, source.indexOf(token) + 1);
      for (const each of words) {
        expect(normalize(docs), `${id} ${token}`).toContain(each);
      }
    }
    for (const maker of makers) {
      const { tags } = editor.hover(file, source.indexOf(`.${maker};`) + 1);
      const shown = tags.map((tag) => normalize(`${tag.name} ${tag.text}`)).join("\n");
      const success = Object.entries(operation.responses).find(([status]) =>
        status.startsWith("2"),
      );
      const answer = resolve<{ description: string }>(success?.[1] ?? { description: "" });
      expect(shown).toContain(normalize(answer.description));
      for (const parameter of maker === "mutation" ? [] : pathParameters) {
        expect(shown).toContain(normalize(parameter?.description ?? "no description"));
      }
    }
    for (const parameter of makers.includes("mutation") ? pathParameters : []) {
      const { docs } = editor.hover(file, source.indexOf(`${parameter?.name}:`));
      expect(normalize(docs)).toBe(normalize(parameter?.description ?? "no description"));
    }
  },
);

function fileOf(id: string): string {
  return `query-${id}.virtual.ts`;
}

function sourceOf({
  id,
  makers,
  pathParameters,
}: Pick<(typeof cases)[number], "id" | "makers" | "pathParameters">): string {
  const variables = pathParameters.map((parameter) => `${parameter?.name}: "id"`).join(", ");
  const calls = makers.map((maker) =>
    maker === "mutation"
      ? `type Variables = Parameters<ReturnType<typeof queries.${id}.mutation>["mutationFn"]>[0];
export const variables: Partial<Variables> = { ${variables} };
export const mutation = queries.${id}.mutation;`
      : `export const ${maker} = queries.${id}.${maker};`,
  );
  return `${HEAD}${calls.join("\n")}\n`;
}

function normalize(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
