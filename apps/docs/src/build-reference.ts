import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadContract } from "@chatkit-contract/codegen";
import { runRedocly } from "@chatkit-contract/openapi/redocly";

import { readChangelog } from "./changelog.ts";
import { createReferenceDocument, SAMPLE_LANGUAGE } from "./reference-document.ts";

/** What the reference is made of, and where it goes. */
export interface ReferenceOptions {
  /** The repository whose changelog is shown. */
  root: string;
  /** The contract's root file. Default: this repository's. */
  contract?: string | undefined;
  /** The folder that receives the page. */
  output: string;
}

/** The page that was made. */
export interface BuiltReference {
  file: string;
  bytes: number;
}

/**
 * Builds the API reference: one HTML file that holds all that it needs and asks nothing of any network.
 *
 * @throws {InvalidContractError} The contract breaks a rule that generation depends on, or lacks an example that a
 *   sample needs.
 * @throws {Error} Redocly fails.
 */
export async function buildReference({
  root,
  contract,
  output,
}: ReferenceOptions): Promise<BuiltReference> {
  const document = await loadContract(contract, root);
  const reference = await createReferenceDocument(document, await readChangelog(root));
  const folder = await mkdtemp(join(tmpdir(), "reference-"));
  try {
    const source = join(folder, "openapi.json");
    const page = join(folder, "index.html");
    const options = join(folder, "options.json");
    await writeFile(source, JSON.stringify(reference));
    await writeFile(options, JSON.stringify(REDOC_OPTIONS));
    const { code, stdout, stderr } = await runRedocly([
      "build-docs",
      source,
      "--inlineBundle",
      "--template",
      join(import.meta.dirname, "page.hbs"),
      `--templateOptions.summary=${reference.info.summary ?? reference.info.title}`,
      "--openapi",
      options,
      "--output",
      page,
    ]);
    if (code !== 0) throw new Error(`redocly build-docs failed:\n${(stderr || stdout).trim()}`);
    const html = embedMarks(await readFile(page, "utf8"));
    await mkdir(output, { recursive: true });
    const file = join(output, "index.html");
    await writeFile(file, html);
    return { file, bytes: Buffer.byteLength(html) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const REDOC_OPTIONS = {
  // The page is one file: there is no other to load.
  hideDownloadButtons: true,
  // Which of the samples of an operation are shown, and first; a payload is the body as JSON.
  codeSamples: {
    languages: [
      { lang: SAMPLE_LANGUAGE, label: SAMPLE_LANGUAGE },
      { lang: "payload", label: "Payload" },
    ],
  },
};

/** The two sizes of Redocly's mark, which its page would fetch. The link to Redocly beside it stays. */
const REMOTE_MARKS = [
  "https://cdn.redoc.ly/redoc/logo-mini-full.svg",
  "https://cdn.redoc.ly/redoc/logo-mini.svg",
];

/** @throws {Error} Redocly's page is not the one that is known. */
function embedMarks(html: string): string {
  return REMOTE_MARKS.reduce((page, url) => {
    if (!page.includes(url)) throw new Error(`Redocly's page has no ${url}: look what it asks for`);
    return page.replaceAll(url, MARK);
  }, html);
}

/** The name in plain letters, as an image. */
const MARK = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="52" height="16"><text y="12" font-family="sans-serif" font-size="12" fill="#1d6fdc">Redocly</text></svg>',
)}`;
