import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { readDeviations, type Deviation } from "./deviations.ts";
import { renderJson, renderTable, tasksOf } from "./drift-report.ts";
import { findDrift } from "./drift.ts";
import { locate, readDocument, UnreadableError } from "./read-document.ts";

const HELP = `Usage: drift [FILE|URL] [options]

Compares the contract with a published OpenAPI document, and fails on every difference on the wire
that the deviations do not list, and on every deviation that no difference needs.

  FILE|URL           the published document; default: $CHATKIT_PUBLISHED
  --contract FILE    the contract; default: this repository's
  --deviations FILE  the list of the differences that are meant; default: DEVIATIONS.md beside it
  --format FORMAT    table or json; default: table
  --help             this text

Exit code: 0 in sync, 1 drift, 2 wrong use or a document that cannot be read.`;

// A script of a package runs in the package's folder; paths are meant from where the person stands.
const folders = [process.env["INIT_CWD"], process.cwd()].filter((folder) => folder !== undefined);

try {
  process.exitCode = await drift(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UnreadableError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function drift(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args);
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [source = process.env["CHATKIT_PUBLISHED"], ...more] = positionals;
  if (!source) {
    throw new UnreadableError("name the published document, FILE or URL, or set CHATKIT_PUBLISHED");
  }
  if (more.length > 0) throw new UnreadableError(`one document is enough: ${more.join(" ")}`);
  if (values.format !== "table" && values.format !== "json") {
    throw new UnreadableError(`--format ${values.format}: table or json`);
  }

  const deviations = await readList(values.deviations);
  const [published, contract] = await Promise.all([
    readDocument(source, folders),
    readDocument(values.contract, folders),
  ]);
  const judgement = findDrift(published, contract, deviations);
  console.log(values.format === "json" ? renderJson(judgement) : renderTable(judgement));
  return tasksOf(judgement).length === 0 ? 0 : 1;
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        contract: { type: "string", default: ownFile("openapi.yaml") },
        deviations: { type: "string", default: ownFile("DEVIATIONS.md") },
        format: { type: "string", default: "table" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    const [message] = String(error instanceof Error ? error.message : error).split(". ");
    throw new UnreadableError(`${message}; see --help`);
  }
}

async function readList(path: string): Promise<Deviation[]> {
  const file = locate(path, folders);
  if (file === undefined) throw new UnreadableError(`${path}: no such file`);
  const text = await readFile(file, "utf8");
  try {
    return readDeviations(text);
  } catch (error) {
    throw new UnreadableError(`${path}:${error instanceof Error ? error.message : String(error)}`);
  }
}

function ownFile(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}
