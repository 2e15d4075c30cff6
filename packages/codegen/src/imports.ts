/** An import of types in alphabetical order; nothing where there are none. */
export function importTypes(names: Iterable<string>, from: string): string {
  const sorted = [...new Set(names)].toSorted();
  return sorted.length === 0 ? "" : `import type { ${sorted.join(", ")} } from "${from}";\n`;
}
