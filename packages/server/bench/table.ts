import { readFileSync, writeFileSync } from "node:fs";

/** A Markdown table as the formatter leaves it; the first row is the head. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_cell, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

/** Puts a text between the markers of a file. */
export function writeBlock(file: string, text: string): void {
  const block = /(?<=<!-- bench:start -->\n)[\s\S]*(?=<!-- bench:end -->)/;
  const before = readFileSync(file, "utf8");
  if (!block.test(before)) {
    throw new Error(`${file} has no block between bench:start and bench:end`);
  }
  writeFileSync(
    file,
    before.replace(block, () => `\n${text}\n\n`),
  );
}
