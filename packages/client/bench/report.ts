import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import type { Panel } from "./chart.ts";
import { NAMES, TITLES, type Name } from "./contestants.ts";
import { bytes, count, megabytes, ms, ratio, seconds } from "./format.ts";
import { PACKAGES } from "./import.ts";
import type { ListingName } from "./listings.ts";
import type { Measures } from "./measures.ts";
import { OWNERS } from "./profile.ts";
import { PROFILED } from "./requests.ts";
import { SUBPATHS } from "./size.ts";
import { formatTable } from "./table.ts";
import { judge } from "./targets.ts";

const NONE = ["–", "–", "–", "–"];

/** The tables of the README. */
export function describe(measures: Measures): string {
  const { requests, listing, sizes } = measures;
  const extras = SUBPATHS.map(
    (name) => `\`./${name}\` +${bytes(sizes[name].gzip - sizes.package.gzip)}`,
  );
  const versions = (["openai", "openapi-fetch", "ky", "ofetch"] as const).map(
    (name) => `${name} ${versionOf(name)}`,
  );
  return [
    `Node ${process.versions.node}, ${availableParallelism()} cores; ${versions.join(", ")}, Redocly CLI ${versionOf("@redocly/cli")}; \`pnpm bench\`. Ratios are medians of rounds in which all take turns; less is better.`,
    "",
    formatTable([
      ["", "target", "this client", "best of the others", ""],
      ...judge(measures).map(({ what, target, ours, best: other, isMet }) => [
        what,
        target,
        ours,
        other,
        isMet ? "reached" : "**missed**",
      ]),
    ]),
    "",
    "Side by side, for an app that lists threads:",
    "",
    formatTable([
      [
        "",
        "min + gzip",
        "import",
        "CPU per request",
        "50 at once",
        "list 20,000",
        "with work",
        "first item",
        "heap at a tenth, at the end",
        "types",
      ],
      ...NAMES.map((name) => describeRow(name, measures)),
      ["**its `all()`**", ...NONE, ratio(listing.plain["client, all()"]), ...NONE],
      ["raw fetch, both ends", ...NONE, ratio(listing.plain["fetch, both ends"]), ...NONE],
    ]),
    "",
    `CPU per request and listings are ratios to raw fetch (${Math.round(requests.fetchMicroseconds.alone)} µs of CPU a request, ${Math.round(requests.fetchMicroseconds.together)} µs at 50 at once; ${seconds(listing.fetchMs.plain)} s for 20,000 threads in pages of 100 at 5 ms, ${seconds(listing.fetchMs.working)} s with 5 ms of work a page). Heaps are those of iterating over a million threads, types are instantiations with \`skipLibCheck\`.`,
    "",
    "Whose code the CPU time of a request is spent in, in percent:",
    "",
    formatTable([
      ["", ...OWNERS],
      ...PROFILED.map((name) => [
        TITLES[name],
        ...OWNERS.map((owner) => String(Math.round(requests.shares[name][owner]))),
      ]),
    ]),
    "",
    "The client's own part holds the parsing of the body, which for others is Node's: `response.json()` takes longer than `text()` and `JSON.parse`.",
    "",
    `Where they are imported too, min + gzip: ${extras.join(", ")}.`,
    "",
    "<details><summary>The parts of the package, in bytes</summary>",
    "",
    formatTable([
      ["module", "min", "gzip, about"],
      ...sizes.package.modules.map(({ module, min, gzip }) => [module, count(min), count(gzip)]),
    ]),
    "",
    "</details>",
  ].join("\n");
}

/** What the chart shows: a panel for each measure. */
export function createPanels({
  sizes,
  imports,
  types,
  requests,
  listing,
  heaps,
}: Measures): Panel[] {
  const finalHeaps = Object.entries(heaps).map(([name, heap]) => [name, heap.at(-1)]);
  return [
    panel(
      "Bundle, min + gzip",
      mapEach(NAMES, (name) => sizes[name].gzip),
      bytes,
    ),
    panel("Type instantiations", types, count),
    panel(
      "CPU of an import",
      mapEach(PACKAGES, (name) => imports[name].cpuMs),
      ms,
    ),
    panel(
      "Memory of an import",
      mapEach(PACKAGES, (name) => imports[name].rssMb),
      megabytes,
    ),
    panel("CPU per request, one after another, over raw fetch", requests.alone, ratio),
    panel("CPU per request, 50 at once, over raw fetch", requests.together, ratio),
    panel("Listing 20,000 threads at 5 ms, over a raw loop", listing.plain, ratio),
    panel("Iterating with 5 ms of work a page, over a raw loop", listing.working, ratio),
    panel(
      "Time to the first thread at 5 ms",
      listing.firstItemMs,
      (time) => `${time.toFixed(1)} ms`,
    ),
    panel("Heap at the end of a million threads", Object.fromEntries(finalHeaps), megabytes),
    panel("Iterating with no limit given, over openai", listing.unlimited, ratio),
  ];
}

type Values = Readonly<Record<string, number>>;

function mapEach<Key extends string>(names: readonly Key[], read: (name: Key) => number): Values {
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

function panel(title: string, values: Values, label: (value: number) => string): Panel {
  return {
    title,
    bars: Object.entries(values).map(([name, value]) => ({
      name: name === "client" ? "this client" : name.replace(/^\w+, /, ""),
      value,
      label: label(value),
      isOurs: name.startsWith("client"),
    })),
  };
}

function describeRow(
  name: Name,
  { sizes, imports, types, requests, listing, heaps }: Measures,
): string[] {
  const cost = name === "fetch" ? undefined : imports[name];
  const heap = heaps[name as ListingName];
  const plain = listing.plain[name as ListingName];
  const first = listing.firstItemMs[name];
  return [
    TITLES[name],
    bytes(sizes[name].gzip),
    cost ? `${ms(cost.cpuMs)}, +${megabytes(cost.rssMb)}` : "–",
    ratio(requests.alone[name]),
    ratio(requests.together[name]),
    ratio(plain),
    ratio(listing.working[name as ListingName]),
    first === undefined ? "–" : `${first.toFixed(1)} ms`,
    heap ? `${heap[0]?.toFixed(1)}, ${megabytes(heap.at(-1) ?? Number.NaN)}` : "–",
    count(types[name]),
  ];
}

function versionOf(name: string): string {
  const resolver = createRequire(
    name === "@redocly/cli"
      ? import.meta.resolve("@chatkit-contract/openapi/redocly")
      : import.meta.url,
  );
  // Not every package exports its package.json.
  const folder = resolver.resolve.paths(name)?.find((path) => existsSync(join(path, name)));
  const manifest = readFileSync(join(folder ?? "", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
