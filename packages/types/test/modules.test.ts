import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve as resolvePath } from "node:path";

import { expect, test } from "vitest";

import { contractOperations } from "./contract.ts";

const root = resolvePath(import.meta.dirname, "..");
const src = resolvePath(root, "src");
const validators = readdirSync(resolvePath(src, "validators"), { recursive: true })
  .map((path) => resolvePath(src, "validators", String(path)))
  .filter((path) => path.endsWith(".ts"));
const modules = [
  ...validators,
  ...readdirSync(resolvePath(src, "validation")).map((path) =>
    resolvePath(src, "validation", path),
  ),
].map((file) => ({ name: relative(src, file), file, source: readFileSync(file, "utf8") }));

test("there is a module for each validator, and no other", () => {
  const answers = new Set(
    contractOperations.flatMap(({ answers: all }) =>
      all.flatMap(([, body]) => body?.schema.$ref?.split("/").at(-1) ?? []),
    ),
  );
  const parts = contractOperations.flatMap(({ id, body, parameters }) => {
    const places = new Set(parameters.map((parameter) => parameter.in));
    return [
      ...(places.has("path") ? [`requests/${id}.path`] : []),
      `requests/${id}.query`,
      ...(places.has("header") ? [`requests/${id}.headers`] : []),
      ...(body ? [`requests/${id}.body`] : []),
    ];
  });

  const expected = [
    "answers",
    "closed-answers",
    "requests",
    ...[...answers].flatMap((name) => [`answers/${name}`, `closed-answers/${name}`]),
    ...parts,
  ];

  expect(
    validators.map((file) => relative(resolvePath(src, "validators"), file)).toSorted(),
  ).toEqual(expected.map((path) => `${path}.gen.ts`).toSorted());
});

test.each(modules)("$name compiles nothing at run time and imports only this package", (module) => {
  const { file, source } = module;
  expect(source).not.toMatch(/\beval\b|\bnew Function\b|\bFunction\(|\brequire\b|\bimport\(/);
  const specifiers = [...source.matchAll(/(?:\bfrom|^import)\s*["']([^"']+)["']/gm)];
  const outside = specifiers
    .map(([, specifier = ""]) => specifier)
    .filter(
      (specifier) =>
        !specifier.startsWith(".") ||
        relative(src, resolvePath(dirname(file), specifier)).startsWith(".."),
    );
  expect(outside).toEqual([]);
});

test("the validators run where no code may be made from strings", () => {
  const script = `
    import { explain } from "@chatkit-contract/types/validation";
    import { answers } from "@chatkit-contract/types/validators/answers";
    import { closedAnswers } from "@chatkit-contract/types/validators/closed-answers";
    import { requests } from "@chatkit-contract/types/validators/requests";
    import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
    const verdicts = [];
    try { new Function("return 1")(); } catch (error) { verdicts.push(error.name); }
    for (const table of [answers, closedAnswers]) {
      for (const [id, byStatus] of Object.entries(table)) {
        for (const [status, validate] of Object.entries(byStatus)) {
          verdicts.push(validate(null), explain(validate.errors, null).rule);
        }
      }
    }
    for (const { query } of Object.values(requests)) verdicts.push(query({}));
    const valueOf = ({ $ref, value }) =>
      $ref ? contract.components.examples[$ref.split("/").at(-1)].value : value;
    const pages = Object.values(contract.paths)
      .flatMap((item) => Object.values(item))
      .filter((operation) => "x-pagination" in operation)
      .flatMap(({ operationId, responses }) =>
        Object.values(responses[200].content["application/json"].examples).map((example) =>
          answers[operationId][200](valueOf(example)),
        ),
      );
    const output = { verdicts: [...new Set(verdicts)], pages: [...new Set(pages)] };
    process.stdout.write(JSON.stringify(output));
  `;

  const output = execFileSync(
    process.execPath,
    [
      "--disallow-code-generation-from-strings",
      "--conditions=@chatkit-contract/source",
      "--input-type=module",
      "--eval",
      script,
    ],
    { cwd: root, encoding: "utf8" },
  );

  expect(JSON.parse(output)).toEqual({
    verdicts: ["EvalError", false, "type", true],
    pages: [true],
  });
});
