import { request } from "node:http";
import { connect } from "node:net";

import { validate } from "@chatkit-contract/types/validators/closed-answers/ErrorEnvelope";
import { describe, expect, test, vi } from "vitest";

import { Random } from "../src/data/random.ts";
import { drawLatency } from "../src/faults/draw-latency.ts";
import { BadFaultError, type ChatKitServer, type Fault, type Latency } from "../src/index.ts";
import { call, NEEDED, openServer, PLAIN_SESSION } from "./open-server.ts";

const path = "/chatkit/threads";

async function statuses(server: ChatKitServer, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    found.push((await call(server, path)).status);
  }
  return found;
}

/** What a bare client sees of one answer: its head, how much of the body came, and how it ended. */
async function watch({ url }: { url: string }, options: { ms?: number } = {}): Promise<Watched> {
  const sent = request(url + path, { headers: NEEDED, agent: false });
  const seen: Watched = { status: undefined, length: undefined, received: 0, end: "" };
  const ended = new Promise<string>((resolve) => {
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.on("response", (response) => {
      seen.status = response.statusCode;
      seen.length = Number(response.headers["content-length"]);
      response.on("data", (chunk: Buffer) => {
        seen.received += chunk.length;
        if (options.ms !== undefined) {
          setTimeout(() => resolve("silence"), options.ms);
        }
      });
      response.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      response.on("end", () => resolve("end"));
    });
  });
  sent.end();
  seen.end = await ended;
  sent.destroy();
  return seen;
}

interface Watched {
  status: number | undefined;
  length: number | undefined;
  received: number;
  end: string;
}

describe("which calls it befalls", () => {
  test("the next one, unless it says more", async () => {
    const server = await openServer();

    server.failNext({ status: 503 });

    expect(await statuses(server, 2)).toEqual([503, 200]);
  });

  test("so many of the next ones", async () => {
    const server = await openServer();

    server.failNext({ status: 500, times: 3 });

    expect(await statuses(server, 5)).toEqual([500, 500, 500, 200, 200]);
  });

  test("those of its operation alone", async () => {
    const server = await openServer();
    server.failNext({ operation: "threads.retrieve", status: 500 });

    const listed = await call(server, path);
    const retrieved = await call(server, `${path}/cthr_abc123`);
    const again = await call(server, `${path}/cthr_abc123`);

    expect([listed, retrieved, again].map(({ status }) => status)).toEqual([200, 500, 200]);
  });

  test("none that no operation takes", async () => {
    const server = await openServer();
    server.failNext({ status: 500 });

    await call(server, "/nowhere");
    await call(server, path, { method: "PUT" });

    expect(server.faults.list()).toMatchObject([{ hits: 0, remaining: 1 }]);
  });

  test("the first that was ordered comes first", async () => {
    const server = await openServer();

    server.failNext({ status: 500 });
    server.failNext({ status: 503 });

    expect(await statuses(server, 3)).toEqual([500, 503, 200]);
  });

  test("a share, the same one for the same seed, and another one for another", async () => {
    const draw = async (seed: number): Promise<number[]> => {
      const server = await openServer();
      server.failNext({ status: 500, share: 0.3, seed });
      return statuses(server, 60);
    };

    const [first, same, other] = [await draw(7), await draw(7), await draw(8)];

    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
    const failed = first.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(6);
    expect(failed).toBeLessThan(32);
  });

  test("a share of all, for so many times", async () => {
    const server = await openServer();

    server.failNext({ status: 500, share: 1, times: 2 });

    expect(await statuses(server, 3)).toEqual([500, 500, 200]);
  });

  test("is told, and lifted by clear and by reset", async () => {
    const server = await openServer();
    const ordered = server.failNext({ status: 500, share: 1 });
    await call(server, path);

    const told = server.faults.list();
    server.faults.clear();
    const cleared = server.faults.list();
    server.failNext({ status: 500, times: 9 });
    await server.reset();

    expect(told).toEqual([{ ...ordered, hits: 1, remaining: null }]);
    expect(cleared).toEqual([]);
    expect(server.faults.list()).toEqual([]);
    expect(await statuses(server, 1)).toEqual([200]);
  });
});

describe("what it does", () => {
  test.each([
    [401, "authentication_error", "invalid_api_key"],
    [404, "invalid_request_error", "not_found"],
    [418, "invalid_request_error", null],
    [429, "rate_limit_error", "rate_limit_exceeded"],
    [500, "server_error", "internal_error"],
    [503, "server_error", null],
  ])("status %i comes in the contract's form", async (status, type, code) => {
    const server = await openServer();
    server.failNext({ status, message: "as you wish" });

    const answer = await call(server, path);

    expect(answer).toMatchObject({
      status,
      body: { error: { message: "as you wish", type, code, param: null } },
    });
    expect(validate(answer.body)).toBe(true);
    expect(answer.headers.get("retry-after")).toBe(status === 429 ? "0" : null);
  });

  test("headers are sent along, over the server's own", async () => {
    const server = await openServer();
    server.failNext({ status: 429, headers: { "Retry-After": "7", "x-trace": "abc" } });
    server.failNext({ headers: { "x-trace": "def", "Content-Type": "text/html" } });

    const failed = await call(server, path);
    const served = await call(server, path);

    expect(failed.headers.get("retry-after")).toBe("7");
    expect(failed.headers.get("x-trace")).toBe("abc");
    expect(served.status).toBe(200);
    expect(served.headers.get("x-trace")).toBe("def");
    expect(served.headers.get("content-type")).toMatch(/^text\/html/);
  });

  test("latency holds an answer back for as long as it says", async () => {
    const server = await openServer();
    server.failNext({ latencyMs: 80 });
    const startedMs = performance.now();

    const { status } = await call(server, path);

    expect(status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(79);
  });

  test("latency holds no other answer back, and ends when the server closes", async () => {
    const server = await openServer();
    server.failNext({ latencyMs: 3_600_000 });
    const held = call(server, path);
    await expect.poll(() => server.faults.list()).toEqual([]);

    const other = await call(server, path);
    await server.close();

    expect([other.status, (await held).status]).toEqual([200, 200]);
  });

  test("a reset tears the connection down before anything is done", async () => {
    const server = await openServer();
    server.failNext({ operation: "threads.delete", connection: "reset" });
    server.failNext({ operation: "threads.list", connection: "reset" });

    const end = await new Promise((resolve) => {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname).resume();
      socket.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code));
      socket.once("end", () => resolve("end"));
      socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
    });
    const deletion = call(server, `${path}/cthr_abc123`, { method: "DELETE" });
    await expect(deletion).rejects.toThrow("fetch failed");

    // Torn down, and not closed in good order.
    expect(end).toBe("ECONNRESET");
    expect((await call(server, `${path}/cthr_abc123`)).status).toBe(200);
  });

  test("a truncated body ends in the middle, after the call was served", async () => {
    const server = await openServer();
    server.failNext({ operation: "threads.list", connection: "truncate" });
    server.failNext({ operation: "threads.delete", connection: "truncate" });

    const seen = await watch(server);
    const deletion = call(server, `${path}/cthr_abc123`, { method: "DELETE" });
    await expect(deletion).rejects.toThrow("terminated");

    expect(seen.status).toBe(200);
    expect(seen.received).toBe(Math.floor(seen.length! / 2));
    expect(seen.end).toBe("ECONNRESET");
    expect((await call(server, `${path}/cthr_abc123`)).status).toBe(404);
  });

  test("a stall sends half and then nothing, until the server closes", async () => {
    const server = await openServer();
    server.failNext({ connection: "stall", times: 2 });

    const seen = await watch(server, { ms: 150 });
    const waiting = watch(server);
    await expect.poll(() => server.faults.list()).toEqual([]);
    // Without the limit of what is under way, which would cut it too.
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    await server.close();
    vi.useRealTimers();

    expect(seen).toMatchObject({ status: 200, end: "silence" });
    expect(seen.received).toBe(Math.floor(seen.length! / 2));
    expect((await waiting).end).not.toBe("end");
  });

  test("an ordered error can be cut too", async () => {
    const server = await openServer();
    server.failNext({ status: 502, connection: "truncate" });

    const seen = await watch(server);

    expect(seen).toMatchObject({ status: 502, end: "ECONNRESET" });
  });

  test("a session that was made before the cut is had with its key", async () => {
    const server = await openServer({ threads: 0 });
    server.failNext({ operation: "sessions.create", connection: "truncate" });
    const options = {
      method: "POST",
      json: PLAIN_SESSION,
      headers: { "idempotency-key": "once" },
    };

    await expect(call(server, "/chatkit/sessions", options)).rejects.toThrow("terminated");
    const again = await call(server, "/chatkit/sessions", options);

    const [kept, ...more] = await Array.fromAsync(server.export());
    expect(again.body.id).toBe(kept!.id);
    expect(more).toEqual([]);
  });
});

test.each<[latency: Latency, least: number, middle: number, most: number]>([
  [250, 250, 250, 250],
  [{ distribution: "uniform", min: 100, max: 300 }, 100, 200, 300],
  [{ distribution: "normal", mean: 200, deviation: 20 }, 80, 200, 320],
  [{ distribution: "lognormal", median: 200, sigma: 0.5 }, 20, 200, 2_000],
  [{ distribution: "normal", mean: 0, deviation: 20 }, 0, 0, 120],
])("latencies of %j lie where they should", (latency, least, middle, most) => {
  const random = new Random(3);

  const drawn = Array.from({ length: 2_000 }, () => drawLatency(latency, random)).toSorted(
    (one, other) => one - other,
  );

  expect(drawn[0]).toBeGreaterThanOrEqual(least);
  expect(drawn.at(-1)).toBeLessThanOrEqual(most);
  expect(Math.abs(drawn[1_000]! - middle)).toBeLessThanOrEqual(10);
});

test("latencies repeat with their seed", () => {
  const draw = (seed: number): number[] => {
    const random = new Random(seed);
    const latency = { distribution: "lognormal", median: 50, sigma: 1 } as const;
    return Array.from({ length: 20 }, () => drawLatency(latency, random));
  };

  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
});

test.each<[fault: unknown, field: string, message: RegExp]>([
  [{}, "", /an object with one of status, headers, latencyMs, connection, not \{\}/],
  [null, "", /an object, not null/],
  [{ status: 200 }, "status", /status must be a whole number from 400 to 599, not 200/],
  [{ status: 500.5 }, "status", /whole number/],
  [{ status: "500" }, "status", /not "500"/],
  [{ status: 500, time: 2 }, "", /an object of operation, times, .* not "time"/],
  [{ status: 500, times: 0 }, "times", /from 1, not 0/],
  [{ status: 500, share: 0 }, "share", /over 0 and up to 1/],
  [{ status: 500, share: 1.1 }, "share", /over 0 and up to 1/],
  [{ status: 500, seed: 0.5 }, "seed", /whole number/],
  [
    { status: 500, operation: "threads.lists" },
    "operation",
    /one of threads\.list, .*not "threads\.lists"/,
  ],
  [{ message: "x", latencyMs: 1 }, "status", /given where there is a message/],
  [{ status: 500, message: 1 }, "message", /a text/],
  [{ headers: { "bad name": "x" } }, "headers", /names that a header can have/],
  [{ headers: { "x-a": "line\nbreak" } }, "headers.x-a", /a text that a header can have/],
  [{ headers: { "x-a": 1 } }, "headers.x-a", /a text/],
  [{ headers: { "Content-Length": "1" } }, "headers", /free of headers about the length/],
  [{ latencyMs: -1 }, "latencyMs", /milliseconds from 0/],
  [{ latencyMs: Number.NaN }, "latencyMs", /milliseconds/],
  [
    { latencyMs: { distribution: "pareto" } },
    "latencyMs.distribution",
    /uniform, normal, lognormal/,
  ],
  [{ latencyMs: { distribution: "uniform", min: 2, max: 1 } }, "latencyMs.max", /at least min/],
  [{ latencyMs: { distribution: "uniform", min: 2 } }, "latencyMs.max", /left out/],
  [{ latencyMs: { distribution: "normal", mean: 2, deviation: 1, x: 1 } }, "latencyMs", /not "x"/],
  [{ connection: "cut" }, "connection", /one of reset, truncate, stall, not "cut"/],
])("%j is refused", async (fault, field, message) => {
  const server = await openServer();

  let error: unknown;
  try {
    server.failNext(fault as Fault);
  } catch (thrown) {
    error = thrown;
  }

  expect(error).toBeInstanceOf(BadFaultError);
  expect(error).toMatchObject({ field, message: expect.stringMatching(message) });
  expect(server.faults.list()).toEqual([]);
});
