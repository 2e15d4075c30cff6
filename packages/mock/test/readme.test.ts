import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { DEFAULT_BASE_URL } from "@chatkit-contract/types/operations";
import { expect, test } from "vitest";

const PACKAGE = join(import.meta.dirname, "..");

/** Runs a README's first TypeScript example as it stands; a call of the live API goes to a mock. */
function runExample(readme: string): { stderr: string; status: number | null; stdout: string } {
  const [, code = ""] =
    /```ts\n([^]*?)\n```/.exec(readFileSync(join(PACKAGE, readme), "utf8")) ?? [];
  expect(code).not.toBe("");
  const prelude = `
    const { startMock: start } = await import("@chatkit-contract/mock");
    const standIn = await start();
    const send = globalThis.fetch;
    globalThis.fetch = (...args) => {
      const request = new Request(...args);
      const url = request.url.replace(${JSON.stringify(DEFAULT_BASE_URL)}, standIn.url);
      return send(new Request(url, request));
    };
  `;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      "--conditions=@chatkit-contract/source",
      "--input-type=module-typescript",
      "--eval",
      `${prelude}\n${code}\nawait standIn.close();`,
    ],
    { cwd: PACKAGE, encoding: "utf8" },
  );
  return { stdout, stderr, status };
}

test.for<[readme: string, output: RegExp]>([
  [
    "../../README.md",
    /^Refund request locked: Waiting for the billing team\.\nnull locked: null\n/,
  ],
  ["../client/README.md", /^6 false cthr_def456\n[^]*Demo feedback active\n\S+\n$/],
  ["../types/README.md", /^$/],
  ["README.md", /^Refund request locked\n[^]*Demo feedback active\n$/],
])("the example of %s runs as it stands", ([readme, output]) => {
  const { stdout, stderr, status } = runExample(readme);

  expect({ stderr, status }).toStrictEqual({ stderr: "", status: 0 });
  expect(stdout).toMatch(output);
});

test("the table of options names each option of the command and of startMock, and no other", () => {
  const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");
  const source = readFileSync(join(PACKAGE, "src/start-mock.ts"), "utf8");
  const main = ["--conditions=@chatkit-contract/source", join(PACKAGE, "src/main.ts"), "--help"];
  const help = spawnSync(process.execPath, main, { encoding: "utf8" }).stdout;

  const [, table = ""] = /## Options\n\n([^]*?)\n\n/.exec(readme) ?? [];
  const [, types = ""] = /const OPTION_TYPES[^{]*\{([^}]*)\}/.exec(source) ?? [];

  expect(namesIn(table, /^\| `(\w+)` +\| `--/gm)).toEqual(namesIn(types, /(\w+):/g));
  expect(namesIn(table, /`(--\w+)`/g)).toEqual(namesIn(help, /^ {2}(--\w+)/gm));
});

function namesIn(text: string, pattern: RegExp): Set<string | undefined> {
  return new Set([...text.matchAll(pattern)].map(([, name]) => name));
}
