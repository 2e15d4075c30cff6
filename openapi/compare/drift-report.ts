import type { Judgement, Verdict } from "./deviations.ts";
import { render, type Difference } from "./difference.ts";

/** A line of what is to do. */
export interface Task {
  where: string;
  theirs: string;
  ours: string;
  todo: string;
}

/** Everything that stands between the contract and being in sync, unlisted differences first. */
export function tasksOf({ verdicts, needless }: Judgement): Task[] {
  const unlisted = verdicts.filter(({ row }) => row === undefined);
  return [
    ...unlisted.map((verdict) => ({
      where: verdict.difference.where,
      theirs: render(verdict.difference.before),
      ours: render(verdict.difference.after),
      todo: todoFor(verdict),
    })),
    ...needless.map(({ row, pattern }) => ({
      where: pattern,
      theirs: "",
      ours: "",
      todo: `take it out of line ${row.line} of the deviations: no difference needs it`,
    })),
  ];
}

/** The tasks as a table, or a line that says that there are none. */
export function renderTable(judgement: Judgement): string {
  const tasks = tasksOf(judgement);
  const rows = new Set(judgement.verdicts.map(({ row }) => row));
  if (tasks.length === 0) {
    return `in sync: ${judgement.verdicts.length} differences, all meant (${rows.size} deviations)`;
  }
  const cells = [
    ["where", "theirs", "ours", "what to do"],
    ...tasks.map(({ where, theirs, ours, todo }) => [where, shorten(theirs), shorten(ours), todo]),
  ];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "),
  );
  return [...lines, "", `${tasks.length} to do`].join("\n");
}

/** The judgement as JSON: every difference with the line that lists it, and the patterns that none needs. */
export function renderJson(judgement: Judgement): string {
  const { verdicts, needless } = judgement;
  const report = {
    inSync: tasksOf(judgement).length === 0,
    differences: verdicts.map((verdict) => reportOf(verdict)),
    needless: needless.map(({ row, pattern }) => ({ line: row.line, pattern })),
  };
  return JSON.stringify(report, null, 2);
}

function reportOf({ difference, row }: Verdict): object {
  const { before: theirs, after: ours, ...rest } = difference;
  return { ...rest, theirs: theirs ?? null, ours: ours ?? null, listed: row?.line ?? null };
}

function todoFor({ difference, near }: Verdict): string {
  if (near)
    return `line ${near.line} of the deviations lists it with other values: mend one of the two`;
  return `${ADVICE[difference.change]}, or list it as a deviation with its reason`;
}

const ADVICE: Record<Difference["change"], string> = {
  added: "take it out of the contract",
  removed: "add it to the contract",
  changed: "say what they say",
};

const WIDEST = 60;

function shorten(text: string): string {
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}
