import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import parseChangeset from "@changesets/parse";
import semver from "semver";

/**
 * The changelog of the whole, as Markdown: what is pending, then each version, the newest first. What several packages
 * say is said once. A version that was released before there was a changelog is named all the same.
 *
 * @param root The repository.
 */
export async function readChangelog(root: string): Promise<string> {
  const [pending, changelogs, released] = await Promise.all([
    readPending(join(root, ".changeset")),
    readChangelogs(join(root, "packages")),
    readReleased(join(root, "openapi/released")),
  ]);
  const versions = [...new Set([...changelogs.keys(), ...released])].toSorted(semver.rcompare);
  const parts = versions.flatMap((version, index) => {
    const entries = changelogs.get(version) ?? [];
    return [
      `### ${version}`,
      ...(entries.length > 0 ? entries : [index === versions.length - 1 ? FIRST : SILENT]),
    ];
  });
  return [...(pending.length > 0 ? ["### Not released yet", ...pending] : []), ...parts].join(
    "\n\n",
  );
}

const FIRST = "The first release of the contract.";
const SILENT = "No changelog was kept of this version.";

/** What the pending changesets say, the heaviest first. */
async function readPending(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter(
    (name) => name.endsWith(".md") && name !== "README.md",
  );
  const changesets = await Promise.all(
    files.toSorted().map(async (name) => {
      const { releases, summary } = parseChangeset(await readFile(join(folder, name), "utf8"));
      const weights = releases.map(({ type }) => WEIGHTS.indexOf(type));
      return { weight: Math.min(...weights, WEIGHTS.length), summary: withoutMarks(summary) };
    }),
  );
  return changesets
    .filter(({ summary }) => summary !== "")
    .toSorted((a, b) => a.weight - b.weight)
    .map(({ summary }) => summary);
}

const WEIGHTS = ["major", "minor", "patch", "none"];

/** The entries of each version in the changelogs of the published packages, the heaviest first. */
async function readChangelogs(folder: string): Promise<Map<string, string[]>> {
  const versions = new Map<string, Map<string, number>>();
  for (const name of (await readdir(folder)).toSorted()) {
    const file = join(folder, name, "CHANGELOG.md");
    if (!existsSync(file)) continue;
    for (const { version, weight, entry } of readEntries(await readFile(file, "utf8"))) {
      const entries = versions.get(version) ?? new Map<string, number>();
      versions.set(version, entries.set(entry, Math.min(weight, entries.get(entry) ?? weight)));
    }
  }
  return new Map(
    [...versions].map(([version, entries]) => {
      const heaviestFirst = [...entries].toSorted(([, one], [, other]) => one - other);
      return [version, heaviestFirst.map(([entry]) => entry)] as const;
    }),
  );
}

/** Reads a changelog of changesets: `## 1.2.0`, below it `### Minor Changes`, below it a list. */
function readEntries(changelog: string): { version: string; weight: number; entry: string }[] {
  return sectionsOf(changelog, "## ").flatMap(([version, section]) =>
    sectionsOf(section, "### ").flatMap(([kind, list]) =>
      list
        .split(/^(?=- )/m)
        .map((entry) => withoutMarks(entry).replace(/^- [0-9a-f]{7,}: /, "- "))
        // That packages of one version ask for each other is no news.
        .filter((entry) => entry !== "" && !entry.startsWith("- Updated dependencies"))
        .map((entry) => ({ version, weight: WEIGHTS.indexOf(firstWord(kind)), entry })),
    ),
  );
}

function sectionsOf(text: string, mark: string): [title: string, text: string][] {
  return `\n${text}`
    .split(`\n${mark}`)
    .slice(1)
    .map((section) => {
      const [title = "", ...lines] = section.split("\n");
      return [title.trim(), lines.join("\n")];
    });
}

function firstWord(text: string): string {
  return (/^\w*/.exec(text)?.[0] ?? "").toLowerCase();
}

async function readReleased(folder: string): Promise<string[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  return names.filter((name) => semver.valid(name) === name);
}

/** What is for tools and not for readers: comments of Markdown. */
function withoutMarks(text: string): string {
  return text
    .replaceAll(/<!--[^]*?-->/g, "")
    .replaceAll(/ +$/gm, "")
    .trim();
}
