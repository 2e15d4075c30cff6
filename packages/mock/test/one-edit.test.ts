import { appendFile, cp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { buildScratchHouse, TSC, VITEST, type ScratchHouse } from "./scratch-house.ts";

const require = createRequire(import.meta.url);
const CODEGEN = dirname(require.resolve("@chatkit-contract/codegen/package.json"));
const FIXTURES = join(import.meta.dirname, "one-edit");

/** The suites that are derived from whatever contract there is, by their package. */
const DERIVED = {
  client: ["test/bounds.test.ts", "test/query-hover.test.ts"],
  mock: ["test/answers.test.ts", "test/bounds.test.ts"],
};

test("operations that are added to the contract alone are methods, routes and tests", async () => {
  const house = await buildScratchHouse();
  await addToContract(house, await readFile(join(FIXTURES, "operations.yaml"), "utf8"));
  await addSchemas(house, await readFile(join(FIXTURES, "schemas.yaml"), "utf8"));

  await house.generate();

  expect(await writtenByHand(house)).toEqual(["openapi/openapi.yaml"]);
  expect(await lintContract(house)).toEqual({ code: 0, output: expect.any(String) });
  expect(await compile(house, "usage.ts")).toBe("");
  const facade = await readFile(join(house.folder, "packages/client/src/facade.gen.ts"), "utf8");
  expect(facade).toContain("Puts a thread away. It can still be read.");
  expect(facade).toContain("Answers one page of the end users that own a thread.");
  const titles = await runDerivedSuites(house);
  for (const id of ["threads.archive", "threads.search", "users.list"]) {
    for (const status of [200, 400, 401, 405, 429, 500]) {
      expect(titles).toContainEqual(expect.stringContaining(`${id} answers ${status}`));
    }
  }
  expect(titles).toEqual(
    expect.arrayContaining([
      "success answers of the mock users.list lists its items and ends",
      "success answers of plain prism mock users.list lists its items and ends",
      "hovering over the query options of threads.archive shows the contract's words",
      "hovering over the query options of users.list shows the contract's words",
      "threads.archive does not compile without query",
      'threads.archive does not compile query.depth "a text"',
      "threads.archive does not compile body.reason left out",
      'users.list does not compile query.order "no such value"',
      "users.list accepts limit 100 (maximum 100)",
      "users.list refuses limit 101 (maximum 100)",
      ...ARCHIVE_BOUNDS.map((bound) => `threads.archive ${bound}`),
    ]),
  );
}, 180_000);

test("a contract that shares no name with ours goes through the whole pipeline", async () => {
  const house = await buildScratchHouse();

  await house.generate(join(CODEGEN, "test/fixtures/book-shop.yaml"));

  expect(await writtenByHand(house)).toEqual([]);
  expect(await compile(house, "book-shop-usage.ts")).toBe("");
  const titles = await runDerivedSuites(house);
  expect(titles).toEqual(
    expect.arrayContaining([
      "success answers of the mock shop.orders.place answers 201 one",
      "success answers of the mock books.burn answers its first example unasked",
      "success answers of plain prism mock books.browse lists its items and ends",
      'books.browse does not compile query.direction "no such value"',
      "hovering over the query options of shop.orders.place shows the contract's words",
      "shop.orders.place compiles body.wrap left out",
      "shop.orders.place does not compile options.giftMessage 7",
      "books.browse accepts size 50 (maximum 50)",
      "books.browse refuses size 51 (maximum 50)",
      'books.browse refuses signed "yes" (type boolean)',
      "shop.orders.place refuses X-Edition left out (required)",
      "shop.orders.place refuses isbns of 0 elements (minItems 1)",
      "shop.orders.place refuses isbns.0 null (type string)",
    ]),
  );
}, 180_000);

/** A case of each rule that the added operation has: all that a contract can say of a request. */
const ARCHIVE_BOUNDS = [
  "accepts depth 9 (maximum 9)",
  "refuses depth 10 (maximum 9)",
  "refuses keep left out (required)",
  "refuses OpenAI-Beta left out (required)",
  "accepts reason of 40 characters (maxLength 40)",
  "refuses reason of 41 characters (maxLength 40)",
  "refuses reason left out (required)",
  "refuses labels of 4 elements (maxItems 3)",
  'refuses labels.0 "TEXT" (pattern ^[a-z]+(-[a-z]+)*$)',
  "refuses weight 0 (exclusiveMinimum 0)",
  "accepts copies 8 (exclusiveMaximum 10)",
  "refuses copies 3 (multipleOf 2)",
  'refuses source "/only/a/path" (format uri)',
  'refuses place.kind "no_such_value" (enum shelf, box)',
  "refuses place.row 0, as shelf (minimum 1)",
  "refuses counts of 4 fields (maxProperties 3)",
  "refuses counts with a name of 9 characters (maxLength 8)",
  "refuses no_such_field unknown (closed)",
];

/** What was changed in the copy, and not by the generator. */
async function writtenByHand(house: ScratchHouse): Promise<string[]> {
  const changed = await house.changedFiles();
  const generated = changed.filter((path) => /\.gen\.(ts|json)$/.test(path));
  expect(generated).toContain("packages/client/src/facade.gen.ts");
  return changed.filter((path) => !generated.includes(path));
}

/** The one edit: below `paths`, and below `components`, in the contract's root file. */
async function addToContract({ folder }: ScratchHouse, paths: string): Promise<void> {
  const file = join(folder, "openapi/openapi.yaml");
  const source = await readFile(file, "utf8");
  const added = source.replace(/^paths:\n/m, `paths:\n${indent(paths, 2)}`);
  expect(added).not.toBe(source);
  await writeFile(file, added);
}

async function addSchemas({ folder }: ScratchHouse, schemas: string): Promise<void> {
  // `components` is the last block of the root file.
  await appendFile(join(folder, "openapi/openapi.yaml"), `  schemas:\n${indent(schemas, 4)}`);
}

function indent(text: string, spaces: number): string {
  return text.replaceAll(/^(?=.)/gm, " ".repeat(spaces));
}

function lintContract(house: ScratchHouse): Promise<{ code: number; output: string }> {
  const redocly = createRequire(join(house.folder, "openapi/package.json")).resolve(
    "@redocly/cli/package.json",
  );
  return house.run(
    "openapi",
    join(dirname(redocly), "bin/cli.js"),
    "lint",
    "--config",
    "redocly.yaml",
  );
}

/** Compiles the client of the copy, the test that holds its facade against the wire types, and a file that uses it. */
async function compile(house: ScratchHouse, usage: string): Promise<string> {
  const client = join(house.folder, "packages/client");
  await cp(join(FIXTURES, usage), join(client, "usage.ts"));
  await writeFile(
    join(client, "tsconfig.usage.json"),
    JSON.stringify({
      extends: "./tsconfig.json",
      compilerOptions: { isolatedDeclarations: false },
      include: ["src", "test/facade.test-d.ts", "usage.ts"],
    }),
  );
  // The package names itself, as a user would name it.
  const { output } = await house.run(
    "packages/client",
    TSC,
    "--noEmit",
    "-p",
    "tsconfig.usage.json",
  );
  return output;
}

/** Runs the derived suites of the copy; resolves with the titles of their tests, all of which passed. */
async function runDerivedSuites(house: ScratchHouse): Promise<string[]> {
  const titles: string[] = [];
  for (const [name, suites] of Object.entries(DERIVED)) {
    titles.push(...(await runSuites(house, `packages/${name}`, suites)));
  }
  return titles;
}

async function runSuites(house: ScratchHouse, place: string, suites: string[]): Promise<string[]> {
  const { code, output } = await house.run(
    place,
    VITEST,
    "run",
    "--config=../../vitest.config.ts",
    "--reporter=json",
    "--outputFile=report.json",
    ...suites,
  );
  const report = JSON.parse(
    await readFile(join(house.folder, place, "report.json"), "utf8").catch(() => {
      throw new Error(output);
    }),
  ) as { testResults: { message: string; assertionResults: Assertion[] }[] };
  const assertions = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = assertions.filter(({ status }) => status !== "passed");
  const problems = [
    ...report.testResults.map(({ message }) => message).filter(Boolean),
    ...failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]}`),
  ];
  expect(problems).toEqual([]);
  expect(report.testResults.length, output).toBe(suites.length);
  expect(code, output).toBe(0);
  return assertions.map(({ fullName }) => fullName);
}

interface Assertion {
  fullName: string;
  status: string;
  failureMessages: string[];
}
