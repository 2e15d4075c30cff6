import { readOperations } from "@chatkit-contract/codegen";

import { callerPrograms } from "./caller-programs.ts";
import { compile, type Fault, type Source } from "./compiler.ts";
import type { Contract, Generator } from "./contract.ts";
import { withoutOpenGrowth } from "./open-growth.ts";
import { printProgram, type Program } from "./program.ts";

/** A program, with the compiler's innermost reason against it. */
export interface JudgedProgram extends Program {
  reason: string;
}

/** Requests or answers of an operation whose new types do not stand for the old ones. */
export interface Mismatch {
  operationId: string;
  side: "requests" | "answers";
  reason: string;
}

/** What the compiler says of two contracts' types. */
export interface TypeJudgement {
  /** Programs that compiled and do not any more. */
  broken: JudgedProgram[];
  /** Programs that compile and did not before. */
  added: Program[];
  mismatches: Mismatch[];
}

/**
 * Judges a contract's types by the compiler: each program that callers of the old types can have written has to compile
 * with the new ones, and for each operation the old requests have to be assignable to the new, the new answers to the
 * old. What open unions gained is left out of the answers.
 *
 * @param before As released: its types are not made anew.
 * @param generate Makes the types of the new contract without what its open unions gained.
 */
export async function judgeTypes(
  before: Contract,
  after: Contract,
  generate: Generator,
): Promise<TypeJudgement> {
  const known = withoutOpenGrowth(before.document, after.document);
  const worlds = {
    before: before.files,
    after: after.files,
    known: known === after.document ? after.files : await generate(known),
  };
  const old = printed(callerPrograms(before.document));
  const fresh = printed(callerPrograms(after.document)).filter(
    ({ text }) => !old.some((program) => program.text === text),
  );
  const probes = probesOf(before, after);

  const faults = compile(worlds, [
    ...old.map(({ text }) => ({ world: "after", text })),
    ...fresh.map(({ text }) => ({ world: "after", text })),
    ...fresh.map(({ text }) => ({ world: "before", text })),
    ...probes.map(({ text }) => ({ world: "probe", text })),
  ]);
  const [ofOld, ofFresh, ofFreshBefore, ofProbes] = split(faults, [
    old.length,
    fresh.length,
    fresh.length,
    probes.length,
  ]);

  const failing = old.flatMap(({ program, text }, index) => {
    const reason = reasonOf(ofOld[index]);
    return reason === undefined ? [] : [{ program: { ...program, reason }, text }];
  });
  // A program counts only if it did compile: the generator of that day may have had its limits.
  const stillFailing = compile(
    worlds,
    failing.map(({ text }): Source => ({ world: "before", text })),
  );
  return {
    broken: failing.filter((_, index) => isFine(stillFailing[index])).map(({ program }) => program),
    added: fresh
      .filter((_, index) => isFine(ofFresh[index]) && !isFine(ofFreshBefore[index]))
      .map(({ program }) => program),
    mismatches: probes.flatMap(({ operationId, side }, index) => {
      const reason = reasonOf(ofProbes[index]);
      return reason === undefined ? [] : [{ operationId, side, reason }];
    }),
  };
}

interface Probe {
  operationId: string;
  side: Mismatch["side"];
  text: string;
}

/** For each operation of both, and each type of its requests and answers, a function that assigns one to the other. */
function probesOf(before: Contract, after: Contract): Probe[] {
  const kept = new Set(readOperations(after.document).map(({ id }) => id));
  return readOperations(before.document)
    .filter(({ id }) => kept.has(id))
    .flatMap(({ id, group, name }) => {
      const key = JSON.stringify(id);
      const method = `Api${[...group, name].map((part) => `["${part}"]`).join("")}`;
      const probe = (
        side: Probe["side"],
        source: string,
        from: string,
        of: (world: string) => string,
      ): Probe => {
        const [given, wanted] = side === "requests" ? ["before", "after"] : ["known", "before"];
        const text = [
          `import type * as Given from "${given}:${source}";`,
          `import type * as Wanted from "${wanted}:${source}";`,
          `export function probe(${from}: ${of("Given")}): ${of("Wanted")} {`,
          `  return ${from};`,
          "}",
          "",
        ].join("\n");
        return { operationId: id, side, text };
      };
      const wire = (side: Probe["side"], part: string): Probe =>
        probe(
          side,
          "@chatkit-contract/types",
          "wire",
          (world) => `${world}.operations[${key}]["${part}"]`,
        );
      return [
        wire("requests", "parameters"),
        wire("answers", "responses"),
        probe(
          "requests",
          "@chatkit-contract/client",
          "call",
          (world) => `Parameters<${world}.${method}>`,
        ),
        probe(
          "answers",
          "@chatkit-contract/client",
          "answer",
          (world) => `ReturnType<${world}.${method}>`,
        ),
      ];
    });
}

function printed(programs: readonly Program[]): { program: Program; text: string }[] {
  return programs.map((program) => ({ program, text: printProgram(program) }));
}

function split(
  faults: readonly Fault[][],
  lengths: [number, number, number, number],
): [Fault[][], Fault[][], Fault[][], Fault[][]] {
  let start = 0;
  const take = (length: number): Fault[][] => faults.slice(start, (start += length));
  const [a, b, c, d] = lengths;
  return [take(a), take(b), take(c), take(d)];
}

function isFine(faults: Fault[] | undefined): boolean {
  return faults?.length === 0;
}

function reasonOf(faults: Fault[] | undefined): string | undefined {
  return faults?.[0]?.chain.at(-1);
}
