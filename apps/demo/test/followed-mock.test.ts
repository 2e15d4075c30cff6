import { utimes } from "node:fs/promises";
import { createRequire } from "node:module";

import { expect, onTestFinished, test, vi } from "vitest";

import { startFollowedMock } from "../dev/followed-mock.ts";

test("is started anew on the same port when the contract's generated files change", async () => {
  const onRestart = vi.fn<() => void>();
  const mock = await startFollowedMock(onRestart);
  onTestFinished(() => mock.close());
  const client = createRequire(import.meta.resolve("@chatkit-contract/client"));
  const before = await fetch(`${mock.url}/nowhere`);

  // Touched, not written: other tests read it.
  await utimes(client.resolve("@chatkit-contract/types/openapi.json"), new Date(), new Date());
  await vi.waitFor(() => expect(onRestart).toHaveBeenCalledOnce(), { timeout: 20_000 });
  const after = await fetch(`${mock.url}/nowhere`);

  expect([before.status, after.status]).toEqual([404, 404]);
});

test("refuses connections once it is closed", async () => {
  const mock = await startFollowedMock(() => {});

  await mock.close();

  await expect(fetch(mock.url)).rejects.toThrow("fetch failed");
});
