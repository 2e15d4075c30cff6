import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";

import { renderMarkdown } from "./render-judgement.ts";
import type { Judgement } from "./judge-contract.ts";
import { placesOf, type Carrier } from "./workspace.ts";

/** What became of the changeset. */
export type Written = "written" | "refreshed" | "unchanged" | "removed" | "not needed";

const BEGIN =
  "<!-- contract: made by `pnpm contract:changeset`; words of your own go above or below -->";
const END = "<!-- contract: end -->";

/** The words of a changeset that are made, markers included. */
export function generatedWords(judgement: Judgement): string {
  const [summary = "", ...rest] = renderMarkdown(judgement).split("\n");
  // A changelog's entry begins with the first line: that has to be a sentence.
  return [`${summary} ${BEGIN}`, ...rest, "", END].join("\n");
}

/**
 * Writes the one changeset of the contract, or brings it up to date: the bump of every package that carries the
 * contract, and the change in words. What a person added around the words stays. Without a change there is none.
 */
export async function writeChangeset(
  root: string,
  judgement: Judgement,
  carriers: readonly Carrier[],
): Promise<Written> {
  const { changeset } = placesOf(root);
  const before = existsSync(changeset) ? await readFile(changeset, "utf8") : undefined;
  if (judgement.weight === "none") {
    if (before === undefined) return "not needed";
    await rm(changeset);
    return "removed";
  }
  const now = renderChangeset(judgement, carriers, before);
  if (now === before) return "unchanged";
  await writeFile(changeset, now);
  return before === undefined ? "written" : "refreshed";
}

/** The text of the changeset, around what a person wrote into the one before. */
export function renderChangeset(
  judgement: Judgement,
  carriers: readonly Carrier[],
  before = "",
): string {
  const { above, below } = handWords(before);
  const bumps = carriers.map(({ name }) => `"${name}": ${judgement.weight}`);
  const parts = [above, generatedWords(judgement), below].filter((part) => part !== "");
  return `---\n${bumps.join("\n")}\n---\n\n${parts.join("\n\n")}\n`;
}

/**
 * Whether what a person wrote above the words that are made can hide them from readers of the changelog: in HTML, or in a
 * block of code that is left open.
 */
export function hidesWords(changeset: string): boolean {
  const { above } = handWords(changeset);
  const fences = above.match(/^ *(```|~~~)/gm) ?? [];
  return /<[a-z/!?]/i.test(above) || fences.length % 2 === 1;
}

/** What a person wrote above and below the words that are made. */
function handWords(text: string): { above: string; below: string } {
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, "");
  const lines = body.split("\n");
  const begin = lines.findIndex((line) => line.endsWith(BEGIN));
  const end = lines.indexOf(END);
  // Without both markers nobody can tell whose words they are: they are kept.
  if (begin < 0 || end < begin) return { above: "", below: body.trim() };
  return {
    above: lines.slice(0, begin).join("\n").trim(),
    below: lines
      .slice(end + 1)
      .join("\n")
      .trim(),
  };
}
