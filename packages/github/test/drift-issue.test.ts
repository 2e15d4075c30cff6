import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { expect, test, vi } from "vitest";

import { startFakeGitHub, type FakeGitHub } from "./fake-github.ts";
import { makeScratchFolder, runMain, type Run } from "./run-main.ts";

// Each report bundles two documents, in processes of their own: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

const MARK = "<!-- drift -->";

/** A contract, whatever this repository's has come to say: both sides of the comparison are made of it. */
const CONTRACT = join(
  dirname(createRequire(import.meta.url).resolve("@chatkit-contract/openapi/package.json")),
  "released/0.1.0/contract.json",
);

test("a published document that differs opens one issue, which later runs leave alone", async () => {
  const github = await startFakeGitHub();

  const first = await report(github, { limit: 99 });
  const second = await report(github, { limit: 99 });

  expect(first).toEqual({ code: 0, stdout: "They differ: #90 is open.\n", stderr: "" });
  expect(second.stdout).toBe("They differ as before: #90 says so.\n");
  expect(github.writes).toEqual(["POST /issues"]);
  expect(github.issues[0]).toMatchObject({ labels: ["drift"], state: "open" });
  expect(github.issues[0]?.body).toMatch(/query limit maximum +99 +100 /);
  expect(github.issues[0]?.body).toContain("https://github.com/owner/house/actions/runs/77");
});

test("an issue follows what differs, and is closed when nothing does", async () => {
  const github = await startFakeGitHub();
  await report(github, { limit: 99 });

  const changed = await report(github, { limit: 98 });
  const agreed = await report(github, {});

  expect(changed.stdout).toBe("They differ otherwise than before: #90 is brought up to date.\n");
  expect(agreed.stdout).toBe("They agree again: #90 is closed.\n");
  expect(github.issues[0]?.state).toBe("closed");
  expect(github.issues[0]?.body).toMatch(/ 98 +100 /);
  expect(github.comments[90]).toHaveLength(1);
});

test("where both agree and no issue is open, nothing is written", async () => {
  const github = await startFakeGitHub();
  github.issues.push({ id: 1, number: 3, state: "open", labels: ["drift"], body: "Another's." });

  const { code, stdout } = await report(github, {});

  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^in sync/) });
  expect(github.writes).toEqual([]);
});

test.for([
  ["no OpenAPI", "<html>Sorry</html>"],
  ["of another kind", '{"openapi": 7}'],
])("a document that is %s fails the job, and opens no issue", async ([, text]) => {
  const github = await startFakeGitHub();
  const file = join(await makeScratchFolder(), "published.yaml");
  await writeFile(file, text!);

  const { code, stderr } = await runMain(["report-drift", file], github.env);

  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^drift could not compare: .*published\.yaml/),
  });
  expect(github.writes).toEqual([]);
});

test("a value that would end the block of code stays in it", async () => {
  const github = await startFakeGitHub();

  await report(github, { order: "``````\n# Everybody" });

  const body = github.issues[0]?.body ?? "";
  expect(body.startsWith(MARK)).toBe(true);
  expect(body.match(/``````/g)).toHaveLength(2);
});

/** Reports on a published document that is the contract but for what is given. */
async function report(
  github: FakeGitHub,
  { limit, order }: { limit?: number; order?: string },
): Promise<Run> {
  const folder = await makeScratchFolder();
  const document = JSON.parse(await readFile(CONTRACT, "utf8")) as Published;
  const { parameters, schemas } = document.components;
  if (limit !== undefined) parameters.limit.schema.maximum = limit;
  if (order !== undefined) schemas.Order.enum.push(order);
  const published = join(folder, "published.json");
  const deviations = join(folder, "DEVIATIONS.md");
  await writeFile(published, JSON.stringify(document));
  await writeFile(deviations, "| where | published | ours | reason |\n| --- | --- | --- | --- |\n");
  return await runMain(
    ["report-drift", published, "--contract", CONTRACT, "--deviations", deviations],
    github.env,
  );
}

interface Published {
  components: {
    parameters: { limit: { schema: { maximum: number } } };
    schemas: { Order: { enum: string[] } };
  };
}
