/** A small program of a caller, and what of the contract it uses. */
export interface Program {
  /** What it uses, as the comparer names places: `Thread.title`, `GET /threads query limit`. */
  at: string;
  /** Whether it does no more than name a schema. Default: false. */
  isName?: boolean;
  /** The names it imports, by package. */
  imports: Readonly<Record<string, readonly string[]>>;
  /** What it is given, `thread: Thread`. */
  given: string;
  /** What it does. */
  statements: readonly string[];
}

/** A program as a module that compiles by itself. */
export function printProgram({ imports, given, statements }: Program): string {
  const lines = Object.entries(imports)
    .filter(([, names]) => names.length > 0)
    .map(([from, names]) => {
      const all = [...new Set(names)].toSorted();
      const [keyword, list] = all.includes("UNKNOWN")
        ? ["import", all.map((name) => (name === "UNKNOWN" ? name : `type ${name}`))]
        : ["import type", all];
      return `${keyword} { ${list.join(", ")} } from "${from}";`;
    });
  const isAsync = statements.some((statement) => /\bawait\b/.test(statement));
  return [
    ...lines,
    "",
    `export ${isAsync ? "async " : ""}function program(${given}) {`,
    ...statements.map((statement) => `  ${statement}`),
    "}",
    "",
  ].join("\n");
}

/** Whether a place is another, or lies within it: `Thread.title` and `Thread.title maxLength`. */
export function isWithinPlace(place: string, outer: string): boolean {
  const [inside, around] = [nameless(place), nameless(outer)];
  return (
    inside === around || (inside.startsWith(around) && /^[ .([]/.test(inside.slice(around.length)))
  );
}

/** The operation that a place lies in, or the schema: `GET /threads`, `Thread`. */
export function rootOfPlace(place: string): string {
  return /^[A-Z]+ \//.test(place)
    ? place.split(" ").slice(0, 2).join(" ")
    : (/^[^ .([]+/.exec(place)?.[0] ?? place);
}

/** What a path parameter is called does not make another path. */
function nameless(place: string): string {
  return place.replaceAll(/\{[^}]*\}/g, "{}");
}
