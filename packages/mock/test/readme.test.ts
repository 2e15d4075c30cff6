import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { firstSuccess } from "./contract.ts";

test("the README's lines run as they stand", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const code = readme.match(/```ts\n([^`]+)```/)?.[1] ?? "";

  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--conditions=@chatkit-contract/source", "--input-type=module-typescript", "-e", code],
    { cwd: fileURLToPath(new URL("..", import.meta.url)), encoding: "utf8" },
  );

  const { data } = firstSuccess("threads.list") as {
    data: { title: string | null; status: { type: string } }[];
  };
  const lines = data.map((thread) => `${thread.title} ${thread.status.type}`);
  expect({ stderr, status, lines: stdout.trimEnd().split("\n") }).toStrictEqual({
    stderr: "",
    status: 0,
    lines,
  });
});
