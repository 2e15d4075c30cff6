import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

import { createChatKit, type ChatKit } from "@chatkit-contract/client";
import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations } from "@chatkit-contract/types/operations";
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

  const outcomes = new Set<unknown>();
  const call = async (): Promise<void> => {
    while (onRestart.mock.calls.length === 0) {
      outcomes.add(await askAnew(server.backend).catch(String));
    }
  };
  await edit();
  await Promise.all(Array.from({ length: 16 }, call));

  expect([...outcomes]).toEqual([200]);
  expect(onRestart).toHaveBeenCalledOnce();
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

/** The status of a listing, over a connection of its own, as the proxy makes one for each call. */
async function askAnew({ baseUrl, apiKey }: Backend): Promise<number | undefined> {
  const { path, headers } = operations["threads.list"];
  const authorization = `Bearer ${apiKey}`;
  const call = request(`${baseUrl}${path}`, {
    agent: false,
    headers: { ...headers, authorization },
  }).end();
  const [answer] = (await once(call, "response")) as [IncomingMessage];
  await text(answer);
  return answer.statusCode;
}

/** A client that sends each call once: a call that failed must not be mended by another. */
function connect(backend: Backend): ChatKit {
  return createChatKit({ ...backend, maxRetries: 0 });
}
