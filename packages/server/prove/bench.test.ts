import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { expect, test } from "vitest";

test("the benchmark measures all that it has targets for, and takes no short run for one to publish", () => {
  const bench = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(
      process.execPath,
      [
        "--conditions=@chatkit-contract/source",
        join(import.meta.dirname, "../bench/main.ts"),
        ...args,
      ],
      { encoding: "utf8" },
    );

  const quick = bench("--quick");
  const both = bench("--quick", "--write");

  expect(quick.stderr).not.toMatch(/error/i);
  expect(quick.status).toBe(0);
  expect(quick.stdout.match(/\| (reached|\*\*missed\*\*) +\|/g)).toHaveLength(8);
  expect(quick.stdout).not.toMatch(/NaN|Infinity|undefined/);
  expect(both).toMatchObject({ status: 2, stdout: "" });
});
