import { defineConfig } from "vitest/config";

// Every package runs this one configuration from its own folder.
const conditions = ["@chatkit-contract/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    restoreMocks: true,
    testTimeout: 30_000,
  },
});
