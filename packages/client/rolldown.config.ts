import { readFileSync } from "node:fs";

import { defineConfig, type Plugin, type RolldownOptions } from "rolldown";

import manifest from "./package.json" with { type: "json" };

/**
 * Bundles every entry of the package. The main one has all that it needs in one file: to load its twenty modules took six
 * times as long. The others are for few, and take what they share with their user's app from where that has it.
 */
export default defineConfig(
  Object.entries(manifest.exports).flatMap(([name, target]): RolldownOptions[] =>
    typeof target === "string"
      ? []
      : [
          {
            input: target["@chatkit-contract/source"],
            output: { file: target.default, format: "esm" },
            platform: "neutral",
            resolve: { conditionNames: ["@chatkit-contract/source", "import", "default"] },
            external: name === "." ? [] : [/^[^./]/],
            plugins: name === "." ? [addLicense("openapi-fetch")] : [],
          },
        ],
  ),
);

/** Puts the licence of a package beside the bundle that holds it. */
function addLicense(name: string): Plugin {
  return {
    name: "add-license",
    generateBundle() {
      const file = new URL(`./node_modules/${name}/LICENSE`, import.meta.url);
      this.emitFile({
        type: "asset",
        fileName: `${name}.LICENSE.txt`,
        source: readFileSync(file, "utf8"),
      });
    },
  };
}
