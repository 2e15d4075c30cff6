import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // The workspace's packages are read as sources, so that neither dev nor build needs them built.
  resolve: { conditions: ["@chatkit-contract/source", ...defaultClientConditions] },
});
