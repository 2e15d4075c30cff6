import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { runRedocly } from "../redocly.ts";
import { home, lint } from "./redocly.ts";

// The lint fails on errors alone: a rule that only warned would pass it unseen, but not this.
it("has no error and no warning", async () => {
  const { problems, ignored } = await lint(home, "--config=redocly.yaml");

  expect(problems).toEqual([]);
  expect(ignored).toBe(0);
});

const faults = [
  {
    fault: "an example that breaks its schema",
    file: "threads/examples.yaml",
    edit: [/user: user_789/, "user: 789"],
    problem:
      "threads/examples.yaml no-invalid-media-type-examples: Example value must conform to the schema: `user` property type must be string.",
  },
  {
    fault: "an example with a field that the schema lacks",
    file: "threads/examples.yaml",
    edit: [/deleted: true/, "deleted: true\n    purged: true"],
    problem:
      "threads/examples.yaml no-invalid-media-type-examples: Example value must conform to the schema: must NOT have unevaluated properties `purged`.",
  },
  {
    fault: "a parameter's example out of bounds",
    file: "listing/parameters.yaml",
    edit: [/value: 100/, "value: 101"],
    problem:
      "listing/parameters.yaml no-invalid-parameter-examples: Example value must conform to the schema: must be <= 100.",
  },
  {
    fault: "a mapping that is not true",
    file: "items/schemas.yaml",
    edit: [/chatkit.widget:/, "chatkit.gadget:"],
    problem:
      "items/schemas.yaml contract/discriminator-mapping: The mapping of 'chatkit.gadget' is not true: 'type' of its schema is always 'chatkit.widget'.",
  },
  {
    fault: "an error answer taken out",
    file: "sessions/paths.yaml",
    edit: [/ +"429":\n.*\n/, ""],
    problem:
      "sessions/paths.yaml contract/declared-answers: The operation does not declare the answer '429'.",
  },
  {
    fault: "a status that no example shows",
    file: "sessions/examples.yaml",
    edit: [/status: cancelled/, "status: active"],
    problem:
      "sessions/session.yaml contract/covering-examples: No example of any answer shows cancelled here. Add one that does.",
  },
  {
    fault: "an operationId without a dot",
    file: "threads/paths.yaml",
    edit: [/threads\.retrieve/, "retrieve"],
    problem:
      "threads/paths.yaml contract/operation-id-form: The operationId 'retrieve' is not of the form `group.verb`. Write camelCase words joined by dots, at least two, such as `books.list`.",
  },
] as const;

describe("a contract with a fault of each kind", () => {
  let found: string[];

  beforeAll(async () => {
    const copy = copyOfContract();
    for (const fault of faults) edit(copy, fault.file, fault.edit[0], fault.edit[1]);
    const { problems } = await lint(copy, "--config=redocly.yaml");
    found = problems.map(({ file, ruleId, message }) => `${file} ${ruleId}: ${message}`);
    return () => rmSync(copy, { recursive: true });
  });

  it.each(faults)("is refused for $fault, in the file where it stands", ({ problem }) => {
    expect(found).toContain(problem);
  });
});

it("bundles into one document that names each component after the last part of its reference", async () => {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const bundle = join(folder, "bundle.json");

  const args = ["bundle", "openapi.yaml", "--config=redocly.yaml", `--output=${bundle}`];
  await runRedocly(args, { cwd: home });

  const { components, info } = JSON.parse(readFileSync(bundle, "utf8"));
  const names = Object.values<object>(components).flatMap((group) => Object.keys(group));
  expect(names).toEqual(
    expect.arrayContaining([
      "Thread",
      "ThreadItem",
      "ChatSession",
      "CreateSessionRequest",
      "ErrorEnvelope",
    ]),
  );
  // Two components of one name would be told apart by a number.
  expect(names.filter((name) => /[-_]\d+$/.test(name))).toEqual([]);
  expect(info.description).toContain("not affiliated");
});

function copyOfContract(): string {
  const folder = temporaryFolder();
  cpSync(home, folder, {
    recursive: true,
    filter: (source) => !source.includes("node_modules") && !source.includes("/test"),
  });
  return folder;
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "contract-"));
}

function edit(folder: string, file: string, before: RegExp, after: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(before);
  writeFileSync(path, text.replace(before, after));
}
