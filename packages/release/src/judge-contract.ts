import { readOperations, type Operation } from "@chatkit-contract/codegen";
import {
  compareContracts,
  compareText,
  isSame,
  type Difference,
} from "@chatkit-contract/openapi/compare";

import { adviseOn, describeDifference } from "./describe-difference.ts";
import { generateContractTypes, type Contract, type Generator } from "./contract.ts";
import { judgeTypes, type JudgedProgram, type TypeJudgement } from "./judge-types.ts";
import { isWithinPlace, printProgram, rootOfPlace, type Program } from "./program.ts";
import type { Release } from "./released.ts";
import { weighDifference } from "./weigh-difference.ts";
import { compareWeight, heaviest, isAtLeast, nextVersion, type Weight } from "./weight.ts";
import { changedWords, readWording } from "./wording.ts";

/** One thing that changed, in words. */
export interface Change {
  /** The operations that show it, by id; none for the contract as a whole. */
  operations: string[];
  /** What changed, as a sentence in Markdown. */
  text: string;
  weight: Weight;
  /** Why it has this weight. */
  reason: string;
  /** What a caller does about it; of a major change alone. */
  advice?: string;
  /**
   * The smallest program that shows it: of a major change one that compiled before and does not now, of a minor one that
   * compiles now and did not before. Absent where types do not show the change.
   */
  witness?: string;
}

/** What changed between two contracts, and what it asks of the next version. */
export interface Judgement {
  /** The version that is compared with. */
  from: string;
  weight: Weight;
  /** The lowest version that the change may be released as. */
  next: string;
  changes: Change[];
}

/**
 * Weighs what changed since a release. Two judges have a say, and the heavier one is right: the comparer of the two
 * documents, and the compiler on the types made from them. Whatever else differs beyond explanations is at least minor.
 *
 * @param options.generate The generator whose types are judged. Default: this repository's.
 */
export async function judgeContract(
  before: Release,
  after: Contract,
  { generate = generateContractTypes }: { generate?: Generator } = {},
): Promise<Judgement> {
  const changes = await findChanges(before, after, generate);
  const weight = heaviest(changes.map((change) => change.weight));
  return { from: before.version, weight, next: nextVersion(before.version, weight), changes };
}

/** Every difference between two documents, with its weight: what the first judge says. */
export function judgeDocuments(
  before: Pick<Contract, "document">,
  after: Pick<Contract, "document">,
): { difference: Difference; weight: Weight; reason: string }[] {
  const surroundings = { hasDefaultAnswer: defaultAnswersOf(before) };
  return compareContracts(before.document, after.document).map((difference) => ({
    difference,
    ...weighDifference(difference, surroundings),
  }));
}

async function findChanges(
  before: Release,
  after: Contract,
  generate: Generator,
): Promise<Change[]> {
  if (isUnchanged(before, after)) return [];
  const operations = [before.document, after.document].flatMap((each) => readOperations(each));
  const types = await judgeTypes(before, after, generate);
  const ofDocument = judgeDocuments(before, after);

  const explained = new Set<Program>();
  const changes = ofDocument
    .filter(isSaidByNoOther)
    .map(({ difference, weight, reason }): Change => {
      const isMajor = weight === "major";
      const shown = witnessesOf(difference, isMajor ? types.broken : types.added);
      if (isMajor) for (const program of related(difference, types.broken)) explained.add(program);
      const [witness] = shown;
      return {
        operations: idsOf(difference.places, operations),
        text: describeDifference(difference),
        weight,
        reason,
        ...(isMajor ? { advice: adviseOn(difference) } : {}),
        ...(witness ? { witness: printProgram(witness) } : {}),
      };
    });
  changes.push(...typeChanges(types, changes, explained, operations));
  changes.push(...(await otherChanges(before, after, changes, generate)));
  return changes.toSorted(
    (a, b) =>
      compareWeight(b.weight, a.weight) ||
      compareText(a.operations.join(), b.operations.join()) ||
      compareText(a.text, b.text),
  );
}

/** A discriminator's new values come with the cases that they stand for. */
function isSaidByNoOther(
  { difference, weight }: { difference: Difference; weight: Weight },
  _index: number,
  all: readonly { difference: Difference; weight: Weight }[],
): boolean {
  return (
    difference.kind !== "mapping" ||
    !all.some(
      (other) =>
        other.difference.kind === "member" &&
        isAtLeast(other.weight, weight) &&
        rootOfPlace(other.difference.where) === rootOfPlace(difference.where),
    )
  );
}

/** Nothing but the version that the document and the table of operations carry. */
function isUnchanged(before: Contract, after: Contract): boolean {
  const [a, b] = [before, after].map(({ document, files }) => {
    const { version, ...info } = document.info;
    const text = Object.entries(files).map(([path, source]) => [
      path,
      source.replace(`CONTRACT_VERSION = ${JSON.stringify(version)}`, "CONTRACT_VERSION"),
    ]);
    return JSON.stringify([
      { ...document, info },
      text.toSorted(([x = ""], [y = ""]) => compareText(x, y)),
    ]);
  });
  return a === b;
}

function defaultAnswersOf({ document }: Pick<Contract, "document">): (where: string) => boolean {
  const places = readOperations(document)
    .filter(({ answers }) => "default" in answers)
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  return (where) => places.some((place) => where.startsWith(`${place} `));
}

/** The programs that show a difference, the one that shows it most closely first. */
function witnessesOf<T extends Program>(difference: Difference, programs: readonly T[]): T[] {
  return programs
    .filter((program) => closeness(difference, program) > 0)
    .toSorted(
      (a, b) =>
        closeness(difference, b) - closeness(difference, a) ||
        printProgram(a).length - printProgram(b).length ||
        compareText(printProgram(a), printProgram(b)),
    );
}

function related<T extends Program>(
  { where, places, kind }: Difference,
  programs: readonly T[],
): T[] {
  return programs.filter(
    ({ at }) =>
      // An operation that is called otherwise gives other names to all of its types.
      (kind === "name" && isWithinPlace(at, rootOfPlace(where))) ||
      isWithinPlace(where, at) ||
      isWithinPlace(at, where) ||
      places.some((place) => isWithinPlace(place, at)),
  );
}

/** How much of the difference's place is a program's place: the field itself, the schema, the operation. */
function closeness({ where, kind, before }: Difference, { at, statements }: Program): number {
  if (kind === "name") return statements.join("\n").includes(`"${String(before)}"`) ? 1 : 0;
  if (isWithinPlace(where, at)) return at.length;
  return isWithinPlace(at, where) ? where.length : 0;
}

/** What the compiler alone sees: renamed schemas and path parameters, and the generator's own changes. */
function typeChanges(
  { broken, mismatches }: TypeJudgement,
  known: readonly Change[],
  explained: ReadonlySet<Program>,
  operations: readonly Operation[],
): Change[] {
  const major = known.filter(({ weight }) => weight === "major");
  const rest = broken.filter((program) => !explained.has(program));
  // What uses a name that is gone is said with the name.
  const gone = rest.filter(({ isName }) => isName).map(({ at }) => at);
  const roots = new Map<string, JudgedProgram[]>();
  for (const program of rest) {
    const names = Object.values(program.imports).flat();
    const root = gone.find((name) => names.includes(name)) ?? rootOfPlace(program.at);
    roots.set(root, [...(roots.get(root) ?? []), program]);
  }
  const ofPrograms = [...roots].map(([root, programs]): Change => {
    const [first, ...others] = programs.toSorted(
      (a, b) =>
        Number(b.at === root) - Number(a.at === root) ||
        printProgram(a).length - printProgram(b).length ||
        compareText(a.at, b.at),
    );
    const places = root.includes(" ") ? [root] : [];
    return {
      operations: idsOf(places, operations),
      text: `The types of \`${root}\` break ${1 + others.length === 1 ? "a program" : `${1 + others.length} programs`} that compiled: ${first?.reason ?? ""}`,
      weight: "major",
      reason: "the compiler refuses what it took",
      advice: `Compile, and mend each use of \`${root}\` that the compiler names.`,
      ...(first ? { witness: printProgram(first) } : {}),
    };
  });
  const covered = new Set([...major, ...ofPrograms].flatMap((change) => change.operations));
  const isCovered = (id: string): boolean =>
    covered.has(id) || ofPrograms.some((change) => change.operations.length === 0);
  const ofOperations = mismatches
    .filter(({ operationId }) => !isCovered(operationId))
    .map(({ operationId, side, reason }): Change => ({
      operations: [operationId],
      text: `The ${side} of \`${operationId}\` have other types: ${reason}`,
      weight: "major",
      reason:
        side === "requests" ? "old requests are not new ones" : "new answers are not old ones",
      advice: `Compile, and mend each use of \`${operationId}\` that the compiler names.`,
    }));
  // A call and its wire form fail for the same reason.
  const once = new Map(ofOperations.map((change) => [change.text, change]));
  return [...ofPrograms, ...once.values()];
}

/** The rules that close what both judges leave: nothing but explanations and order is lighter than minor. */
async function otherChanges(
  before: Release,
  after: Contract,
  known: readonly Change[],
  generate: Generator,
): Promise<Change[]> {
  const [old, now] = [readWording(before.document), readWording(after.document)];
  const found: Change[] = [];
  // What explains a new thing is no news beside the thing.
  const words = changedWords(old, now, { isInBoth: known.length > 0 });
  if (words.length > 0) {
    found.push({
      operations: [],
      text: `Explanations and examples: ${listed(words)}.`,
      weight: "patch",
      reason: "words are published too, and editors show them",
    });
  }
  const isHeavy = known.some(({ weight }) => isAtLeast(weight, "minor"));
  if (old.said !== now.said && !isHeavy) {
    found.push({
      operations: [],
      text: "The contract says the same, or what the judges know nothing of, in other terms.",
      weight: "minor",
      reason: "a difference beyond explanations is at least minor",
    });
  }
  const remade = await generate(before.document);
  if (!isSame(codeOf(remade), codeOf(before.files))) {
    found.push({
      operations: [],
      text: "The generator writes the types of the same contract differently.",
      weight: "minor",
      reason: "a difference beyond comments is at least minor",
    });
  }
  if (found.length === 0 && known.length === 0) {
    found.push({
      operations: [],
      text: isSame(remade, before.files)
        ? "The order of what the contract says."
        : "The generator explains the types of the same contract in other words.",
      weight: "patch",
      reason: "published files differ",
    });
  }
  return found;
}

/** Generated files without comments and blanks. */
function codeOf(files: Contract["files"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").replaceAll(/\s+/g, " "),
    ]),
  );
}

function listed(places: readonly string[]): string {
  const shown = places.slice(0, 8).map((place) => `\`${place}\``);
  const more = places.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function idsOf(places: readonly string[], operations: readonly Operation[]): string[] {
  const ids = operations
    .filter(({ method, path }) =>
      places.some((place) => isWithinPlace(place, `${method.toUpperCase()} ${path}`)),
    )
    .map(({ id }) => id);
  return [...new Set(ids)].toSorted(compareText);
}
