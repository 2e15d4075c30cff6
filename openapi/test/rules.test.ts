import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { home, lint, type Problem } from "./redocly.ts";

const fixtures = join(home, "test/fixtures");

describe.concurrent.each([
  { config: "generation.redocly.yaml", faults: "generation-faults.yaml" },
  { config: "test/fixtures/house.redocly.yaml", faults: "house-faults.yaml" },
])("$config", ({ config, faults }) => {
  it("reports each fault at its line, and nothing else", async () => {
    const { problems } = await lint(fixtures, faults, `--config=${join(home, config)}`);

    expect(inOrder(problems.map(withMessageLike(markersOf(faults))))).toEqual(
      inOrder(markersOf(faults)),
    );
  });

  it("has nothing against a contract without a fault, whatever its names", async () => {
    const { problems } = await lint(fixtures, "book-shop.yaml", `--config=${join(home, config)}`);

    expect(problems).toEqual([]);
  });
});

interface Marker {
  line: number;
  ruleId: string;
  message: string;
}

/** The faults that a fixture's comments announce. */
function markersOf(fixture: string): Marker[] {
  const lines = readFileSync(join(fixtures, fixture), "utf8").split("\n");
  return lines.slice(1).flatMap((text, index) =>
    text
      .split("# ! ")
      .slice(1)
      .map((marker) => {
        const [rule = "", ...message] = marker.trim().split(": ");
        const isBuiltIn = rule.startsWith("no-") || rule.startsWith("operation-operationId");
        return {
          line: index + 2,
          ruleId: isBuiltIn ? rule : `contract/${rule}`,
          message: message.join(": "),
        };
      }),
  );
}

/** Shortens a problem's message to the marker that announces it, so that the rest compares as equal. */
function withMessageLike(markers: Marker[]): (problem: Problem) => Marker {
  return ({ line, ruleId, message }) => {
    const marker = markers.find(
      (each) => each.line === line && each.ruleId === ruleId && message.startsWith(each.message),
    );
    return { line, ruleId, message: marker?.message ?? message };
  };
}

function inOrder(markers: Marker[]): string[] {
  return markers
    .map(({ line, ruleId, message }) => `${String(line).padStart(3)} ${ruleId}: ${message}`)
    .toSorted();
}
