import type { Change, Judgement } from "./judge-contract.ts";

/** The forms that a judgement can be printed in. */
export const FORMATS = ["pretty", "markdown", "json"] as const;
export type Format = (typeof FORMATS)[number];

/**
 * Prints what changed, by operation.
 *
 * @param against What was compared with, in words.
 */
export function renderJudgement(judgement: Judgement, format: Format, against: string): string {
  if (format === "json") return JSON.stringify({ against, ...judgement }, null, 2);
  return format === "markdown" ? renderMarkdown(judgement) : renderPretty(judgement, against);
}

/** What changed as the changelog has it: in words, with what to do and the programs that show it. */
export function renderMarkdown(judgement: Judgement): string {
  return [summaryOf(judgement), ...groupsOf(judgement).flatMap(renderGroup(judgement))].join(
    "\n\n",
  );
}

/** The whole in a sentence. */
export function summaryOf({ weight, from, next }: Judgement): string {
  return weight === "none"
    ? `The contract has not changed since ${from}.`
    : `The contract's change since ${from} is ${weight}: the next version is ${next} or higher.`;
}

function renderGroup(judgement: Judgement): (group: [string, Change[]]) => string[] {
  return ([title, changes]) => [
    `**${title}**`,
    ...changes.map((change) => renderChange(change, judgement)),
  ];
}

function renderChange(
  { text, weight, reason, advice, witness }: Change,
  { from }: Judgement,
): string {
  const lines = [`- ${text} _${weight}: ${reason}_`];
  if (advice !== undefined) lines.push(`  What to do: ${advice}`);
  if (witness !== undefined) {
    const note =
      weight === "major"
        ? `// compiles with ${from}, and not with this version`
        : `// compiles with this version, and not with ${from}`;
    const program = [note, ...witness.trimEnd().split("\n")].map((line) => `  ${line}`.trimEnd());
    lines.push("", "  ```ts", ...program, "  ```");
  }
  return lines.join("\n");
}

function renderPretty(judgement: Judgement, against: string): string {
  const groups = groupsOf(judgement).flatMap(([title, changes]) => [
    "",
    title,
    ...changes.flatMap(({ text, weight, reason, advice }) => [
      `  ${weight.padEnd(5)}  ${text}`,
      `         because: ${reason}`,
      ...(advice === undefined ? [] : [`         to do:   ${advice}`]),
    ]),
  ]);
  const label = against === judgement.from ? "" : ` (compared with ${against})`;
  return [`${summaryOf(judgement)}${label}`, ...groups].join("\n").replaceAll("`", "");
}

function groupsOf({ changes }: Judgement): [string, Change[]][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const title = change.operations.join(", ") || "The contract as a whole";
    groups.set(title, [...(groups.get(title) ?? []), change]);
  }
  return [...groups];
}
