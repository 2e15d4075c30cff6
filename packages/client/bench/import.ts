import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { rolldown } from "rolldown";

import { generateRedocly, REDOCLY_CLIENT } from "./contestants.ts";
import { median } from "./statistics.ts";
import { asRows, formatTable } from "./table.ts";

/** What can be imported; raw fetch is there already. */
export const PACKAGES = ["client", "openai", "redocly", "openapi-fetch", "ky", "ofetch"] as const;
export type PackageName = (typeof PACKAGES)[number];

/** What importing a package costs over importing an empty file. */
export interface ImportCost {
  cpuMs: number;
  rssMb: number;
  /** Which of fetch, Request, Response and Headers it looks at: the first look makes Node load its HTTP client. */
  touches: string[];
}

/** Imports every package as it is published, each in `runs` processes of its own, in turns. */
export async function measureImports(runs: number): Promise<Record<PackageName, ImportCost>> {
  const folder = await mkdtemp(join(tmpdir(), "import-"));
  try {
    const empty = join(folder, "empty.mjs");
    await writeFile(empty, "export {};\n");
    const urls = { empty: pathToFileURL(empty).href, ...(await locatePackages(folder)) };
    const names = Object.keys(urls) as (keyof typeof urls)[];
    const costs = Object.fromEntries(
      names.map((name) => [name, { cpuMs: [] as number[], rssMb: [] as number[] }]),
    );
    process.stderr.write(`imports, ${runs} runs\n`);
    for (let run = 0; run < runs; run++) {
      for (const name of names) {
        const { cpuMs, rssMb } = await importAlone(COSTS, urls[name]);
        costs[name]?.cpuMs.push(cpuMs);
        costs[name]?.rssMb.push(rssMb);
      }
    }
    const over = (name: PackageName, unit: "cpuMs" | "rssMb"): number =>
      median(costs[name]?.[unit] ?? []) - median(costs["empty"]?.[unit] ?? []);
    const entries = PACKAGES.map(async (name): Promise<[PackageName, ImportCost]> => {
      const { touches } = await importAlone(TOUCHES, urls[name]);
      return [name, { cpuMs: over(name, "cpuMs"), rssMb: over(name, "rssMb"), touches }];
    });
    return Object.fromEntries(await Promise.all(entries)) as Record<PackageName, ImportCost>;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where Node finds them, built; Redocly's client is made into JavaScript first, as its user would. */
async function locatePackages(folder: string): Promise<Record<PackageName, string>> {
  const redocly = join(folder, "redocly.mjs");
  const bundle = await rolldown({ input: REDOCLY_CLIENT, platform: "node", logLevel: "silent" });
  await bundle.write({ file: redocly, format: "esm" });
  await bundle.close();
  return {
    client: new URL("../dist/index.js", import.meta.url).href,
    openai: import.meta.resolve("openai"),
    redocly: pathToFileURL(redocly).href,
    "openapi-fetch": import.meta.resolve("openapi-fetch"),
    ky: import.meta.resolve("ky"),
    ofetch: import.meta.resolve("ofetch"),
  };
}

const COSTS = `
  const { user, system } = process.cpuUsage();
  await import(URL_TO_IMPORT);
  const after = process.cpuUsage();
  const cpuMs = (after.user + after.system - user - system) / 1000;
  report({ cpuMs, rssMb: process.memoryUsage.rss() / 2 ** 20 });
`;

const TOUCHES = `
  const touches = new Set();
  for (const name of ["fetch", "Request", "Response", "Headers"]) {
    const { get, value } = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get() { touches.add(name); return get ? get.call(globalThis) : value; },
      set() {},
    });
  }
  await import(URL_TO_IMPORT);
  report({ touches: [...touches] });
`;

async function importAlone(
  script: string,
  url: string,
): Promise<{ cpuMs: number; rssMb: number; touches: string[] }> {
  const prelude = `
    const URL_TO_IMPORT = ${JSON.stringify(url)};
    const report = (value) => process.stdout.write(JSON.stringify(value));
  `;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", prelude + script]);
  return JSON.parse(stdout) as { cpuMs: number; rssMb: number; touches: string[] };
}

if (import.meta.main) {
  await generateRedocly();
  const costs = await measureImports(15);
  console.log(
    formatTable([
      ["import", "CPU", "memory", "touches"],
      ...asRows(costs, ({ cpuMs, rssMb, touches }) => [
        `+${cpuMs.toFixed(1)} ms`,
        `+${rssMb.toFixed(1)} MB`,
        touches.join(", "),
      ]),
    ]),
  );
}
