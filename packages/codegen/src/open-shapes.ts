import type { OpenShape } from "./open-unions.ts";

/**
 * The client's table of where its answers can hold a case that the contract does not know. A shape that one place alone
 * leads to is written there, and any other is a constant, so that none of the names goes into what users load.
 *
 * @param shapes Every shape of the contract, by its schema.
 * @param results The schemas of the answers.
 */
export function emitOpenShapes(
  shapes: Readonly<Record<string, OpenShape>>,
  results: readonly string[],
): string {
  const roots = [...new Set(results)].filter((name) => name in shapes);
  const uses = countUses(shapes, roots);
  const constants = new Map<string, string | undefined>();

  /** What stands for a schema at a key of an object. */
  const entry = (key: string, name: string | null): string => {
    const value = name === null ? "null" : refer(name);
    return value === undefined
      ? // The shape leads back to itself: its constant is there once somebody asks.
        `get ${JSON.stringify(key)}() { return of${name}; }`
      : `${JSON.stringify(key)}: ${value}`;
  };
  const refer = (name: string): string | undefined => {
    if (uses.get(name) === 1) {
      return print(name);
    }
    if (!constants.has(name)) {
      constants.set(name, undefined);
      const shape = print(name);
      // Those that it needs come before it.
      constants.delete(name);
      constants.set(name, shape);
    }
    return constants.get(name) === undefined ? undefined : `of${name}`;
  };
  const print = (name: string): string => {
    const shape = shapes[name] as OpenShape;
    return "fields" in shape
      ? `{ ${entries(shape.fields)} }`
      : `[${JSON.stringify(shape.by)}, { ${entries(shape.cases)} }]`;
  };
  const entries = (targets: Readonly<Record<string, string | null>>): string =>
    Object.entries(targets)
      .map(([key, name]) => entry(key, name))
      .join(", ");

  const rows = roots.map((name) => `  ${entry(name, name)},\n`);
  return [
    'import type { OpenShape } from "./open-unions.ts";\n',
    ...[...constants].map(([name, shape]) => `const of${name}: OpenShape = ${shape};\n`),
    "/** Where an answer can hold a case that this contract does not know, by the answer's schema. */",
    `export const openShapes: Readonly<Record<string, OpenShape>> = {\n${rows.join("")}};\n`,
  ].join("\n");
}

/** In how many places each schema is needed. */
function countUses(
  shapes: Readonly<Record<string, OpenShape>>,
  roots: readonly string[],
): Map<string, number> {
  const uses = new Map<string, number>();
  const pending = [...roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const shape = shapes[name] as OpenShape;
    const count = uses.get(name) ?? 0;
    uses.set(name, count + 1);
    if (count === 0) {
      const targets = Object.values<string | null>("fields" in shape ? shape.fields : shape.cases);
      pending.push(...targets.filter((target) => target !== null));
    }
  }
  return uses;
}
