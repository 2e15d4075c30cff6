import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { BACKEND_VARIABLES } from "../dev/read-backend.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

// In its strict mode turbo drops every variable that the task does not name, and `npm start` would show the mock.
test("is started by turbo with every variable that chooses the backend", async () => {
  const { stdout } = await promisify(execFile)(
    `${ROOT}node_modules/.bin/turbo`,
    ["run", "dev", "--filter=@chatkit-contract/demo", "--only", "--dry=json"],
    { cwd: ROOT },
  );

  const { tasks } = JSON.parse(stdout) as {
    tasks: { envMode: string; resolvedTaskDefinition: { passThroughEnv: string[] | null } }[];
  };
  expect(tasks.map(({ envMode }) => envMode)).toEqual(["strict"]);
  expect(tasks[0]?.resolvedTaskDefinition.passThroughEnv).toEqual(
    expect.arrayContaining(Object.values(BACKEND_VARIABLES)),
  );
});
