import { defineConfig } from "vitest/config";

// Every package runs this one configuration from its own folder: the fast tests, or with `--mode prove` the slow ones.
const conditions = ["@chatkit-contract/source", "module", "node", "development|production"];

export default defineConfig(({ mode }) => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [`${mode === "prove" ? "prove" : "test"}/**/*.test.ts`],
    restoreMocks: true,
    testTimeout: mode === "prove" ? 300_000 : 30_000,
  },
}));
