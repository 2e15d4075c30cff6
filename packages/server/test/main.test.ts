import { spawn, spawnSync, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

import { CONTRACT_VERSION } from "@chatkit-contract/types/operations";
import { describe, expect, onTestFinished, test } from "vitest";

import { SETTINGS, variableOf } from "../src/settings.ts";
import { BASE_PATH, call, NEEDED, PLAIN_SESSION } from "./open-server.ts";
import { scratchFile } from "./scratch-store.ts";

/** The command as its first line starts it. */
const MAIN = [
  "--conditions=@chatkit-contract/source",
  fileURLToPath(new URL("../src/main.ts", import.meta.url)),
];

/** The environment without what the command reads. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("CHATKIT_")),
);

interface Running {
  child: ChildProcess;
  url: string;
  lines: string[];
  errors: () => string;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

type Spawned = Pick<Running, "errors" | "ended"> & {
  child: ChildProcessByStdio<null, Readable, Readable>;
};

function spawnCommand(args: string[], environment: Record<string, string> = {}): Spawned {
  const child = spawn(process.execPath, [...MAIN, ...args], {
    env: { ...ENVIRONMENT, CHATKIT_SERVER_PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    errors += String(chunk);
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal }));
  return { child, errors: () => errors, ended };
}

async function start(args: string[], environment: Record<string, string> = {}): Promise<Running> {
  const { child, errors, ended } = spawnCommand(args, environment);
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith("Control: ") || (lines.length === 2 && args.includes("--no-control"))) {
      break;
    }
  }
  const url = /http:\S+/.exec(lines[0] ?? errors())?.[0] ?? "";
  return { child, url, lines, errors, ended };
}

function run(
  args: string[],
  environment: Record<string, string> = {},
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...MAIN, ...args], {
    encoding: "utf8",
    env: { ...ENVIRONMENT, CHATKIT_SERVER_PORT: "0", ...environment },
    // One that serves would wait for Ctrl-C.
    timeout: 10_000,
  });
  return { status, stdout, stderr };
}

test("says what it takes, and in which variables", () => {
  const { status, stdout } = run(["--help"]);

  expect(status).toBe(0);
  for (const { name, flags } of SETTINGS) {
    expect(stdout).toContain(flags);
    expect(stdout).toContain(`  ${variableOf(name)}\n`);
  }
  expect(stdout).toMatch(/--port.*\(default:\s+4020\)/s);
});

test("says its version, which is the contract's", () => {
  expect(run(["--version"])).toEqual({ status: 0, stdout: `${CONTRACT_VERSION}\n`, stderr: "" });
});

test("says where it is, and a line to try that works", async () => {
  const { lines, url, child, ended } = await start([]);
  const [, headers = "", target = ""] = /^Try: curl ((?:-H '[^']*' )*)'([^']*)'$/.exec(lines[1]!)!;
  const sent = [...headers.matchAll(/-H '([^:]+): ([^']*)'/g)].map(
    ([, name, value]) => [name, value] as [string, string],
  );
  const [, control = "", secret = ""] =
    /^Control: (\S+), with the header x-control-secret: (\S+)$/.exec(lines[2]!)!;

  const tried = await fetch(target, { headers: Object.fromEntries(sent) });
  const clock = await call({ url: control }, "/clock", { headers: { "x-control-secret": secret } });
  child.kill("SIGTERM");

  expect(lines[0]).toBe(`ChatKit API: ${url}`);
  expect(tried.status).toBe(200);
  expect(await tried.json()).toMatchObject({ object: "list" });
  expect(clock.status).toBe(200);
  expect(await ended).toEqual({ code: 0, signal: null });
});

describe("bad usage ends with code 2 and one line", () => {
  test.each<[args: string[], message: RegExp]>([
    [["--prot", "1"], /^error: unknown option '--prot' \(Did you mean --port\?\)$/],
    [["--port", "http"], /'http' is invalid\. It must be a whole number from 0 to 65535\.$/],
    [["--port", "65536"], /from 0 to 65535/],
    [["--threads", "1e3"], /from 0 to/],
    [["--rate-limit", "0"], /from 1 to/],
    [["--log", "loud"], /one of trace, debug, info, warn, error, fatal, silent\.$/],
    [["--port"], /argument missing/],
    [["extra"], /too many arguments/],
  ])("%j", (args, message) => {
    const { status, stdout, stderr } = run(args);

    expect({ status, stdout, lines: stderr.split("\n").length }).toEqual({
      status: 2,
      stdout: "",
      lines: 2,
    });
    expect(stderr.trim()).toMatch(message);
  });

  test("a bad secret is not repeated", () => {
    const flagged = run(["--control-secret", "sécret"]);
    const variable = run([], { CHATKIT_SERVER_API_KEY: "sécret" });

    expect([flagged.status, variable.status]).toEqual([2, 2]);
    expect(flagged.stderr).toMatch(/^error: --control-secret <secret> must be a text of visible/);
    expect(flagged.stderr + variable.stderr).not.toContain("sécret");
  });

  test("every bad variable is named at once", () => {
    const { status, stderr } = run([], {
      CHATKIT_SERVER_PORT: "http",
      CHATKIT_SERVER_STRICT: "perhaps",
      CHATKIT_SERVER_TREADS: "5",
    });

    expect(status).toBe(2);
    expect(stderr).toContain("CHATKIT_SERVER_PORT must be a whole number from 0 to 65535");
    expect(stderr).toContain("CHATKIT_SERVER_STRICT must be true or false");
    expect(stderr).toContain("CHATKIT_SERVER_TREADS is unknown; there are CHATKIT_SERVER_PORT,");
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

describe("what cannot be done ends with code 1 and one line", () => {
  test("a port that is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const port = String((other.address() as AddressInfo).port);

    const { status, stdout, stderr } = run(["--port", port]);
    other.close();

    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: `error: port ${port} on 127.0.0.1 is in use; choose another one, or 0 for any that is free\n`,
    });
  });

  test("a database that is none", () => {
    const { status, stderr } = run(["--database", MAIN[1]!, "--port", "0"]);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: The database \S+main\.ts cannot be opened: [^\n]+\n$/);
  });
});

test("variables set what flags do not, and a flag wins", async () => {
  const { url, child, ended } = await start(["--rate-limit", "7", "--control"], {
    CHATKIT_SERVER_RATE_LIMIT: "nonsense that no one reads",
    CHATKIT_SERVER_API_KEY: "one,two",
    CHATKIT_SERVER_THREADS: "3",
    CHATKIT_SERVER_LOG: "",
  });
  const as = (key: string): ReturnType<typeof call> =>
    call({ url }, "/chatkit/threads", { headers: { authorization: `Bearer ${key}` } });

  const answers = [await as("one"), await as("two"), await as("three")];
  child.kill("SIGTERM");
  await ended;

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 401]);
  expect(answers[0]!.headers.get("x-ratelimit-limit-requests")).toBe("7");
  expect(answers[0]!.body.data).toHaveLength(3);
});

test("a database is kept, and --api-key may be repeated", async () => {
  const database = scratchFile();
  const keys = ["--api-key", "one", "--api-key", "two", "--no-control"];
  const headers = { authorization: "Bearer two" };
  const first = await start(["--database", database, ...keys]);
  const made = await call(first, "/chatkit/sessions", {
    method: "POST",
    headers,
    json: PLAIN_SESSION,
  });
  first.child.kill("SIGTERM");
  await first.ended;

  const second = await start(["--database", database, ...keys]);
  const cancelled = await call(second, `/chatkit/sessions/${made.body.id}/cancel`, {
    method: "POST",
    headers,
  });
  second.child.kill("SIGTERM");
  await second.ended;

  expect(cancelled.body).toMatchObject({
    id: made.body.id,
    client_secret: made.body.client_secret,
    status: "cancelled",
  });
  expect(first.lines.join("\n")).not.toMatch(/Control|Bearer one|Bearer two/);
});

test("long work shows lines of progress where no one looks on", async () => {
  const { child, errors, ended } = await start(["--threads", "2000"]);
  child.kill("SIGTERM");
  await ended;

  const lines = errors().trim().split("\n");
  expect(lines.length).toBeGreaterThanOrEqual(3);
  expect(lines.at(-1)).toBe("2000 of 2000 threads");
});

test("Ctrl-C ends long work, and tells what is left of it", async () => {
  const database = scratchFile();
  const { child, errors, ended } = spawnCommand(["--threads", "40000", "--database", database]);
  await expect.poll(errors, { timeout: 20_000 }).toMatch(/^\d+ of 40000 threads$/m);

  child.kill("SIGINT");

  expect(await ended).toEqual({ code: 130, signal: null });
  const last = errors().trim().split("\n").at(-1);
  expect(last).toBe(`Interrupted; ${database} holds a part of the threads.`);
});

test("says so where Node is too old", () => {
  const older = 'Object.defineProperty(process.versions, "node", { value: "22.20.0" })';

  const { status, stdout, stderr } = run([], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(older)}`,
  });

  const problem = "error: Node >=24.18 is needed, and this is 22.20.0\n";
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: problem });
});

test("warns where anybody may do anything", async () => {
  const open = await start(["--host", "0.0.0.0"]);
  const keyed = await start(["--host", "0.0.0.0", "--api-key", "one"]);
  open.child.kill("SIGTERM");
  keyed.child.kill("SIGTERM");
  await Promise.all([open.ended, keyed.ended]);

  expect(open.errors()).toMatch(/^warning: any key is let in, and whoever reaches 0\.0\.0\.0/);
  expect(keyed.errors()).toBe("");
});

test("logs to stderr, as JSON, without users unless they are asked for", async () => {
  const shy = await start(["--log", "info"]);
  const open = await start(["--log", "info", "--log-users"]);
  for (const server of [shy, open]) {
    await call(server, "/chatkit/threads?user=alice");
    await expect.poll(server.errors).toContain("\n");
    server.child.kill("SIGTERM");
    await server.ended;
  }

  expect(JSON.parse(shy.errors())).toMatchObject({ status: 200, query: { user: "[redacted]" } });
  expect(JSON.parse(open.errors())).toMatchObject({ status: 200, query: { user: "alice" } });
});

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  test("ends an idle server, with connections open", async () => {
    const server = await start([]);
    await call(server, "/chatkit/threads");

    server.child.kill(signal);

    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  test("lets what is under way be answered", async () => {
    const server = await start([]);
    const busy = await sendHalf(server.url);

    server.child.kill(signal);
    await expect.poll(() => isRefused(server.url)).toBe(true);
    const answer = busy.finish();

    expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  test("ends at once when it comes again", async () => {
    const server = await start([]);
    const busy = await sendHalf(server.url);
    server.child.kill(signal);
    await expect.poll(() => isRefused(server.url)).toBe(true);

    server.child.kill(signal);

    expect(await server.ended).toEqual({ code: null, signal });
    busy.socket.destroy();
  });
});

/** A request of which the last byte is missing. */
async function sendHalf(url: string): Promise<{ socket: Socket; finish: () => Promise<string> }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on("error", () => {});
  const body = JSON.stringify(PLAIN_SESSION);
  const headers = { ...NEEDED, host: "a", "content-type": "application/json" };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `POST ${BASE_PATH}/chatkit/sessions HTTP/1.1\r\n${head.join("")}content-length: ${body.length}\r\n\r\n${body.slice(0, -1)}`,
  );
  // What was sent before has arrived when another call is answered.
  await call({ url }, "/chatkit/threads");
  const finish = (): Promise<string> =>
    new Promise((resolve) => {
      let text = "";
      socket.setEncoding("utf8").on("data", (chunk) => {
        text += String(chunk);
      });
      socket.once("close", () => resolve(text));
      socket.write(body.slice(-1));
    });
  return { socket, finish };
}

async function isRefused(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const refused = await new Promise<boolean>((resolve) => {
    socket.once("error", () => resolve(true)).once("connect", () => resolve(false));
  });
  socket.destroy();
  return refused;
}
