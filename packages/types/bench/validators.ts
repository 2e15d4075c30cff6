import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { rolldown } from "rolldown";

import { isThreadPage as contract } from "./candidates/contract.ts";
import { isThreadPage as typebox } from "./candidates/typebox.ts";
import { isThreadPage as valibot } from "./candidates/valibot.ts";
import { isThreadPage as zod } from "./candidates/zod.ts";
import { createPage, judgedPages } from "./pages.ts";

/** The validator of a page of threads against the same schema in other libraries: the same verdicts, then size and speed. */
const candidates = { contract, typebox, valibot, zod };
type Name = keyof typeof candidates;
const NAMES = Object.keys(candidates) as Name[];

const MAX_GZIP_BYTES = 2500;
const MIN_PAGES_PER_SECOND = 200_000;
const MIN_RATIO = 0.8;

const ROUNDS = 11;
const ROUND_MS = 150;
const COMMAND = "pnpm --filter @chatkit-contract/types run bench";

const judged = compareVerdicts();
const sizes = await measureSizes();
const speeds = measureSpeeds();
const best = Math.max(...NAMES.filter((name) => name !== "contract").map((name) => speeds[name]));
const report = describe();

console.log(report);
if (process.argv.includes("--write")) {
  writeReport(join(import.meta.dirname, "..", "README.md"));
}
const isSmall = sizes.contract <= MAX_GZIP_BYTES;
const isFast = speeds.contract >= Math.min(MIN_PAGES_PER_SECOND, MIN_RATIO * best);
if (!isSmall || !isFast) {
  console.error(`The validator has become too ${isSmall ? "slow" : "large"}.`);
  process.exitCode = 1;
}

/** Only what gives the same verdicts can be compared. */
function compareVerdicts(): number {
  const pages = judgedPages();
  for (const { what, page, isValid } of pages) {
    for (const name of NAMES) {
      if (candidates[name](page) !== isValid) {
        throw new Error(`${name} says ${!isValid} to ${what}`);
      }
    }
  }
  return pages.length;
}

/** Bytes of each candidate alone, as a browser would load it: bundled, minified, compressed. */
async function measureSizes(): Promise<Record<Name, number>> {
  const entries = await Promise.all(
    NAMES.map(async (name) => {
      const bundle = await rolldown({
        input: join(import.meta.dirname, "candidates", `${name}.ts`),
        resolve: { conditionNames: ["@chatkit-contract/source", "module", "import", "default"] },
        platform: "browser",
      });
      const { output } = await bundle.generate({ format: "esm", minify: true });
      await bundle.close();
      const code = output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("");
      return [name, gzipSync(code, { level: 9 }).length];
    }),
  );
  return Object.fromEntries(entries) as Record<Name, number>;
}

/** Pages a second: the median of several rounds, each in another order. */
function measureSpeeds(): Record<Name, number> {
  const pages = Array.from({ length: 16 }, (_, index) => createPage(index));
  const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) => {
    const first = round % NAMES.length;
    const order = [...NAMES.slice(first), ...NAMES.slice(0, first)];
    const inOrder = round % 2 === 0 ? order : order.toReversed();
    return Object.fromEntries(
      inOrder.map((name) => [name, countPages(candidates[name], pages)]),
    ) as Record<Name, number>;
  });
  // The first round warms up.
  return Object.fromEntries(
    NAMES.map((name) => [name, median(rounds.slice(1).map((round) => round[name]))]),
  ) as Record<Name, number>;
}

function countPages(isThreadPage: (value: unknown) => boolean, pages: unknown[]): number {
  const start = performance.now();
  let count = 0;
  let elapsedMs = 0;
  while (elapsedMs < ROUND_MS) {
    for (const page of pages) {
      if (!isThreadPage(page)) {
        throw new Error("a valid page was refused");
      }
    }
    count += pages.length;
    elapsedMs = performance.now() - start;
  }
  return (count / elapsedMs) * 1000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function describe(): string {
  const rows = NAMES.map((name) => [
    name === "contract" ? "**`validators/answers/ThreadList`**" : `${name} ${versionOf(name)}`,
    `${(sizes[name] / 1000).toFixed(2)} kB`,
    (Math.round(speeds[name] / 1000) * 1000).toLocaleString("en"),
    (speeds[name] / speeds.contract).toFixed(2),
  ]);
  return [
    `Node ${process.versions.node}, ${availableParallelism()} cores; a page of 20 threads; the same verdict on ${judged} pages; \`${COMMAND}\``,
    "",
    ...table([["validator", "min + gzip", "pages a second", "ratio"], ...rows]),
  ].join("\n");
}

/** A Markdown table as the formatter leaves it. */
function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)];
}

function versionOf(name: string): string {
  const manifest = readFileSync(new URL("package.json", packageUrl(name)), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The folder of an installed package, also of one that does not export its package.json. */
function packageUrl(name: string): string {
  const entry = import.meta.resolve(name);
  const end = entry.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}/`.length;
  return entry.slice(0, end);
}

function writeReport(file: string): void {
  const text = readFileSync(file, "utf8");
  const block = /(?<=<!-- bench:start -->\n)[\s\S]*(?=<!-- bench:end -->)/;
  if (!block.test(text)) {
    throw new Error(`${file} has no block between bench:start and bench:end`);
  }
  writeFileSync(
    file,
    text.replace(block, () => `\n${report}\n\n`),
  );
}
