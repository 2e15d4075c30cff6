import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { runToEnd } from "./run-program.ts";

/** It needs a folder of its own, and one dependency set right by hand. */
const MANIFEST = {
  private: true,
  dependencies: { verdaccio: "6.10.4" },
  overrides: { "node-fetch@cjs": "2.7.0" },
};

/** A real registry, empty at first. */
export interface TestRegistry {
  url: string;
  /** An .npmrc of somebody who may publish there. */
  userconfig: string;
  /** The token in it. */
  token: string;
  /** An .npmrc of somebody who may not. */
  strangersConfig: string;
  /** The versions of a package, and which of them each tag is on. */
  read: (name: string) => Promise<{ versions: string[]; tags: Record<string, string> }>;
  close: () => Promise<void>;
}

/** Installs verdaccio into a folder and starts it there, on a free port. */
export async function startRegistry(folder: string): Promise<TestRegistry> {
  await writeFile(join(folder, "package.json"), JSON.stringify(MANIFEST));
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  await runToEnd("npm", ["install", ...quiet], { cwd: folder });
  const config = {
    storage: "./storage",
    auth: { htpasswd: { file: "./htpasswd" } },
    packages: { "@chatkit-contract/*": { access: "$all", publish: "$authenticated" } },
    log: { type: "stdout", level: "warn" },
    web: { enable: false },
  };
  await writeFile(join(folder, "config.yaml"), JSON.stringify(config));
  const port = await findPort();
  const url = `http://127.0.0.1:${port}/`;
  const program = join(folder, "node_modules/verdaccio/bin/verdaccio");
  const args = [program, "--config", "config.yaml", "--listen", `127.0.0.1:${port}`];
  const registry = spawn(process.execPath, args, { cwd: folder, stdio: "ignore" });
  const ended = new Promise<void>((done) => registry.on("exit", () => done()));
  await awaitAnswer(url);

  const user = { name: "releaser", password: "a-password-of-this-test" };
  const answer = await fetch(`${url}-/user/org.couchdb.user:${user.name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(user),
  });
  const { token } = (await answer.json()) as { token: string };
  // What this machine needs to reach its own registry stays.
  const own = await readFile(join(homedir(), ".npmrc"), "utf8").catch(() => "");
  const strangersConfig = join(folder, "stranger.npmrc");
  const userconfig = join(folder, "releaser.npmrc");
  await writeFile(strangersConfig, own);
  await writeFile(userconfig, `${own}\n${url.replace("http:", "")}:_authToken=${token}\n`);
  return {
    url,
    userconfig,
    token,
    strangersConfig,
    read: async (name) => {
      const found = await fetch(`${url}${name.replace("/", "%2f")}`);
      const { versions = {}, "dist-tags": tags = {} } = (await found.json()) as {
        versions?: object;
        "dist-tags"?: Record<string, string>;
      };
      return { versions: Object.keys(versions), tags };
    },
    close: async () => {
      registry.kill();
      await ended;
    },
  };
}

async function findPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function awaitAnswer(url: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const answer = await fetch(`${url}-/ping`).catch(() => undefined);
    if (answer?.ok === true) return;
    await wait(200);
  }
  throw new Error(`${url} does not answer`);
}
