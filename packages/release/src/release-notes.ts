import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Carrier } from "./workspace.ts";

/**
 * Writes the notes of a release from the changelogs: what several packages say is said once.
 *
 * @throws {Error} A changelog does not know the version.
 */
export async function renderNotes(version: string, carriers: readonly Carrier[]): Promise<string> {
  const sections = new Map<string, Map<string, string[]>>();
  for (const { name, folder } of carriers) {
    const changelog = await readFile(join(folder, "CHANGELOG.md"), "utf8").catch(() => undefined);
    // Before its first changeset, a package has none.
    if (changelog === undefined) continue;
    for (const [title, entries] of readEntries(changelog, version)) {
      const section = sections.get(title) ?? new Map<string, string[]>();
      sections.set(title, section);
      for (const entry of entries) section.set(entry, [...(section.get(entry) ?? []), name]);
    }
  }
  const parts = [...sections].flatMap(([title, entries]) => [
    `## ${title}`,
    ...[...entries].map(([entry, names]) =>
      names.length === carriers.length ? entry : `${entry}\n\n  _${names.join(", ")}_`,
    ),
  ]);
  if (parts.length === 0) parts.push("The first release.");
  const install = carriers.map(({ name }) => `${name}@${version}`).join(" ");
  return `${[...parts, `Packages: \`${install}\``].join("\n\n")}\n`;
}

/** The entries of a version in a changelog, by the kind of change. */
function readEntries(changelog: string, version: string): Map<string, string[]> {
  const section = changelog.split(/^(?=## )/m).find((text) => text.startsWith(`## ${version}\n`));
  if (section === undefined) throw new Error(`no ## ${version} in a CHANGELOG.md`);
  return new Map(
    section
      .split(/^### /m)
      .slice(1)
      .map((text) => {
        const [title = "", ...lines] = text.split("\n");
        const entries = lines.join("\n").split(/^(?=- )/m);
        return [
          title.trim(),
          // That packages of one version ask for each other is no news.
          entries.map((entry) => entry.trim()).filter((entry) => !/^(- Updated dep|$)/.test(entry)),
        ] as const;
      })
      .filter(([, entries]) => entries.length > 0),
  );
}
