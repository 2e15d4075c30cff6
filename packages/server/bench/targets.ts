import { formatCount, formatMs, formatRatio } from "./format.ts";
import type { Measures } from "./measures.ts";
import type { PageTimes } from "./pages.ts";

/** A target, and how it went. */
export interface Verdict {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** Holds what was measured against the targets. */
export function judge({ start, requests, pages }: Measures): Verdict[] {
  const atLeast = (
    what: string,
    { perSecond, perCpuSecond }: ReturnType<typeof requests.ratio>,
    least: number,
  ): Verdict => ({
    what,
    target: `≥ ${formatRatio(least)}`,
    measured: `${formatRatio(perSecond)} / ${formatRatio(perCpuSecond)}`,
    isMet: asShown(perSecond) >= least && asShown(perCpuSecond) >= least,
  });
  const deep = Math.max(...pages.byCursor.map(deepOverSecond));
  const large = Math.max(...pages.byCursor.map((times) => largeOverSmall(times, pages.byCursor)));
  const { firstAnswerMs, overPrism, idleMemoryMb, inProcessMs } = start;
  return [
    atLeast(
      "requests a second / a CPU second without a store, over bare node:http",
      requests.ratio("stub", "bare"),
      0.5,
    ),
    atLeast("the same with SQLite in memory", requests.ratio("sqlite", "bare"), 0.25),
    atLeast("without a store, as Prism is, over Prism", requests.ratio("stub", "prism"), 5),
    {
      what: "start of the process to its first answer, over Prism",
      target: "≤ 0.50",
      measured: `${formatRatio(overPrism)} (${formatMs(firstAnswerMs.server)})`,
      isMet: asShown(overPrism) <= 0.5,
    },
    {
      what: "`startServer()` in a process that has loaded it",
      target: "≤ 100 ms",
      measured: formatMs(inProcessMs),
      isMet: inProcessMs <= 100,
    },
    {
      what: "resident memory, idle",
      target: "≤ 110 MB",
      measured: `${formatCount(Math.round(idleMemoryMb.server))} MB (Prism ${formatCount(Math.round(idleMemoryMb.prism))} MB)`,
      isMet: idleMemoryMb.server <= 110,
    },
    {
      what: "a deep page over the second one, the slowest listing",
      target: "≤ 1.50",
      measured: formatRatio(deep),
      isMet: asShown(deep) <= 1.5,
    },
    {
      what: "a page of the larger database over one of the smaller, the slowest",
      target: "≤ 1.50",
      measured: formatRatio(large),
      isMet: asShown(large) <= 1.5,
    },
  ];
}

/** A ratio is judged by the digits that the table shows: the next ones differ from run to run. */
function asShown(ratio: number): number {
  return Number(formatRatio(ratio));
}

/** The slower of the deep places over the second page. */
export function deepOverSecond({ perDepth: [second = 0, ...deep] }: PageTimes): number {
  return Math.max(...deep) / second;
}

/** The worst of the depths over the same listing of the smallest database. */
export function largeOverSmall(times: PageTimes, all: readonly PageTimes[]): number {
  const small = all.find(({ listing }) => listing === times.listing);
  return Math.max(...times.perDepth.map((value, depth) => value / (small?.perDepth[depth] ?? 0)));
}
