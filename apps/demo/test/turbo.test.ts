import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { text as readText } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { BACKEND_VARIABLES } from "../dev/read-backend.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

// In its strict mode turbo drops every variable that the task does not name, and `npm start` would show its own server.
test("is started by turbo with every variable that chooses the backend", async () => {
  const { stdout } = await promisify(execFile)(
    `${ROOT}node_modules/.bin/turbo`,
    ["run", "dev", "--filter=@chatkit-contract/demo", "--only", "--dry=json"],
    { cwd: ROOT },
  );

  const { tasks } = JSON.parse(stdout) as {
    tasks: {
      taskId: string;
      envMode: string;
      resolvedTaskDefinition: { passThroughEnv: string[] | null };
    }[];
  };
  const task = tasks.find(({ taskId }) => taskId === "@chatkit-contract/demo#dev");
  expect(task?.envMode).toBe("strict");
  expect(task?.resolvedTaskDefinition.passThroughEnv).toEqual(
    expect.arrayContaining(Object.values(BACKEND_VARIABLES)),
  );
});

// Whatever else is started beside it knows none of its options, and would end all of it.
test.each([
  ["--help", 0, "--allow-writes"],
  ["-- --help", 0, "--allow-writes"],
  ["--bogus", 2, "error: unknown option '--bogus'"],
])("is handed what stands behind `npm start --`: %s", async (argument, exitCode, words) => {
  const { scripts } = JSON.parse(await readFile(`${ROOT}package.json`, "utf8")) as {
    scripts: { dev: string };
  };
  // What comes before it installs, and what it depends on has been made for this test.
  const [, turbo] = /&& (turbo run dev .*)$/.exec(scripts.dev) ?? [];
  const command = `${turbo?.replace("run dev", "run dev --only")} ${argument}`;

  const child = spawn("sh", ["-c", command], {
    cwd: ROOT,
    env: { ...process.env, PATH: `${ROOT}node_modules/.bin:${process.env["PATH"]}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors, [code]] = await Promise.all([
    readText(child.stdout),
    readText(child.stderr),
    once(child, "exit"),
  ]);

  expect(output + errors).toContain(words);
  expect(output).not.toMatch(/ watch .*--(help|bogus)/);
  expect(code).toBe(exitCode);
});
