import { createChatKit, type ChatKit } from "@chatkit-contract/client";
import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { expect, onTestFinished, test, vi } from "vitest";

import type { Backend } from "../dev/backend.ts";
import { startFollowedServer } from "../dev/followed-server.ts";
import { makeContractFolder } from "./contract-folder.ts";

test("answers every call while it is started anew, and leaves nothing of the old one", async () => {
  const onRestart = vi.fn<() => void>();
  const { folder, edit } = await makeContractFolder();
  const server = await startFollowedServer({ folder, onRestart });
  onTestFinished(() => server.close());
  const old = server.backend;

  await edit();
  const outcomes = new Set<unknown>();
  await vi.waitFor(
    async () => {
      outcomes.add(
        await connect(server.backend)
          .threads.list()
          .then(({ data }) => data.length, String),
      );
      expect(onRestart).toHaveBeenCalledOnce();
    },
    { timeout: 20_000, interval: 1 },
  );

  expect([...outcomes]).toEqual([20]);
  expect(server.backend).not.toEqual(old);
  await expect(connect(old).threads.list()).rejects.toThrow("ECONNREFUSED");
});

test("has a few hundred threads with items and what the contract's examples tell of, the same after each start", async () => {
  const onRestart = vi.fn<() => void>();
  const { folder, edit } = await makeContractFolder();
  const server = await startFollowedServer({ folder, onRestart });
  onTestFinished(() => server.close());
  const [example] = contract.components.examples.ThreadsWholeListing.value.data;

  const before = await connect(server.backend).threads.list().all();
  await connect(server.backend).threads.delete(before[0]!.id);
  await edit();
  await vi.waitFor(() => expect(onRestart).toHaveBeenCalledOnce(), { timeout: 20_000 });

  expect(await connect(server.backend).threads.list().all()).toEqual(before);
  expect(before.length).toBeGreaterThan(200);
  expect(before).toContainEqual(example);
  expect(
    (await connect(server.backend).threads.listItems(before[0]!.id)).data.length,
  ).toBeGreaterThan(0);
});

test("lets in nobody but who has its key", async () => {
  const { folder } = await makeContractFolder();
  const server = await startFollowedServer({ folder });
  onTestFinished(() => server.close());

  const guess = connect({ ...server.backend, apiKey: "guess" }).threads.list();

  await expect(guess).rejects.toMatchObject({ status: 401 });
});

test("refuses connections once it is closed", async () => {
  const { folder } = await makeContractFolder();
  const server = await startFollowedServer({ folder });

  await server.close();

  await expect(connect(server.backend).threads.list()).rejects.toThrow("ECONNREFUSED");
});

/** A client that sends each call once: a call that failed must not be mended by another. */
function connect(backend: Backend): ChatKit {
  return createChatKit({ ...backend, maxRetries: 0 });
}
