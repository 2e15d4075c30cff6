import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";

import { describe, expect, test, vi } from "vitest";

import { answerExamples } from "../src/data/contract-examples.ts";
import { createSeed } from "../src/data/seed.ts";
import {
  ImportError,
  ServerStartError,
  startServer,
  StoreOpenError,
  type ServerOptions,
} from "../src/index.ts";
import { BASE_PATH, call, NEEDED, openServer, PLAIN_SESSION } from "./open-server.ts";
import { item, thread } from "./records.ts";
import { scratchFile } from "./scratch-store.ts";

const path = "/chatkit/threads";

test("many run side by side, each with its own data, clock, faults and limit", async () => {
  const servers = await Promise.all(
    Array.from({ length: 12 }, () => openServer({ rateLimit: 1_000 })),
  );

  const [first, ...others] = servers as [(typeof servers)[0], ...typeof servers];
  first.clock.freeze(1_000);
  await first.import([thread("cthr_own")]);
  await call(first, `${path}/cthr_abc123`, { method: "DELETE" });
  first.failNext({ status: 503 });

  expect(new Set(servers.map(({ url }) => url)).size).toBe(12);
  for (const server of others) {
    expect((await call(server, `${path}/cthr_own`)).status).toBe(404);
    expect((await call(server, `${path}/cthr_abc123`)).status).toBe(200);
    expect(server.clock.now()).toBeGreaterThan(1_000_000_000);
    expect(server.faults.list()).toEqual([]);
  }
  expect((await call(first, path)).status).toBe(503);
  const session = await call(first, "/chatkit/sessions", { method: "POST", json: PLAIN_SESSION });
  expect(session.body.expires_at).toBe(1_600);
});

/** One that nobody else has, as good as surely. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

describe("what it holds at the start", () => {
  test("is there whole before the first request is answered", async () => {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}${BASE_PATH}`;
    const early: ReturnType<typeof call>[] = [];
    const onProgress = (): void => {
      early.push(call({ url }, path), call({ url: `http://127.0.0.1:${port}` }, "/readyz"));
    };

    const server = await openServer({ port, threads: 500, onProgress });

    const whole = await call(server, path);
    const answers = await Promise.all(early);
    expect(answers.length).toBeGreaterThan(2);
    for (const { status, body } of answers.filter((_answer, index) => index % 2 === 0)) {
      expect(status).toBe(200);
      expect(body).toStrictEqual(whole.body);
    }
    // Asked while the first batch had just been written.
    expect(answers[1]?.status).toBe(503);
    expect((await call({ url: `http://127.0.0.1:${port}` }, "/readyz")).status).toBe(200);
  });

  test("is there whole again after a reset before another request is answered", async () => {
    const server = await openServer({ threads: 500 });
    const before = await call(server, path);

    const reset = server.reset();
    const during = await call(server, path);
    await Promise.all([reset, server.reset()]);

    expect(during.body).toStrictEqual(before.body);
    expect((await call(server, path)).body).toStrictEqual(before.body);
  });

  test("is the seed", async () => {
    const server = await openServer();

    expect(new Set((await Array.fromAsync(server.export())).map(({ id }) => id))).toEqual(
      new Set(createSeed().map(({ id }) => id)),
    );
  });

  test("is nothing, with no threads", async () => {
    const server = await openServer({ threads: 0 });

    expect((await call(server, path)).body).toStrictEqual(
      answerExamples("threads.list").get("empty_page"),
    );
  });

  test("is as many made-up threads as it was told, the same for the same seed", async () => {
    const read = async (seed: number): Promise<unknown[]> => {
      const server = await openServer({ threads: 120, seed });
      return Array.fromAsync(server.export());
    };

    const [one, same, other] = [await read(7), await read(7), await read(8)];

    const threads = one.filter(
      (record) => (record as { object: string }).object === "chatkit.thread",
    );
    expect(threads).toHaveLength(120);
    expect(same).toStrictEqual(one);
    expect(other).not.toEqual(one);
  });

  test("is told as it grows, over all projects", async () => {
    const seen: number[] = [];

    await openServer({ threads: 800, apiKey: ["a", "b"], onProgress: (count) => seen.push(count) });

    expect(seen.at(-1)).toBe(1_600);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(seen.length).toBeGreaterThan(3);
  });

  test("is what the file holds, once there is one", async () => {
    const database = scratchFile();
    const first = await openServer({ database });
    await call(first, `${path}/cthr_abc123`, { method: "DELETE" });
    await first.close();

    const second = await openServer({ database });

    expect((await call(second, `${path}/cthr_abc123`)).status).toBe(404);
    expect((await call(second, `${path}?after=cthr_abc123`)).status).toBe(200);
  });

  test("is made up in a file that holds none, and never a second time", async () => {
    const database = scratchFile();
    const empty = await openServer({ database, threads: 0 });
    await empty.close();
    const filled = await openServer({ database, threads: 30 });
    const [{ id }] = (await call(filled, path)).body.data;
    await call(filled, `${path}/${id}`, { method: "DELETE" });
    await filled.close();

    const again = await openServer({ database, threads: 30 });

    expect((await call(again, `${path}?limit=100`)).body.data).toHaveLength(29);
  });
});

describe("import", () => {
  test("takes records, streams of them, and NDJSON", async () => {
    const server = await openServer({ threads: 0 });

    const written = [
      await server.import([thread("cthr_1"), item("cthi_1", "cthr_1")]),
      await server.import(
        (async function* generate() {
          yield thread("cthr_2");
        })(),
      ),
      await server.import(`${JSON.stringify(thread("cthr_3"))}\n`),
    ];

    expect(written).toEqual([2, 1, 1]);
    expect((await call(server, path)).body.data.map(({ id }: { id: string }) => id)).toEqual([
      "cthr_3",
      "cthr_2",
      "cthr_1",
    ]);
  });

  test("names each record that is bad", async () => {
    const server = await openServer({ threads: 0 });
    const records = [thread("cthr_1"), { object: "chatkit.thread" }, item("cthi_1", "cthr_none")];

    const error = await server.import(records).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({
      written: 0,
      faults: [{ line: 2, message: expect.stringContaining("missing") }],
      message: expect.stringMatching(/^record 2: .*0 records were imported before$/),
    });
    expect(await Array.fromAsync(server.export())).toEqual([]);
  });

  test("knows no project of a wrong key", async () => {
    const server = await openServer({ apiKey: "right" });

    await expect(server.import([], { apiKey: "wrong" })).rejects.toThrow(RangeError);
    expect(() => server.export({ apiKey: "wrong" })).toThrow(/no project has this apiKey/);
  });
});

describe("close", () => {
  test("may be called again, and frees the port", async () => {
    const server = await openServer();

    await Promise.all([server.close(), server.close()]);
    await server.close();

    const again = await openServer({ port: Number(new URL(server.url).port) });
    expect(again.url).toBe(server.url);
  });

  test.each([
    ["what is under way", ""],
    ["what stands in line behind it", "GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n"],
  ])("ends idle connections at once and lets %s be answered", async (_name, next) => {
    const server = await openServer();
    const idle = await openConnection(server.url);
    idle.write(`GET ${BASE_PATH}${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
    await once(idle, "data");
    const idleEnded = once(idle, "close");
    const body = JSON.stringify(PLAIN_SESSION);
    const busy = await openConnection(server.url);
    const head = Object.entries({ ...NEEDED, host: "a", "content-type": "application/json" });
    busy.write(
      `POST ${BASE_PATH}/chatkit/sessions HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}content-length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    // Until the server reads: an answer of another connection shows that it went round.
    await call(server, path);

    // Without the limit of what is under way, which would end every connection.
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const closing = server.close();
    await idleEnded;
    const refused = await call(server, path).catch((error: unknown) => error);
    let answer = "";
    busy.setEncoding("utf8").on("data", (chunk) => {
      answer += String(chunk);
    });
    const busyEnded = once(busy, "close");
    busy.write(body.slice(5) + next);
    await Promise.all([busyEnded, closing]);
    vi.useRealTimers();

    expect(refused).toBeInstanceOf(TypeError);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(
      next === "" ? ["HTTP/1.1 200"] : ["HTTP/1.1 200", "HTTP/1.1 404"],
    );
    expect(answer).toContain("chatkit.session");
  });

  test("cuts what takes too long", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const server = await openServer();
    const slow = await openConnection(server.url);
    slow.write(`POST ${BASE_PATH}/chatkit/sessions HTTP/1.1\r\nhost: a\r\n`);
    const cut = new Promise((resolve) => {
      slow.on("error", () => {}).once("close", resolve);
    });
    await call(server, path);

    const closing = server.close();
    vi.advanceTimersByTime(4_999);
    const isCutEarly = slow.readyState !== "open";
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    await Promise.all([closing, cut]);

    expect(isCutEarly).toBe(false);
  });

  test("leaves no server open", async () => {
    const count = (): number =>
      process.getActiveResourcesInfo().filter((kind) => /^TCPServer/i.test(kind)).length;
    // Those of earlier tests go in the turn after their last callback.
    await vi.waitFor(() => expect(count()).toBe(0));
    const server = await startServer({ log: "silent" });
    expect(count()).toBe(1);

    await server.close();

    await vi.waitFor(() => expect(count()).toBe(0));
  });
});

describe("bad options", () => {
  test.each([
    [null, /^startServer: the options are no object; pass \{ port, threads, … \}, or nothing$/],
    [{ prot: 1 }, /^startServer: there is no option prot; there are port, host, database, /],
    [{ port: 65_536 }, /port must be a whole number from 0 to 65535, not 65536/],
    [{ port: "4020" }, /port must be a whole number from 0 to 65535, not "4020"/],
    [{ host: "" }, /host must be a text that is not empty/],
    [{ threads: -1 }, /threads must be a whole number from 0/],
    [{ rateLimit: 0 }, /rateLimit must be a whole number from 1/],
    [{ log: "loud" }, /log must be one of trace, debug, .*not "loud"/],
    [{ strict: 1 }, /strict must be true or false, not 1/],
    [{ now: 1 }, /now must be a function/],
    [
      { apiKey: "se cret" },
      /apiKey must be one key or several, of visible ASCII characters, not what it is/,
    ],
    [
      { controlSecret: "sécret" },
      /controlSecret must be a text of visible ASCII characters, not what it is/,
    ],
  ])("%j is a TypeError", async (options, message) => {
    const error = await startServer(options as ServerOptions).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(message);
  });

  test("a port that is in use does not start", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;

    const error = await startServer({ port }).catch((reason: unknown) => reason);
    other.close();

    expect(error).toBeInstanceOf(ServerStartError);
    expect((error as Error).message).toBe(
      `port ${port} on 127.0.0.1 is in use; choose another one, or 0 for any that is free`,
    );
  });

  test("an address of another machine does not start", async () => {
    await expect(startServer({ host: "203.0.113.7" })).rejects.toThrow(/no such address/);
  });

  test("a database that cannot be opened does not start", async () => {
    const database = join(scratchFile(), "deeper", "file");

    await expect(startServer({ database })).rejects.toThrow(StoreOpenError);
  });
});

async function openConnection(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  return socket;
}
