import { readFileSync, writeFileSync } from "node:fs";

/** A Markdown table as the formatter leaves it; the first row is its head. */
export function formatTable(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** A row for each entry of a record, its name first. */
export function asRows<T>(record: Record<string, T>, describe: (value: T) => string[]): string[][] {
  return Object.entries(record).map(([name, value]) => [name, ...describe(value)]);
}

/** Puts a text between the markers of a file that bear its name. */
export function writeBlock(file: string, name: string, text: string): void {
  const before = readFileSync(file, "utf8");
  const block = blockOf(name);
  if (!block.test(before)) {
    throw new Error(`${file} has no block between ${name}:start and ${name}:end`);
  }
  writeFileSync(
    file,
    before.replace(block, () => `\n${text}\n\n`),
  );
}

/** The cells of the table between the markers of a file that bear its name, its head left out. */
export function readTable(file: string, name: string): string[][] {
  const [text = ""] = blockOf(name).exec(readFileSync(file, "utf8")) ?? [];
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

function blockOf(name: string): RegExp {
  return new RegExp(`(?<=<!-- ${name}:start -->\\n)[\\s\\S]*(?=<!-- ${name}:end -->)`);
}
