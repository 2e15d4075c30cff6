import { NAMES, TITLES, type Name } from "./contestants.ts";
import { bytes, count, ms, ratio } from "./format.ts";
import { PACKAGES } from "./import.ts";
import type { Measures } from "./measures.ts";

/** A target, and how it went. */
export interface Verdict {
  what: string;
  target: string;
  ours: string;
  /** The best of the others that do the same. */
  best: string;
  isMet: boolean;
}

/** Holds what was measured against the targets. */
export function judge({ sizes, imports, types, requests, listing }: Measures): Verdict[] {
  const { alone, together, overOpenapiFetch } = requests;
  const others = NAMES.filter((name) => name !== "client" && name !== "fetch");
  const { cpuMs, touches } = imports.client;
  const all = listing.plain["client, all()"];
  return [
    {
      what: "the whole package, min + gzip",
      target: "≤ 6,000 B",
      ours: bytes(sizes.package.gzip),
      // Alone of the others, these two also retry and page.
      best: best(["redocly", "openai"], (name) => sizes[name].gzip, bytes),
      isMet: sizes.package.gzip <= 6000,
    },
    {
      what: "CPU of importing it, over an empty file",
      target: "≤ +2 ms, no look at `fetch`",
      ours: touches.length > 0 ? `${ms(cpuMs)}, looks at ${touches.join(", ")}` : ms(cpuMs),
      best: best(
        PACKAGES.filter((name) => name !== "client"),
        (name) => imports[name].cpuMs,
        ms,
      ),
      isMet: cpuMs <= 2 && touches.length === 0,
    },
    {
      what: "CPU of a request over raw fetch, one after another / 50 at once",
      target: "≤ 1.15 / 1.20",
      ours: `${ratio(alone.client)} / ${ratio(together.client)}`,
      best: best(
        others,
        (name) => alone[name],
        (value) => `${ratio(value)} one after another`,
      ),
      isMet: reaches(alone.client, 1.15) && reaches(together.client, 1.2),
    },
    {
      what: "the same over openapi-fetch alone",
      target: "≤ 1.06",
      ours: `${ratio(overOpenapiFetch.alone)} / ${ratio(overOpenapiFetch.together)}`,
      best: "–",
      isMet: reaches(overOpenapiFetch.alone, 1.06) && reaches(overOpenapiFetch.together, 1.06),
    },
    {
      what: "listing 20,000 threads with `all()`, over a raw loop",
      target: "≤ 0.55",
      ours: ratio(all),
      best: best(["redocly", "openai"], (name) => listing.plain[name], ratio),
      isMet: reaches(all, 0.55),
    },
    {
      what: "iterating over them with 5 ms of work a page, over a raw loop",
      target: "≤ 0.60",
      ours: ratio(listing.working.client),
      best: best(["redocly", "openai"], (name) => listing.working[name], ratio),
      isMet: reaches(listing.working.client, 0.6),
    },
    {
      what: "iterating over them with no `limit`, over openai",
      target: "≤ 0.25",
      ours: ratio(listing.unlimited.client),
      best: "–",
      isMet: reaches(listing.unlimited.client, 0.25),
    },
    {
      what: "type instantiations to check its app",
      target: "≤ 400",
      ours: count(types.client),
      best: best(["redocly", "openai", "openapi-fetch"], (name) => types[name], count),
      isMet: types.client <= 400,
    },
  ];
}

/** The one with the least, and what it has. */
function best<Key extends Name>(
  names: readonly Key[],
  read: (name: Key) => number | undefined,
  format: (value: number) => string,
): string {
  const [first] = names
    .map((name) => ({ name, value: read(name) ?? Number.POSITIVE_INFINITY }))
    .toSorted((one, other) => one.value - other.value);
  return first ? `${TITLES[first.name]} ${format(first.value)}` : "–";
}

/** Whether a ratio, as it is shown, is no more than its target; one that was not measured is not. */
function reaches(value: number | undefined, target: number): boolean {
  return Number(ratio(value)) <= target;
}
