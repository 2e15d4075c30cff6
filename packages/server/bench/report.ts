import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";

import { NAMES, TITLES } from "./contestants.ts";
import { formatCount, formatMicroseconds, formatMs, formatRatio, formatRounded } from "./format.ts";
import { drawLineChart, type Line } from "./line-chart.ts";
import type { Measures } from "./measures.ts";
import { DEPTHS, LIMIT, type PageTimes } from "./pages.ts";
import { AT_ONCE } from "./requests.ts";
import { formatTable } from "./table.ts";
import { deepOverSecond, judge, largeOverSmall } from "./targets.ts";

/** The tables of the README. */
export function describe(measures: Measures): string {
  const { requests, pages, imports } = measures;
  const { firstAnswerMs } = measures.start;
  return [
    `Node ${process.versions.node}, ${availableParallelism()} cores, Prism ${prismVersion()}; \`pnpm bench\`, log off. Ratios are medians of rounds in which all take turns; the load comes from a process of its own.`,
    "",
    formatTable([
      ["", "target", "measured", ""],
      ...judge(measures).map(({ what, target, measured, isMet }) => [
        what,
        target,
        measured,
        isMet ? "reached" : "**missed**",
      ]),
    ]),
    "",
    "![How long a page takes, by how deep it lies](bench/pages.svg)",
    "",
    "<details><summary>Side by side</summary>",
    "",
    `\`threads.list\`, a page of ${LIMIT} threads, ${formatCount(requests.bytes)} bytes, the same from all; ${AT_ONCE} at once. The bare server knows its answer before, and Prism has it as the contract's example. Prism's first answer comes after ${formatMs(firstAnswerMs.prism)}.`,
    "",
    formatTable([
      ["", "requests a second", "CPU a request", "over bare", "over Prism", "memory at the end"],
      ...NAMES.map((name) => [
        TITLES[name],
        formatRounded(requests.perSecond[name]),
        formatMicroseconds(requests.cpuMicroseconds[name]),
        ...(["bare", "prism"] as const).map((other) =>
          Object.values(requests.ratio(name, other)).map(formatRatio).join(" / "),
        ),
        `${formatCount(Math.round(requests.memoryMb[name]))} MB`,
      ]),
    ]),
    "",
    `Pages of ${LIMIT} threads out of SQLite in memory, p50 without HTTP:`,
    "",
    formatTable([
      ["threads", "listing", ...DEPTHS.map(({ name }) => name), "deep / second", "large / small"],
      ...pages.byCursor.map((times) => [
        ...describePages(times, describeListing(times)),
        formatRatio(largeOverSmall(times, pages.byCursor)),
      ]),
      ...pages.byOffset.map((times) => [
        ...describePages(times, "all, by OFFSET"),
        formatRatio(largeOverSmall(times, pages.byOffset)),
      ]),
    ]),
    "",
    formatTable([
      ["import", "records a second", "a CPU second"],
      ...[...imports, pages.filling].map(({ what, perSecond, perCpuSecond }) => [
        what,
        formatRounded(perSecond),
        formatRounded(perCpuSecond),
      ]),
    ]),
    "",
    "</details>",
  ].join("\n");
}

/** How long a page takes by how deep it lies, by cursor and by OFFSET. */
export function drawPages({ pages }: Measures): string {
  return drawLineChart({
    title: "A page of threads, by how deep it lies",
    unit: "µs (p50), logarithmic",
    places: DEPTHS.map(({ name }) => name),
    lines: [
      ...pages.byCursor
        .filter(({ listing }) => listing === "all")
        .map((times) => lineOf(times, "cursor")),
      ...pages.byOffset.map((times) => ({ ...lineOf(times, "OFFSET"), isContrast: true })),
    ],
  });
}

function lineOf({ count, perDepth }: PageTimes, way: string): Line {
  return { name: `${formatCount(count)}, by ${way}`, values: perDepth };
}

function describePages(times: PageTimes, listing: string): string[] {
  return [
    formatCount(times.count),
    listing,
    ...times.perDepth.map(formatMicroseconds),
    formatRatio(deepOverSecond(times)),
  ];
}

function describeListing({ listing, threads }: PageTimes): string {
  return listing === "all" ? "all" : `of a ${listing} user (${formatCount(threads)})`;
}

function prismVersion(): string {
  const file = createRequire(import.meta.url).resolve("@stoplight/prism-cli/package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
