import { render, type Difference } from "./difference.ts";

/** A row of the list of deviations. */
export interface Deviation {
  line: number;
  /** Patterns of a difference's `where`; `*` stands for any text. */
  patterns: readonly string[];
  /** The cell of what they say: binding when it is one code span or `none`, words for the reader else. */
  published: string;
  ours: string;
  reason: string;
}

/** How a difference stands to the list. */
export interface Verdict {
  difference: Difference;
  /** The row that lists it. */
  row: Deviation | undefined;
  /** A row that lists the place, but with other values. */
  near: Deviation | undefined;
}

/** What the comparison leaves to do: differences without a row, and patterns that no difference needs. */
export interface Judgement {
  verdicts: Verdict[];
  needless: { row: Deviation; pattern: string }[];
}

const HEADER = ["where", "published", "ours", "reason"];

/**
 * Reads the table `| where | published | ours | reason |` of a Markdown text.
 *
 * @throws {Error} There is no such table, or a row of it lacks a cell or a pattern. The message begins with the line.
 */
export function readDeviations(markdown: string): Deviation[] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => cellsOf(line).join() === HEADER.join());
  if (start < 0) throw new Error(`1: no table | ${HEADER.join(" | ")} |`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end < 0 ? undefined : end).map((line, index) => {
    const number = start + 3 + index;
    const cells = cellsOf(line);
    const [where = "", published = "", ours = "", reason = ""] = cells;
    const patterns = [...where.matchAll(/`([^`]+)`/g)].map(([, pattern = ""]) => pattern);
    if (cells.length !== HEADER.length || cells.includes("")) {
      throw new Error(`${number}: a row has four cells, none of them empty`);
    }
    if (patterns.length === 0) throw new Error(`${number}: no pattern in backticks`);
    return { line: number, patterns, published, ours, reason };
  });
}

/** Judges differences from a published document (`before`) by the list of those that are meant. */
export function judge(differences: readonly Difference[], rows: readonly Deviation[]): Judgement {
  const entries = rows.flatMap((row) =>
    row.patterns.map((pattern) => ({ row, pattern, matches: wildcard(pattern) })),
  );
  const needed = new Set<(typeof entries)[number]>();
  const verdicts = differences.map((difference): Verdict => {
    const at = entries.filter(({ matches }) => matches.test(difference.where));
    const listed = at.filter(({ row }) => holds(row, difference));
    const [entry] = listed;
    // A row is needed for what no other row lists.
    if (entry && listed.length === 1) needed.add(entry);
    return { difference, row: entry?.row, near: entry ? undefined : at[0]?.row };
  });
  const needless = entries.filter((entry) => !needed.has(entry));
  return { verdicts, needless: needless.map(({ row, pattern }) => ({ row, pattern })) };
}

function holds(row: Deviation, { before, after }: Difference): boolean {
  return says(row.published, render(before)) && says(row.ours, render(after));
}

function says(cell: string, value: string): boolean {
  const literal = cell === "none" ? cell : /^`([^`]*)`$/.exec(cell)?.[1];
  return literal === undefined || wildcard(literal).test(value);
}

function cellsOf(line: string): string[] {
  if (!line.startsWith("|")) return [];
  const cells = line
    .trim()
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split(/(?<!\\)\|/);
  return cells.map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function wildcard(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
