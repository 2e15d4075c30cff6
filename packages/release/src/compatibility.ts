import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readOperations, type ContractDocument } from "@chatkit-contract/codegen";

import { listReleases, readCompatibility, type Compatibility } from "./released.ts";
import { placesOf, readManifest, type Carrier } from "./workspace.ts";

/** The TypeScripts that a release is compiled on, the oldest first, before anybody else gets it. */
export const COMPILERS = ["5.9.3", "7.0.2"] as const;

const BEGIN = "<!-- compatibility: made by `pnpm release` -->";
const END = "<!-- compatibility: end -->";
/** The README is for those who choose a version; the changelogs have all of them. */
const SHOWN = 10;

/** What the contract and the packages of now run with. */
export async function readCompatibilityOfNow(
  document: ContractDocument,
  carriers: readonly Carrier[],
  known: Pick<Compatibility, "date" | "change" | "published">,
): Promise<Compatibility> {
  const node: Record<string, string> = {};
  for (const { name, folder } of carriers) {
    const { engines } = await readManifest(folder);
    node[name] = engines?.["node"] ?? "any";
  }
  const [oldest] = COMPILERS;
  return {
    ...known,
    api: [...(document.servers ?? []).map(({ url }) => url), ...headersOf(document)],
    node,
    typescript: `>=${oldest.replace(/\.\d+$/, "")}`,
  };
}

/** The table of the last releases, the newest first, as Markdown. */
export async function renderCompatibility(released: string): Promise<string> {
  const versions = (await listReleases(released)).toReversed().slice(0, SHOWN);
  const rows = await Promise.all(
    versions.map(async (version) => rowOf(version, await readCompatibility(released, version))),
  );
  return [
    "| version of contract and packages | released | change | API | Node | TypeScript | published document |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/**
 * Brings the table in the README up to date.
 *
 * @returns Whether it was not.
 * @throws {Error} The README has no place for it.
 */
export async function writeCompatibility(root: string): Promise<boolean> {
  const file = join(root, "README.md");
  const text = await readFile(file, "utf8");
  const [begin, end] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  if (begin < BEGIN.length || end < begin) throw new Error(`${file} has no ${BEGIN} and ${END}`);
  const table = await renderCompatibility(placesOf(root).released);
  if (withoutPadding(text.slice(begin, end)) === withoutPadding(table)) return false;
  await writeFile(file, `${text.slice(0, begin)}\n\n${table}\n\n${text.slice(end)}`);
  return true;
}

function rowOf(version: string, facts: Compatibility): string {
  const { date, change, api, node, typescript, published } = facts;
  const nodes = [...new Set(Object.values(node))].map((range) => {
    const names = Object.keys(node).filter((name) => node[name] === range);
    return `\`${range}\` (${names.map((name) => name.replace(/^@[^/]*\//, "")).join(", ")})`;
  });
  const cells = [
    `**${version}**`,
    date,
    change ?? "first release",
    api.map((each) => `\`${each}\``).join("<br>"),
    nodes.join("<br>"),
    `\`${typescript}\``,
    published === null ? "not compared" : `\`${published.slice(0, 12)}\``,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The headers that a client sends with every call, which choose a version of the API. */
function headersOf(document: ContractDocument): string[] {
  const headers = readOperations(document).flatMap((operation) => operation.clientHeaderParameters);
  return [...new Set(headers.map((each) => `${each.name}: ${each["x-client-value"]}`))].toSorted();
}

/** Formatters align the columns of tables. */
function withoutPadding(table: string): string {
  return table.trim().replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");
}
