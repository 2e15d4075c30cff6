import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterEach, expect, onTestFinished, test } from "vitest";

import { API_MOUNT } from "../src/api-mount.ts";
import { startLiveApi } from "./live-api.ts";
import { fetchThreads } from "./thread-listing.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SECRET = "sk-canary-that-no-line-may-hold";

const started: ChildProcess[] = [];

afterEach(async () => {
  for (const child of started.splice(0)) {
    if (isGroupAlive(child.pid)) {
      const gone = once(child, "exit");
      process.kill(-(child.pid as number), "SIGKILL");
      await gone;
    }
  }
});

test("prints the one URL to open, whose page answers", async () => {
  const demo = await startMain();

  expect(demo.output.match(/https?:\/\/\S+/g)).toEqual([demo.url]);
  expect(demo.output.trim().split("\n").length).toBe(2);
  const page = await fetch(demo.url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<div id="root">');
  expect((await fetchThreads(demo.url)).status).toBe(200);
});

test("moves on to the next free port where its own is taken", async () => {
  const first = await startMain();
  const second = await startMain();

  const ports = [first, second].map(({ url }) => Number(new URL(url).port));
  expect(ports[0]).toBeGreaterThanOrEqual(5173);
  expect(ports[1]).toBeGreaterThan(ports[0] as number);
  expect((await fetch(first.url)).status).toBe(200);
  expect((await fetch(second.url)).status).toBe(200);
});

test("shares nothing with another one that is started in the same moment", async () => {
  const demos = await Promise.all([startMain(), startMain()]);

  const dependencies = await Promise.all(
    demos.map(async ({ url }) => {
      const script = await (await fetch(`${url}src/main.tsx`)).text();
      const [path] = /\/node_modules\/\.vite\/[^"]+\.js/.exec(script) ?? [];
      return { path, status: (await fetch(new URL(path ?? "", url))).status };
    }),
  );

  expect(dependencies.map(({ status }) => status)).toEqual([200, 200]);
  expect(new Set(dependencies.map(({ path }) => path)).size).toBe(2);
});

test.each(["SIGINT", "SIGTERM"] as const)("ends with all it started on %s", async (signal) => {
  const demo = await startMain();
  // A connection that is kept open must not keep the demo alive.
  await fetchThreads(demo.url);

  demo.child.kill(signal);

  expect(await demo.exit).toEqual({ code: 0, stderr: "" });
  expect(isGroupAlive(demo.child.pid)).toBe(false);
  await expect(fetch(demo.url)).rejects.toThrow("fetch failed");
});

test("does not wait for a call under way", async () => {
  // This backend never answers.
  const asked = Promise.withResolvers<void>();
  const backend = await listen(0, () => {
    asked.resolve();
    return undefined;
  });
  const demo = await startMain({
    CHATKIT_BASE_URL: `http://127.0.0.1:${portOf(backend)}`,
    OPENAI_API_KEY: SECRET,
  });
  const call = fetchThreads(demo.url).catch(() => "cut");
  await asked.promise;

  demo.child.kill("SIGINT");

  expect(await demo.exit).toEqual({ code: 0, stderr: "" });
  expect(await call).toBe("cut");
  expect(isGroupAlive(demo.child.pid)).toBe(false);
  await closeServer(backend);
});

test("ends when it is told to before it has started", async () => {
  const { child, exit } = runMain();
  await once(child, "spawn");

  child.kill("SIGINT");

  expect((await exit).stderr).toBe("");
  expect(isGroupAlive(child.pid)).toBe(false);
});

test("shows another backend, named without its key", async () => {
  const keys: unknown[] = [];
  const backend = await listen(0, (authorization) => {
    keys.push(authorization);
    return "{}";
  });
  const host = `127.0.0.1:${portOf(backend)}`;
  const demo = await startMain({
    CHATKIT_BASE_URL: `http://${host}${API_MOUNT}/`,
    OPENAI_API_KEY: SECRET,
  });

  const answer = await fetchThreads(demo.url);

  expect(answer.status).toBe(200);
  expect(keys).toEqual([`Bearer ${SECRET}`]);
  expect(demo.output).toContain(host);
  expect(demo.output).not.toContain(SECRET);
  await closeServer(backend);
});

test.each([
  [
    { CHATKIT_BASE_URL: "nowhere", OPENAI_API_KEY: SECRET },
    'CHATKIT_BASE_URL is "nowhere"; it must',
  ],
  [{ CHATKIT_BASE_URL: "", OPENAI_API_KEY: SECRET }, 'CHATKIT_BASE_URL is ""; it must'],
  [{ CHATKIT_BASE_URL: "ftp://a.example", OPENAI_API_KEY: SECRET }, "absolute http or https URL"],
  [
    { CHATKIT_BASE_URL: `http://${SECRET}@a.example/v1`, OPENAI_API_KEY: "k" },
    "CHATKIT_BASE_URL has a user",
  ],
  [{ CHATKIT_BASE_URL: "http://a.example/v1?x=1", OPENAI_API_KEY: "k" }, "a query"],
  [{ CHATKIT_BASE_URL: "http://a.example/v1" }, "OPENAI_API_KEY is missing"],
  [{ CHATKIT_BASE_URL: "http://a.example/v1", OPENAI_API_KEY: "" }, "OPENAI_API_KEY is missing"],
  [
    { CHATKIT_BASE_URL: "http://a.example/v1", OPENAI_API_KEY: `${SECRET}\n` },
    "OPENAI_API_KEY holds a space",
  ],
  [{ CHATKIT_BASE_URL: "no\nwhere" }, "OPENAI_API_KEY is missing"],
])("refuses %j in one line", async (env, problem) => {
  const { child, exit } = runMain(env);

  const [output, { code, stderr }] = await Promise.all([text(child.stdout), exit]);

  expect(code).toBe(2);
  expect(output).toBe("");
  expect(stderr).toContain(problem);
  expect(stderr.trimEnd().split("\n").length).toBe(1);
  expect(stderr).not.toContain(SECRET);
});

test.each([
  [["--prot=1"], "error: unknown option '--prot=1'"],
  [["--allow-writes=yes"], "error: unknown option '--allow-writes=yes'"],
  [["live"], "error: too many arguments"],
])("refuses %j in one line", async (args, problem) => {
  const { child, exit } = runMain({}, args);

  const [output, { code, stderr }] = await Promise.all([text(child.stdout), exit]);

  expect({ code, output }).toEqual({ code: 2, output: "" });
  expect(stderr).toContain(problem);
  expect(stderr.trimEnd().split("\n").length).toBe(1);
});

test.each([[["--help"]], [["--", "--help"]]])("tells what it takes: %j", async (args) => {
  const { child, exit } = runMain({ OPENAI_API_KEY: SECRET }, args);

  const [output, result] = await Promise.all([text(child.stdout), exit]);

  expect(result).toEqual({ code: 0, stderr: "" });
  for (const word of ["npm start -- [options]", "--allow-writes", "CHATKIT_BASE_URL"]) {
    expect(output).toContain(word);
  }
  expect(output).not.toContain(SECRET);
});

test.each([
  [[], "read-only", 403, []],
  [["--allow-writes"], "writes allowed", 200, ["DELETE"]],
])(
  "says whether a live API can be changed, and sees to it: %j",
  async (args, words, status, sent) => {
    const live = await startLiveApi();
    onTestFinished(() => live.close());
    const demo = await startMain({ CHATKIT_BASE_URL: live.baseUrl, OPENAI_API_KEY: SECRET }, args);

    const answer = await fetchThreads(demo.url, { method: "DELETE" });

    expect(demo.output).toContain(`${new URL(live.baseUrl).host}, ${words}`);
    expect(answer.status).toBe(status);
    expect(live.received.map(({ method }) => method)).toEqual(sent);
  },
);

interface Exit {
  code: number | null;
  stderr: string;
}

function runMain(env: Record<string, string> = {}, args: string[] = []) {
  const { PATH = "", TMPDIR } = process.env;
  const child = spawn(
    process.execPath,
    ["--conditions=@chatkit-contract/source", "dev/main.ts", ...args],
    {
      cwd: ROOT,
      // A group of its own, so that whatever it may start can be seen, and swept up.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH, ...(TMPDIR && { TMPDIR }), ...env },
    },
  );
  started.push(child);
  const exit: Promise<Exit> = Promise.all([text(child.stderr), once(child, "exit")]).then(
    ([stderr, [code]]) => ({ code, stderr }),
  );
  return { child, exit };
}

async function startMain(env: Record<string, string> = {}, args: string[] = []) {
  const { child, exit } = runMain(env, args);
  let output = "";
  child.stdout.setEncoding("utf8");
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += chunk;
    if (output.includes("Ctrl-C")) {
      break;
    }
  }
  child.stdout.resume();
  const [url] = output.match(/http:\/\/127\.0\.0\.1:\d+\//) ?? [];
  if (url === undefined) {
    throw new Error(`the demo printed no URL: ${output}${(await exit).stderr}`);
  }
  return { child, exit, output, url };
}

/** Listens, and answers what is given for a request's Authorization, or never. */
async function listen(
  port: number,
  answer: (authorization: string | undefined) => string | undefined = () => "",
): Promise<Server> {
  const server = createServer(({ headers }, response) => {
    const body = answer(headers.authorization);
    if (body !== undefined) {
      response.end(body);
    }
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function closeServer(server: Server | undefined): Promise<void> {
  server?.close();
  server?.closeAllConnections();
}

function isGroupAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(-pid, 0);
  } catch {
    return false;
  }
}
