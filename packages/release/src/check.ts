import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { getReleasePlan } from "@changesets/get-release-plan";
import semver from "semver";

import { generatedWords, hidesWords } from "./changeset.ts";
import { CONTRACT_CARRIER, readReleaseDigest } from "./contract-version.ts";
import { readContract, type Contract } from "./contract.ts";
import { judgeContract, type Judgement } from "./judge-contract.ts";
import { readBase } from "./read-base.ts";
import { checkReleases, digestRelease, ReleaseError } from "./released.ts";
import { summaryOf } from "./render-judgement.ts";
import { findCarriers, placesOf, type Carrier } from "./workspace.ts";

/** Something that a release would get wrong, and what mends it. */
export interface Problem {
  what: string;
  mend: string;
}

/** What the check found. */
export interface CheckResult {
  judgement: Judgement | undefined;
  problems: Problem[];
}

const REFRESH = "run pnpm contract:changeset and commit .changeset/contract.md";

/**
 * Checks that what is about to be released says no less than the contract's change since the last release.
 *
 * @param contract The contract of now. Default: the repository's, with its types made anew.
 */
export async function checkRelease(root: string, contract?: Contract): Promise<CheckResult> {
  const places = placesOf(root);
  try {
    await checkReleases(places.released);
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return {
      judgement: undefined,
      problems: [{ what: error.message, mend: "releases are history: nobody edits them" }],
    };
  }
  const [{ release }, now, carriers] = await Promise.all([
    readBase(root),
    contract ?? readContract(places.contract),
    findCarriers(root),
  ]);
  const judgement = await judgeContract(release, now);
  const problems = [
    ...(await digestProblems(root, release.version, carriers)),
    ...(await findProblems(root, now, judgement, carriers)),
  ];
  return { judgement, problems };
}

/** What of versions, changesets and changelogs says less than a judgement of the contract. */
export async function findProblems(
  root: string,
  contract: Contract,
  judgement: Judgement,
  carriers: readonly Carrier[],
): Promise<Problem[]> {
  return [
    ...(await versionProblems(root, contract, judgement, carriers, await readPlan(root))),
    ...(await wordProblems(root, judgement, carriers)),
  ];
}

/** Prints what the check found, the next version first. */
export function renderCheck({ judgement, problems }: CheckResult): string {
  const lines = judgement ? [summaryOf(judgement)] : [];
  const heavy = (judgement?.changes ?? []).filter(({ weight }) => weight === judgement?.weight);
  if (problems.length > 0) {
    lines.push(...heavy.map(({ text, weight, reason }) => `  ${weight}: ${text} (${reason})`));
  }
  lines.push(...problems.map(({ what, mend }) => `\n${what}\n  -> ${mend}`));
  return lines.join("\n").replaceAll("`", "");
}

/** The version that each package gets when the pending changesets are released, by Changesets' own reckoning. */
async function readPlan(root: string): Promise<Map<string, string> | Problem> {
  try {
    const { releases } = await getReleasePlan(root);
    return new Map(
      releases.flatMap(({ name, newVersion }) => (newVersion ? [[name, newVersion] as const] : [])),
    );
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    return {
      what: `The changesets cannot be read: ${reason}`,
      mend: "mend the file in .changeset/ that it names",
    };
  }
}

async function versionProblems(
  root: string,
  { document }: Contract,
  { from, weight, next }: Judgement,
  carriers: readonly Carrier[],
  planned: Map<string, string> | Problem,
): Promise<Problem[]> {
  if (!(planned instanceof Map)) return [planned];
  const problems: Problem[] = [];
  const versions = new Set([...carriers.map(({ version }) => version), document.info.version]);
  const [version = from] = versions;
  if (versions.size > 1) {
    const said = carriers.map((each) => `${each.name} ${each.version}`).join(", ");
    problems.push({
      what: `The contract is ${document.info.version}, and its packages are ${said}.`,
      mend: `one version for all: set openapi/openapi.yaml and each package.json to ${from}, and let the changesets raise it`,
    });
  } else if (version !== from && !isBound(version, next, from)) {
    problems.push({
      what: `The packages say ${version}: after ${from} comes ${weight === "none" ? "what changesets say" : `${next} or higher`}.`,
      mend: `set the versions back to ${from} in openapi/openapi.yaml and each package.json, and let the changesets raise them`,
    });
  }
  const light = carriers.filter(
    ({ name, version: own }) => weight !== "none" && !isBound(planned.get(name) ?? own, next, from),
  );
  if (light.length > 0) {
    const said = light.map(({ name, version: own }) => `${name} as ${planned.get(name) ?? own}`);
    problems.push({
      what: `Changesets would release ${said.join(", ")}; the contract's ${weight} change asks for ${next} or higher.`,
      mend: REFRESH,
    });
  }
  const fixed = await readFixed(root);
  const finals = new Set(carriers.map(({ name, version: own }) => planned.get(name) ?? own));
  if (finals.size > 1 || carriers.some(({ name }) => !fixed(name))) {
    const missing = carriers.filter(({ name }) => !fixed(name)).map(({ name }) => name);
    problems.push({
      what: `Not every package that carries the contract is in the one fixed group: ${missing.join(", ") || [...finals].join(", ")}.`,
      mend: "name it in the first group of `fixed` in .changeset/config.json",
    });
  }
  return problems;
}

/** The last release is proved by the digest that is published with it, every other by the one after it. */
async function digestProblems(
  root: string,
  last: string,
  carriers: readonly Carrier[],
): Promise<Problem[]> {
  const kept = await digestRelease(placesOf(root).released, last);
  if ((await readReleaseDigest(carriers)) === kept) return [];
  return [
    {
      what: `openapi/released/${last} is not the release that ${CONTRACT_CARRIER} names in \`contract.release\` of its package.json.`,
      mend: "restore both: git checkout -- openapi/released packages/types/package.json",
    },
  ];
}

async function readFixed(root: string): Promise<(name: string) => boolean> {
  const text = await readFile(join(placesOf(root).changesets, "config.json"), "utf8");
  const { fixed = [] } = JSON.parse(text) as { fixed?: string[][] };
  const [group = []] = fixed;
  return (name) =>
    group.some((pattern) =>
      pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
    );
}

/** Whether a version, or the one that a prerelease leads to, is high enough and later than the last. */
function isBound(version: string, next: string, from: string): boolean {
  const parsed = semver.parse(version);
  if (parsed === null) return false;
  const { major, minor, patch } = parsed;
  return semver.gte(`${major}.${minor}.${patch}`, next) && semver.gt(version, from);
}

/** The words have to stand in the pending changeset, or, once the versions are raised, in each changelog. */
async function wordProblems(
  root: string,
  judgement: Judgement,
  carriers: readonly Carrier[],
): Promise<Problem[]> {
  const { changeset } = placesOf(root);
  const pending = existsSync(changeset) ? await readFile(changeset, "utf8") : undefined;
  if (judgement.weight === "none") {
    return pending === undefined
      ? []
      : [{ what: ".changeset/contract.md tells of a change that is not there.", mend: REFRESH }];
  }
  const words = withoutIndent(generatedWords(judgement));
  if (pending === undefined) {
    const isVersioned = carriers.some(({ version }) => version !== judgement.from);
    const silent = isVersioned ? await withoutWords(carriers, words) : carriers;
    if (isVersioned && silent.length === 0) return [];
    const what = isVersioned
      ? `The changelog of ${silent.map(({ name }) => name).join(", ")} does not tell of the contract's change as it is.`
      : "No changeset tells of the contract's change: .changeset/contract.md is missing.";
    return [{ what, mend: isVersioned ? "restore it, or run pnpm contract:changeset" : REFRESH }];
  }
  const bumps = pending.split("\n---\n")[0] ?? "";
  const unnamed = carriers.filter(({ name }) => !bumps.includes(`"${name}": `));
  return [
    ...(withoutIndent(pending).includes(words)
      ? []
      : [
          {
            what: ".changeset/contract.md does not tell of the contract's change as it is: its words were edited, or the contract was since.",
            mend: `${REFRESH}; words of your own go outside the marked part`,
          },
        ]),
    ...(hidesWords(pending)
      ? [
          {
            what: ".changeset/contract.md has HTML or an open block of code above the marked part, which can hide it.",
            mend: "write words of your own in plain Markdown",
          },
        ]
      : []),
    ...(unnamed.length === 0
      ? []
      : [
          {
            what: `.changeset/contract.md leaves out ${unnamed.map(({ name }) => name).join(", ")}.`,
            mend: REFRESH,
          },
        ]),
  ];
}

async function withoutWords(carriers: readonly Carrier[], words: string): Promise<Carrier[]> {
  const told = await Promise.all(
    carriers.map(async ({ folder }) => {
      const text = await readFile(join(folder, "CHANGELOG.md"), "utf8").catch(() => "");
      return lettersOf(text).includes(lettersOf(words));
    }),
  );
  return carriers.filter((_, index) => told[index] === false);
}

/** Changesets has a formatter go over changelogs: it may set other marks and blanks, and no other words. */
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Neither does an editor's indent change words. */
function withoutIndent(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
