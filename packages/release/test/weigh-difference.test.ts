import type { Difference } from "@chatkit-contract/openapi/compare";
import { expect, test } from "vitest";

import { weighDifference } from "../src/weigh-difference.ts";
import { heaviest, nextVersion } from "../src/weight.ts";

const surroundings = { hasDefaultAnswer: () => true };

/** A difference of a schema that requests and answers share. */
function shared(difference: Partial<Difference> & Pick<Difference, "kind">): Difference {
  return {
    where: `Address.city ${difference.kind}`,
    direction: "both",
    change: "changed",
    before: undefined,
    after: undefined,
    places: ["POST /orders 201", "POST /orders body"],
    isOpen: false,
    text: "",
    ...difference,
  };
}

test.each<[string, Partial<Difference> & Pick<Difference, "kind">]>([
  ["tightened, which requests feel", { kind: "maxLength", before: 80, after: 40 }],
  ["loosened, which answers feel", { kind: "maxLength", before: 40, after: 80 }],
  ["given a new value", { kind: "enum", change: "added", after: "Oslo" }],
  ["allowed to be null", { kind: "nullable", before: false, after: true }],
  ["never null any more", { kind: "nullable", before: true, after: false }],
  ["no more required", { kind: "required", before: true, after: false }],
  ["given another default", { kind: "default", before: "a", after: "b" }],
])("what is used both ways and %s is a break", (_, difference) => {
  const { weight } = weighDifference(shared(difference), surroundings);

  expect(weight).toBe("major");
});

test("what only answers hold may have another default", () => {
  const difference = shared({ kind: "default", before: "a", after: "b", direction: "answer" });

  expect(weighDifference(difference, surroundings).weight).toBe("minor");
});

test("an error status is a break where no default answer covered it", () => {
  const difference = shared({ kind: "answer", change: "added", after: "x", direction: "answer" });

  const { weight } = weighDifference(difference, { hasDefaultAnswer: () => false });

  expect(weight).toBe("major");
});

test("0.x counts as any version does", () => {
  const versions = (["none", "patch", "minor", "major"] as const).map((weight) =>
    nextVersion("0.1.0", weight),
  );

  expect(versions).toEqual(["0.1.0", "0.1.1", "0.2.0", "1.0.0"]);
  expect(heaviest(["patch", "major", "minor"])).toBe("major");
  expect(heaviest([])).toBe("none");
});
