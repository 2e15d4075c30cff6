import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";

import { buildScratchHouse, TSC, VITEST, type ScratchHouse } from "../test/scratch-house.ts";

// The tests of the tests: each fault is planted in a copy of the house, and the check that guards against it has to go
// red. Before, on the sound copy, the same check has to be green.

type Check = (house: ScratchHouse) => Promise<{ code: number; output: string }>;

const lintContract: Check = (house) => {
  const openapi = createRequire(join(house.folder, "openapi/package.json"));
  const redocly = dirname(openapi.resolve("@redocly/cli/package.json"));
  return house.run("openapi", join(redocly, "bin/cli.js"), "lint", "--config", "redocly.yaml");
};
const checkTypes: Check = (house) => house.run("packages/client", TSC, "--noEmit");
const runBounds: Check = (house) =>
  house.run(
    "packages/mock",
    VITEST,
    "run",
    "--config=../../vitest.config.ts",
    "test/bounds.test.ts",
  );
const runMends: Check = (house) =>
  house.run(
    "packages/mock",
    VITEST,
    "run",
    "--config=../../vitest.config.ts",
    "test/mends.test.ts",
  );

interface Fault {
  what: string;
  file: string;
  text: string | RegExp;
  replacement: string;
}

const faults: { check: Check; guards: string; planted: Fault[] }[] = [
  {
    check: lintContract,
    guards: "the contract",
    planted: [
      {
        what: "a wrong example",
        file: "openapi/threads/examples.yaml",
        text: "created_at: 1712347600",
        replacement: "created_at: yesterday",
      },
      {
        what: "an example with a field that the contract does not name",
        file: "openapi/threads/examples.yaml",
        text: "title: Refund request",
        replacement: "title: Refund request\n    mood: calm",
      },
      {
        what: "a wrong mapping",
        file: "openapi/threads/schemas.yaml",
        text: /locked: (['"])#\/LockedStatus\1/,
        replacement: 'locked: "#/ClosedStatus"',
      },
      {
        what: "a removed error answer",
        file: "openapi/threads/paths.yaml",
        text: /\n +(['"])429\1:\n +\$ref: \S+/,
        replacement: "",
      },
    ],
  },
  {
    check: checkTypes,
    guards: "the facade",
    planted: [
      {
        what: "another answer",
        file: "packages/client/src/facade.gen.ts",
        text: "Promise<Thread>",
        replacement: "Promise<DeletedThread>",
      },
      {
        what: "an answer that could be anything",
        file: "packages/client/src/facade.gen.ts",
        text: "Promise<ChatSession>",
        replacement: "Promise<any>",
      },
      {
        what: "another query",
        file: "packages/client/src/facade.gen.ts",
        text: "query?: ThreadsListItemsQuery",
        replacement: "query?: ThreadsListQuery",
      },
      {
        what: "a listing of anything",
        file: "packages/client/src/facade.gen.ts",
        text: "Listing<ThreadList, Thread>",
        replacement: "Listing<ThreadList, any>",
      },
      {
        what: "a listing of nothing",
        file: "packages/client/src/facade.gen.ts",
        text: "Listing<ThreadList, Thread>",
        replacement: "Listing<ThreadList, never>",
      },
      {
        what: "a path value that could be anything",
        file: "packages/client/src/facade.gen.ts",
        text: "retrieve(threadId: string",
        replacement: "retrieve(threadId: any",
      },
      {
        what: "a method that is missing",
        file: "packages/client/src/facade.gen.ts",
        text: "  cancel(",
        replacement: "  stop(",
      },
    ],
  },
  {
    check: runBounds,
    guards: "the bounds",
    planted: [
      {
        what: "a number's bound moved by one",
        file: "packages/types/src/validators/requests/threads.list.query.gen.ts",
        text: "> 100",
        replacement: "> 101",
      },
      {
        what: "a text's bound moved by one",
        file: "packages/types/src/validators/requests/threads.list.query.gen.ts",
        text: "> 512",
        replacement: "> 513",
      },
      {
        what: "exponents taken for integers",
        file: "packages/types/src/validation/read-query.ts",
        text: "integer: /^(0|-?[1-9]\\d*)$/",
        replacement: "integer: /^[-\\de]+$/",
      },
      {
        what: "lengths counted in code units",
        file: "packages/types/src/validation/checks.ts",
        text: "index++;\n    }",
        replacement: "}",
      },
      {
        what: "another path for the culprit",
        file: "packages/types/src/validation/explain.ts",
        text: 'place.join(".")',
        replacement: 'place.join("/")',
      },
    ],
  },
  {
    check: runMends,
    guards: "the front",
    planted: [
      mend("HEAD", '=== "HEAD" ? "GET" : method', '=== "NONE" ? "GET" : method'),
      mend("the path of the server", "`^(?:${BASE_PATH})?", "`^(?:/v9)?"),
      mend("the key", "operation.needsKey && ", "false && operation.needsKey && "),
      mend("the headers", "refuse(validateHeaders(operationId, headers));", ""),
      mend("the validators", "refuse(valid.issue);", ""),
      mend(
        "malformed JSON",
        'new Refusal(400, "malformed_json"',
        'new Refusal(500, "malformed_json"',
      ),
      mend("the limit of the body", "if (size > MAX_BODY_BYTES)", "if (size > 2 * MAX_BODY_BYTES)"),
      mend("the media type", "if (size > 0 && !/^application", "if (size < 0 && !/^application"),
      mend("the envelope", "body: { error }", "body: { problem: error }"),
      mend("the allowed methods", "{ allow: allow.join(", "{ allowed: allow.join("),
      mend("preflights", 'method === "OPTIONS" &&', 'method === "NONE" &&'),
      mend("exposed headers", '"access-control-expose-headers"', '"x-expose-headers"'),
      mend("the request id", 'randomUUID().replaceAll("-", "")', '"1"'),
    ],
  },
];

function mend(what: string, text: string, replacement: string): Fault {
  return { what: `${what} taken out`, file: "packages/mock/src/front.ts", text, replacement };
}

describe.each(faults)("what guards $guards", ({ check, planted }) => {
  test("is green on a sound copy, and red on each fault", async () => {
    const house = await buildScratchHouse();
    await house.generate();
    expect(await check(house)).toMatchObject({ code: 0 });

    const unseen: string[] = [];
    for (const { what, file, text, replacement } of planted) {
      const path = join(house.folder, file);
      const sound = await readFile(path, "utf8");
      const faulty = sound.replace(text, () => replacement);
      expect(faulty, `${what}: ${file} has no such text`).not.toBe(sound);
      await writeFile(path, faulty);
      const { code } = await check(house);
      await writeFile(path, sound);
      if (code === 0) {
        unseen.push(what);
      }
    }

    expect(unseen).toEqual([]);
  });
});
