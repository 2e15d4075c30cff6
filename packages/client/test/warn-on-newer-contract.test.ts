import { expect, test, vi } from "vitest";

import { CONTRACT_VERSION, createChatKit } from "../src/index.ts";
import { warnOnNewerContract } from "../src/validate/index.ts";
import { sendJson, serve } from "./server.ts";

const MAJOR = Number.parseInt(CONTRACT_VERSION, 10);

test.for<[version: string | undefined, warnings: number]>([
  [undefined, 0],
  [CONTRACT_VERSION, 0],
  [`${MAJOR}.99.0`, 0],
  [`${MAJOR + 1}.0.0`, 1],
  [`${MAJOR + 10}.0.0-next.1`, 1],
  ["newest", 0],
])("a server with contract %s: %d warnings, however many calls", async ([version, warnings]) => {
  const server = await serve((_request, response) =>
    sendJson(response, {}, 200, version === undefined ? {} : { "x-chatkit-contract": version }),
  );
  const warn = vi.fn<(problem: string) => void>();
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: server.url,
    hooks: { onResponse: warnOnNewerContract(warn) },
  });

  await chatkit.threads.retrieve("cthr_1");
  await chatkit.threads.retrieve("cthr_2");

  const message = `the server's contract is ${version}, this client's ${CONTRACT_VERSION}: upgrade @chatkit-contract/client`;
  expect(warn.mock.calls).toEqual(Array.from({ length: warnings }, () => [message]));
});
