import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

/** The URLs of the modules that importing a module loads. */
function loadedBy(specifier: string): string[] {
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({
      resolve(specifier, context, next) {
        const resolved = next(specifier, context);
        loaded.push(resolved.url);
        return resolved;
      },
    });
    await import(${JSON.stringify(specifier)});
    process.stdout.write(JSON.stringify(loaded));
  `;
  const output = execFileSync(
    process.execPath,
    ["--conditions=@chatkit-contract/source", "--input-type=module", "--eval", script],
    { encoding: "utf8" },
  );
  return JSON.parse(output) as string[];
}

test("the query options need nothing of TanStack Query at run time", () => {
  const loaded = loadedBy("@chatkit-contract/client/query");

  expect(loaded).toContainEqual(expect.stringContaining("/query/create-queries.ts"));
  expect(loaded.filter((url) => url.includes("tanstack"))).toEqual([]);
});

test("the client does not carry the query options along", () => {
  const loaded = loadedBy("@chatkit-contract/client");

  expect(loaded).toContainEqual(expect.stringContaining("/src/client.ts"));
  expect(loaded.filter((url) => url.includes("/query"))).toEqual([]);
});
