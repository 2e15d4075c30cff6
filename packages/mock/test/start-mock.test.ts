import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";

import { createChatKit } from "@chatkit-contract/client";
import { afterEach, describe, expect, test, vi } from "vitest";

import { MockStartError, startMock, type Mock, type MockOptions } from "../src/index.ts";
import { findOperation, NEEDED_HEADERS } from "./contract.ts";

const opened: Mock[] = [];
afterEach(() => Promise.all(opened.splice(0).map((mock) => mock.close())));

async function open(options?: MockOptions): Promise<Mock> {
  const mock = await startMock(options);
  opened.push(mock);
  return mock;
}

const reading = findOperation(({ method, path }) => method === "GET" && !path.includes("{"));

test("runs side by side, each on a port of its own", async () => {
  const mocks = await Promise.all([open(), open(), open()]);

  expect(new Set(mocks.map(({ url }) => url)).size).toBe(3);
  for (const { url } of mocks) {
    const threads = await createChatKit({ apiKey: "any", baseUrl: url }).threads.list();
    expect(threads.data.length).toBeGreaterThan(0);
  }
});

test("shows a call that works", async () => {
  const { sampleCall, url } = await open();

  const [, target = "", flags = ""] = sampleCall.match(/^curl (\S+)(.*)$/) ?? [];
  const headers = [...flags.matchAll(/-H '([^:]+): ([^']*)'/g)].map(([, name, value]) => [
    name ?? "",
    value ?? "",
  ]);

  expect(target.startsWith(url)).toBe(true);
  expect(
    (await fetch(target, { headers: Object.fromEntries(headers) as Record<string, string> }))
      .status,
  ).toBe(200);
});

describe("close", () => {
  test("may be called again, and frees the port", async () => {
    const mock = await open();

    await Promise.all([mock.close(), mock.close()]);
    await mock.close();

    const again = await open({ port: Number(new URL(mock.url).port) });
    expect(again.url).toBe(mock.url);
  });

  test("cuts connections, idle ones and those in the middle of a request", async () => {
    const mock = await open();
    const { port } = new URL(mock.url);
    const sockets = [connect(Number(port), "127.0.0.1"), connect(Number(port), "127.0.0.1")];
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    const headers = Object.entries(NEEDED_HEADERS)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("");
    sockets[0]!.write(`GET ${reading.path} HTTP/1.1\r\nhost: mock\r\n${headers}\r\n`);
    sockets[1]!.write(`POST ${reading.path} HTTP/1.1\r\nhost: mock\r\ncontent-length: 9\r\n\r\n{`);
    await once(sockets[0]!, "data");
    const closed = sockets.map((socket) => {
      // A reset is one way of closing.
      socket.on("error", () => {}).resume();
      return new Promise((resolve) => socket.once("close", resolve));
    });

    await mock.close();

    expect(await Promise.all(closed)).toHaveLength(sockets.length);
  });

  test("leaves no server open", async () => {
    const countServers = (): number =>
      process.getActiveResourcesInfo().filter((kind) => /^TCPServer/i.test(kind)).length;
    const before = countServers();
    const mock = await startMock();
    expect(countServers()).toBe(before + 1);

    await mock.close();

    // The handle goes in the turn after its last callback.
    await vi.waitFor(() => expect(countServers()).toBe(before));
  });
});

describe("bad input", () => {
  test.each([
    [{ prot: 1 }, "startMock: there is no option prot; there are port, host, dynamic, seed, log"],
    [{ port: 65_536 }, "startMock: port is 65536; it must be an integer from 0 to 65535"],
    [{ port: 1.5 }, "startMock: port is 1.5; it must be an integer from 0 to 65535"],
    [{ port: "4010" }, "startMock: port is a string; it must be a number"],
    [{ host: "" }, "startMock: host is empty, which would be every interface; name an address"],
    [null, "startMock: the options are no object; pass { port, host, … }, or nothing"],
    [{ dynamic: "yes" }, "startMock: dynamic is a string; it must be a boolean"],
  ])("%j is a TypeError", async (options, message) => {
    await expect(open(options as MockOptions)).rejects.toStrictEqual(new TypeError(message));
  });

  test.each([
    [
      { host: "203.0.113.7" },
      /^port 0 on 203\.0\.113\.7 cannot be listened on: the host is not an address/,
    ],
  ])("%j does not start", async (options, message) => {
    const error = await open(options).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(MockStartError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain("\n");
  });

  test("a port that is taken does not start", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;

    const error = await open({ port }).catch((reason: unknown) => reason);
    server.close();

    expect(error).toBeInstanceOf(MockStartError);
    expect((error as Error).message).toBe(
      `port ${port} on 127.0.0.1 is taken; choose another port, or 0 for any free one`,
    );
  });
});
