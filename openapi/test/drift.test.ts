import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { readDeviations, type Deviation } from "../compare/deviations.ts";
import { tasksOf, type Task } from "../compare/drift-report.ts";
import { commonPrefix, findDrift } from "../compare/drift.ts";
import { readDocument } from "../compare/read-document.ts";
import { home } from "./redocly.ts";
import { edited } from "./small-contract.ts";

const published = process.env["CHATKIT_PUBLISHED"];
const folders = [process.env["INIT_CWD"] ?? ".", "."];

describe("a published document of which the contract is a part", () => {
  let pair: Pair;

  beforeAll(async () => {
    const folder = join(home, "test/fixtures/drift");
    const list = await readFile(join(folder, "deviations.md"), "utf8");
    pair = {
      published: await readDocument("published.yaml", [folder]),
      contract: await readDocument("contract.yaml", [folder]),
      deviations: readDeviations(list),
    };
  });

  it("is in sync when every difference is listed", () => {
    expect(drift(pair)).toEqual([]);
  });

  it("drifts when it has a path of ours that we lack", () => {
    const operation = { responses: { "200": { description: "A reminder" } } };

    const tasks = drift({
      ...pair,
      published: edited(pair.published, ["/paths/~1lending~1reminders", { post: operation }]),
    });

    expect(tasks).toEqual([
      {
        where: "POST /lending/reminders",
        theirs: "operation",
        ours: "none",
        todo: "add it to the contract, or list it as a deviation with its reason",
      },
    ]);
  });

  it("drifts when it has a field that we lack, and the other way round", () => {
    const field = "/components/schemas/LoanResource/properties/fee";
    const ours = "/components/schemas/Loan/properties/fine";

    const tasks = drift({
      ...pair,
      published: edited(pair.published, [field, { type: "integer" }]),
      contract: edited(pair.contract, [ours, { type: "number" }]),
    });

    expect(tasks.map(({ where, theirs, ours: fine }) => [where, theirs, fine])).toEqual([
      ["Loan.fee", "optional integer", "none"],
      ["Loan.fine", "none", "optional number"],
    ]);
  });

  it("drifts when a listed place has other values than the row says", () => {
    const tasks = drift({
      ...pair,
      contract: edited(pair.contract, ["/components/schemas/Loan/properties/due_at/minimum", 1]),
    });

    expect(tasks.map(({ where, todo }) => [where, todo])).toEqual([
      [
        "Loan.due_at minimum",
        "line 7 of the deviations lists it with other values: mend one of the two",
      ],
      ["Loan.due_at minimum", "take it out of line 7 of the deviations: no difference needs it"],
    ]);
  });

  it("needs every row and pattern of the list, and no other", () => {
    expect(needsExactly(pair)).toEqual({ rows: 4, needed: 4, refused: 5 });
  });

  it("takes two rows of the same place for needless both", () => {
    const { deviations } = pair;
    const [first] = deviations;

    const tasks = drift({ ...pair, deviations: [...deviations, ...(first ? [first] : [])] });

    expect(tasks.map(({ where }) => where)).toEqual(["* 400", "* 400"]);
  });
});

describe.skipIf(!published)(
  "the published document (skipped unless CHATKIT_PUBLISHED names it)",
  () => {
    let pair: Pair;

    beforeAll(async () => {
      pair = {
        published: await readDocument(published ?? "", folders),
        contract: await readDocument(join(home, "openapi.yaml"), [home]),
        deviations: readDeviations(await readFile(join(home, "DEVIATIONS.md"), "utf8")),
      };
    });

    it("differs from the contract by exactly what DEVIATIONS.md lists", () => {
      expect(drift(pair)).toEqual([]);
    });

    it("needs every row and pattern of DEVIATIONS.md, and no other", () => {
      const { rows, needed, refused } = needsExactly(pair);

      expect(rows).toBe(pair.deviations.length);
      expect(needed).toBe(rows);
      expect(refused).toBe(pair.deviations.flatMap(({ patterns }) => patterns).length);
    });

    it.each([
      ["/components/schemas/Thread/properties/title/type", "string", "Thread.title nullable"],
      [
        "/components/parameters/limit/schema/maximum",
        99,
        "GET /chatkit/threads query limit maximum",
      ],
      [
        "/components/parameters/limit/schema/default",
        30,
        "GET /chatkit/threads query limit default",
      ],
      ["/paths/~1chatkit~1threads/delete", { responses: {} }, "DELETE /chatkit/threads"],
    ])("drifts from a contract with another %s", (pointer, value, where) => {
      const tasks = drift({ ...pair, contract: edited(pair.contract, [pointer, value]) });

      expect(tasks.map((task) => task.where)).toContain(where);
    });
  },
);

test.each([
  [["/chatkit/threads", "/chatkit/threads/{id}", "/chatkit/sessions"], "/chatkit"],
  [["/a/b/c", "/a/b/d"], "/a/b"],
  [["/a/{id}", "/a/{id}/b"], "/a"],
  [["/books", "/orders"], ""],
  [["/books"], ""],
  [[], ""],
])("the prefix of %j is '%s'", (paths, prefix) => {
  expect(commonPrefix(paths)).toBe(prefix);
});

test.each([
  ["# Nothing", "1: no table | where | published | ours | reason |"],
  [table("| `a` | b | c |"), "3: a row has four cells, none of them empty"],
  [table("| `a` | none | none | |"), "3: a row has four cells, none of them empty"],
  [table("| a | none | none | why |"), "3: no pattern in backticks"],
])("a list such as %j is refused", (markdown, message) => {
  expect(() => readDeviations(markdown)).toThrow(message);
});

test("a row may name several places, and hold a bar", () => {
  const [row, ...others] = readDeviations(table("| `a *`, `b` | `x \\| y` | none | why |"));

  expect(others).toEqual([]);
  expect(row).toEqual({
    line: 3,
    patterns: ["a *", "b"],
    published: "`x | y`",
    ours: "none",
    reason: "why",
  });
});

interface Pair {
  published: object;
  contract: object;
  deviations: Deviation[];
}

function drift({ published: theirs, contract, deviations }: Pair): Task[] {
  return tasksOf(findDrift(theirs, contract, deviations));
}

/** Counts the rows without which there is drift, and the patterns that are refused when they match nothing. */
function needsExactly({ deviations, ...pair }: Pair): {
  rows: number;
  needed: number;
  refused: number;
} {
  const isRed = (list: Deviation[]): boolean => drift({ ...pair, deviations: list }).length > 0;
  const without = deviations.map((row) => deviations.filter((other) => other !== row));
  const spoilt = deviations.flatMap((row) =>
    row.patterns.map((pattern) => {
      const patterns = row.patterns.map((each) => (each === pattern ? `${each} at all` : each));
      return deviations.map((other) => (other === row ? { ...row, patterns } : other));
    }),
  );
  return {
    rows: deviations.length,
    needed: without.filter((list) => isRed(list)).length,
    refused: spoilt.filter((list) => isRed(list)).length,
  };
}

function table(row: string): string {
  return `| where | published | ours | reason |\n|---|---|---|---|\n${row}\n`;
}
