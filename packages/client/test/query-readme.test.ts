import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { openInEditor } from "./language-service.ts";

test("the README's example for TanStack Query compiles", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const [, example = ""] = /## TanStack Query\n[^]*?```ts\n([^]*?)\n```/.exec(readme) ?? [];
  expect(example).toContain("createQueries");

  const editor = openInEditor({ "readme.virtual.ts": example });

  expect(editor.errorsIn("readme.virtual.ts")).toEqual([]);
});
