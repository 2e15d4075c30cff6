import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { findNeededNode } from "../src/needed-node.ts";

const { engines } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { engines: { node: string } };

test.each(["20.20.2", "22.99.0", "24.17.9"])("Node %s is too old", (version) => {
  expect(findNeededNode(version)).toBe(engines.node);
});

test.each(["24.18.0", "24.21.0", "26.0.0", "25.0.0-nightly"])("Node %s will do", (version) => {
  expect(findNeededNode(version)).toBeUndefined();
});

test("this Node will do", () => {
  expect(findNeededNode()).toBeUndefined();
});
