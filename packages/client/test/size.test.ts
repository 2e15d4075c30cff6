import { expect, test } from "vitest";

import { measureBundle } from "../bench/size.ts";
import manifest from "../package.json" with { type: "json" };

test("the whole package stays within its budget, minified and compressed", async () => {
  const { gzip, modules } = await measureBundle('export * from "@chatkit-contract/client";');

  expect(gzip).toBeLessThanOrEqual(manifest.config.maxGzipBytes);
  // A bundle that left something out would be small for the wrong reason.
  const bundled = modules.map(({ module }) => module).join("\n");
  expect(bundled).toMatch(/^openapi-fetch\//m);
  expect(bundled).toMatch(/^packages\/types\/src\/operations\.gen\.ts$/m);
  expect(bundled).toMatch(/^packages\/client\/src\/listing\.ts$/m);
});
