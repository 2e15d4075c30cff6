import { appendFile, cp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { buildScratchHouse, TSC, VITEST, type ScratchHouse } from "./scratch-house.ts";

const require = createRequire(import.meta.url);
const CODEGEN = dirname(require.resolve("@chatkit-contract/codegen/package.json"));
const FIXTURES = join(import.meta.dirname, "one-edit");

/** The suites that are derived from whatever contract there is. */
const DERIVED = ["test/answers.test.ts", "test/bounds.test.ts"];

test("two operations that are added to the contract alone are methods, routes and tests", async () => {
  const house = await buildScratchHouse();
  await addToContract(house, await readFile(join(FIXTURES, "operations.yaml"), "utf8"));
  await addSchemas(house, await readFile(join(FIXTURES, "schemas.yaml"), "utf8"));

  await house.generate();

  expect(await lintContract(house)).toEqual({ code: 0, output: expect.any(String) });
  expect(await compile(house, "usage.ts")).toBe("");
  const facade = await readFile(join(house.folder, "packages/client/src/facade.gen.ts"), "utf8");
  expect(facade).toContain("Puts a thread away. It can still be read.");
  expect(facade).toContain("Answers one page of the end users that own a thread.");
  const titles = await runDerivedSuites(house);
  for (const id of ["threads.archive", "users.list"]) {
    for (const status of ["200", "400", "401", "429", "500", "405"]) {
      expect(titles).toContainEqual(expect.stringContaining(`${id} answers ${status}`));
    }
  }
  expect(titles).toContainEqual(expect.stringMatching(/threads\.archive .*\bdepth\b/));
  expect(titles).toContainEqual(expect.stringMatching(/threads\.archive .*\breason\b/));
  expect(titles).toContainEqual(expect.stringMatching(/users\.list .*\blimit\b/));
  expect(titles).toContainEqual(expect.stringContaining("users.list lists its items and ends"));
}, 180_000);

test("a contract that shares no name with ours goes through the whole pipeline", async () => {
  const house = await buildScratchHouse();

  await house.generate(join(CODEGEN, "test/fixtures/book-shop.yaml"));

  expect(await compile(house, "book-shop-usage.ts")).toBe("");
  const titles = await runDerivedSuites(house);
  expect(titles).toContainEqual(expect.stringContaining("shop.orders.place answers 201"));
  expect(titles).toContainEqual(expect.stringContaining("books.browse lists its items and ends"));
  expect(titles).toContainEqual(expect.stringMatching(/books\.browse .*\bsize\b/));
}, 180_000);

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
  const { output } = await house.run(
    "packages/mock",
    VITEST,
    "run",
    "--config=../../vitest.config.ts",
    "--reporter=json",
    "--outputFile=report.json",
    ...DERIVED,
  );
  const report = JSON.parse(
    await readFile(join(house.folder, "packages/mock/report.json"), "utf8").catch(() => {
      throw new Error(output);
    }),
  ) as { testResults: { message: string; assertionResults: Assertion[] }[] };
  expect(report.testResults.map(({ message }) => message).filter(Boolean)).toEqual([]);
  const assertions = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = assertions.filter(({ status }) => status !== "passed");
  expect(
    failed.map(({ fullName, failureMessages }) => [fullName, failureMessages[0]?.split("\n")[0]]),
  ).toEqual([]);
  return assertions.map(({ fullName }) => fullName);
}

interface Assertion {
  fullName: string;
  status: string;
  failureMessages: string[];
}
