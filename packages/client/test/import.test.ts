import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

test("importing the client has no side effect: it touches neither fetch nor the environment", () => {
  const script = `
    const touched = [];
    for (const name of ["fetch", "Request", "Response", "Headers"]) {
      Object.defineProperty(globalThis, name, { get() { touched.push(name); } });
    }
    process.env = new Proxy({}, { get(_, name) { if (!/^(NODE|WATCH)_/.test(name)) touched.push("env." + name); } });
    const before = Object.keys(globalThis).length;
    await import("@chatkit-contract/client");
    if (Object.keys(globalThis).length !== before) touched.push("globalThis");
    process.stdout.write(JSON.stringify(touched));
  `;

  const output = execFileSync(
    process.execPath,
    ["--conditions=@chatkit-contract/source", "--input-type=module", "--eval", script],
    { encoding: "utf8" },
  );

  expect(JSON.parse(output)).toEqual([]);
});
