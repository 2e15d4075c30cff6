import { join } from "node:path";

import { rolldown } from "rolldown";

/** A file of the sources as a browser would load it: bundled and minified. */
export async function bundle(file: string): Promise<string> {
  const build = await rolldown({
    input: join(import.meta.dirname, "../src", file),
    resolve: { conditionNames: ["@chatkit-contract/source", "module", "import", "default"] },
    platform: "browser",
  });
  const { output } = await build.generate({ format: "esm", minify: true });
  await build.close();
  return output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("");
}
