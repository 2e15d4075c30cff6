import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "vite";
import { expect, test, vi } from "vitest";

test("builds a page that holds no key, whatever the environment has", async () => {
  const key = "sk-canary-that-no-bundle-may-hold";
  vi.stubEnv("OPENAI_API_KEY", key);
  const outDir = await mkdtemp(join(tmpdir(), "chatkit-demo-build-"));

  await build({
    root: fileURLToPath(new URL("..", import.meta.url)),
    logLevel: "warn",
    build: { outDir, emptyOutDir: true },
  });

  const names = await readdir(outDir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")),
  );
  await rm(outDir, { recursive: true });
  vi.unstubAllEnvs();
  expect(texts.some((text) => text.includes("added-by-the-proxy"))).toBe(true);
  expect(texts.some((text) => text.includes(key))).toBe(false);
});
