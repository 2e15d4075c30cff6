import { expect, onTestFinished, test, vi } from "vitest";

import { startFollowedMock } from "../dev/followed-mock.ts";
import { makeContractFolder } from "./contract-folder.ts";

test("answers every call while it is started anew, and leaves nothing of the old one", async () => {
  const onRestart = vi.fn<() => void>();
  const { folder, edit } = await makeContractFolder();
  const mock = await startFollowedMock({ folder, onRestart });
  onTestFinished(() => mock.close());
  const old = mock.url;

  await edit();
  const outcomes = new Set<unknown>();
  await vi.waitFor(
    async () => {
      outcomes.add(await fetch(`${mock.url}/nowhere`).then(({ status }) => status, String));
      expect(onRestart).toHaveBeenCalledOnce();
    },
    { timeout: 20_000, interval: 1 },
  );

  expect([...outcomes]).toEqual([404]);
  expect((await fetch(`${mock.url}/nowhere`)).status).toBe(404);
  await expect(fetch(old)).rejects.toThrow("fetch failed");
});

test("refuses connections once it is closed", async () => {
  const { folder } = await makeContractFolder();
  const mock = await startFollowedMock({ folder });

  await mock.close();

  await expect(fetch(mock.url)).rejects.toThrow("fetch failed");
});
