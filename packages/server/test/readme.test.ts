import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { RULES } from "../src/options.ts";
import { SETTINGS, variableOf } from "../src/settings.ts";
import { call } from "./open-server.ts";

const PACKAGE = join(import.meta.dirname, "..");
const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");

/** The examples of a kind, as they stand. */
function examples(kind: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${kind}\n([^]*?)\n\`\`\``, "gm"))].map(
    ([, code]) => code!,
  );
}

/** A folder from which this package's dependencies are found. */
function scratchFolder(): string {
  const folder = mkdtempSync(join(PACKAGE, "test/readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test.each([
  [0, "250\nexpired\n"],
  [1, ""],
])("TypeScript example %i runs as it stands", (index, output) => {
  const flags = ["--conditions=@chatkit-contract/source", "--input-type=module-typescript"];

  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...flags, "--eval", examples("ts")[index]!],
    { cwd: PACKAGE, encoding: "utf8" },
  );

  expect({ stdout, stderr, status }).toEqual({ stdout: output, stderr: "", status: 0 });
});

test("the Vitest example passes as it stands", () => {
  const folder = scratchFolder();
  const [code] = examples("ts vitest");
  writeFileSync(join(folder, "example.test.ts"), code!);
  const conditions = ["@chatkit-contract/source", "module", "node"];
  const config = { resolve: { conditions }, ssr: { resolve: { conditions } } };
  writeFileSync(join(folder, "vitest.config.ts"), `export default ${JSON.stringify(config)};`);

  const { stdout, stderr, status } = spawnSync(
    join(PACKAGE, "../../node_modules/.bin/vitest"),
    ["run", "--root", folder],
    { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
  );

  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(stdout).toMatch(/Tests\s+1 passed/);
});

test("the Playwright example starts a server and gives what ends it", async () => {
  const folder = scratchFolder();
  const [code] = examples("ts playwright");
  // On a free port: another test may have that one.
  writeFileSync(join(folder, "setup.ts"), code!.replace("port: 4020", "port: 0"));
  const { default: setUp } = (await import(join(folder, "setup.ts"))) as {
    default: () => Promise<() => Promise<void>>;
  };

  const tearDown = await setUp();
  const url = process.env["CHATKIT_BASE_URL"]!;
  const { body } = await call({ url }, "/chatkit/threads?limit=100");
  await tearDown();

  expect(code).toContain("port: 4020");
  expect(body.data).toHaveLength(100);
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});

test("the table of options names each option, flag and variable, and no other", () => {
  const [, table = ""] = /## Options\n\n[^|]*([^]*?)\n\n/.exec(readme)!;
  const names = (pattern: RegExp): Set<string> =>
    new Set([...table.matchAll(pattern)].map(([, name]) => name!));

  expect(names(/^\| `(\w+)`/gm)).toEqual(new Set(["startServer", ...Object.keys(RULES)]));
  expect(names(/`(--[a-z-]+)`/g)).toEqual(
    new Set([...SETTINGS.map(({ flags }) => flags.split(" ")[0]), "--no-control"]),
  );
  expect(names(/`(CHATKIT_SERVER_\w+)`/g)).toEqual(
    new Set(SETTINGS.map(({ name }) => variableOf(name))),
  );
});

test("the table of defaults is true of the command", () => {
  const [, table = ""] = /## Options\n\n[^|]*([^]*?)\n\n/.exec(readme)!;

  const cells = SETTINGS.flatMap(({ name, default: given }) => {
    const row = table.split("\n").find((line) => line.startsWith(`| \`${name}\``));
    return given === undefined ? [] : [{ cell: row!.split("|")[4]!, given }];
  });

  expect(cells.length).toBeGreaterThan(3);
  for (const { cell, given } of cells) {
    expect(cell).toContain(given);
  }
});
