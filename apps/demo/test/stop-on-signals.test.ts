import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";

test("waits for what has to be closed, then exits with 0", async () => {
  const child = await spawnStoppable(
    "(done) => process.stdin.once('data', () => { console.log('closed'); done(); })",
  );

  child.kill("SIGINT");
  await once(child.stdout, "data");
  const exit = once(child, "exit");
  child.stdin.write("go on");

  expect(await text(child.stdout)).toContain("closed");
  expect(await exit).toEqual([0, null]);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "does not wait after a second signal: %s",
  async (second) => {
    const child = await spawnStoppable("() => {}");

    child.kill("SIGINT");
    await once(child.stdout, "data");
    child.kill(second);

    expect(await once(child, "exit")).toEqual([130, null]);
  },
);

/** Starts a process that says when it listens for signals, and when it begins to close; `close` tells when it is done. */
async function spawnStoppable(close: string) {
  const script = `
    import { stopOnSignals } from "./dev/stop-on-signals.ts";
    stopOnSignals(() => {
      console.log("closing");
      return new Promise(${close});
    });
    process.stdin.resume();
    console.log("ready");
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const problems = text(child.stderr);
  await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(async () => expect.unreachable(await problems)),
  ]);
  return child;
}
