import { spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

import { afterEach, describe, expect, test } from "vitest";

import { findOperation, NEEDED_HEADERS } from "./contract.ts";
import { run, stop, waitForLine } from "./targets.ts";

/** The command as its first line starts it. */
const MAIN = [
  "--conditions=@chatkit-contract/source",
  fileURLToPath(new URL("../src/main.ts", import.meta.url)),
];
const reading = findOperation(({ method, path }) => method === "GET" && !path.includes("{"));

const children: ChildProcess[] = [];
afterEach(() => Promise.all(children.splice(0).map((child) => stop(child, "SIGKILL"))));

async function start(
  ...args: string[]
): Promise<{ child: ChildProcess; url: string; lines: string[] }> {
  const child = run(process.execPath, [...MAIN, "--port", "0", ...args]);
  children.push(child);
  const [, url = ""] = await waitForLine(child, /(http:\S+)/);
  const lines: string[] = [];
  child.stdout!.on("data", (chunk) => lines.push(String(chunk)));
  return { child, url, lines };
}

test("says what it takes", () => {
  const { status, stdout } = spawnSync(process.execPath, [...MAIN, "--help"], { encoding: "utf8" });

  expect(status).toBe(0);
  const options = stdout.match(/^ {2}(-h, )?--\w+/gm)?.map((option) => option.trim());
  expect(options).toStrictEqual([
    "--port",
    "--host",
    "--dynamic",
    "--seed",
    "--verbose",
    "-h, --help",
  ]);
});

describe("bad input ends with code 2 and one line", () => {
  test.each([
    [["--prot", "1"], /^error: unknown option '--prot'/],
    [
      ["--port", "http"],
      /^error: option '--port <port>' argument 'http' is invalid\. .*0 to 65535/,
    ],
    [["--port", "65536"], /0 to 65535/],
    [["--port"], /^error: option '--port <port>' argument missing/],
    [["extra"], /^error: too many arguments/],
    [["--seed", "a"], /^error: --seed a needs --dynamic/],
  ])("%j", (args, message) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...MAIN, ...args], {
      encoding: "utf8",
    });

    expect({ status, stdout, lines: stderr.trimEnd().split("\n").length }).toStrictEqual({
      status: 2,
      stdout: "",
      lines: 1,
    });
    expect(stderr).toMatch(message);
  });

  test("a port that is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const port = String((server.address() as AddressInfo).port);

    const { status, stderr } = spawnSync(process.execPath, [...MAIN, "--port", port], {
      encoding: "utf8",
    });
    server.close();

    expect(status).toBe(2);
    expect(stderr).toBe(
      `error: port ${port} on 127.0.0.1 is taken; choose another port, or 0 for any free one\n`,
    );
  });
});

describe("a running mock", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "ends cleanly at %s, with a connection open",
    async (signal) => {
      const { child, url } = await start();
      await (await fetch(url + reading.path, { headers: NEEDED_HEADERS })).text();

      expect(await stop(child, signal)).toStrictEqual({ code: 0, signal: null });
      await expect(fetch(url)).rejects.toThrow("fetch failed");
    },
  );

  test("ends at the second signal at the latest", async () => {
    const { child } = await start();

    child.kill("SIGINT");
    const ending = await stop(child, "SIGINT");

    expect([0, null]).toContain(ending.code);
  });

  test("says nothing more, unless it is asked to", async () => {
    const [quiet, loud] = await Promise.all([start(), start("--verbose")]);

    for (const { url } of [quiet, loud]) {
      await (
        await fetch(`${url}${reading.path}?user=secret-user`, { headers: NEEDED_HEADERS })
      ).text();
    }
    await Promise.all([quiet, loud].map(({ child }) => stop(child)));

    expect(quiet.lines.join("")).not.toContain("GET");
    expect(loud.lines.join("")).toContain(`${reading.path}?user=… 200`);
    expect(loud.lines.join("")).not.toMatch(/secret-user|test-key/);
  });

  test("makes up the same answers in every run with the same seed", async () => {
    const runs = await Promise.all(
      ["a", "a", "b"].map((seed) => start("--dynamic", "--seed", seed)),
    );

    const [first, same, other] = await Promise.all(
      runs.map(async ({ url }) =>
        (await fetch(url + reading.path, { headers: NEEDED_HEADERS })).text(),
      ),
    );

    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });
});
