import { once } from "node:events";
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { watch } from "chokidar";

import { lintContract, loadContract } from "./contract.ts";
import { InvalidContractError } from "./invalid-contract.ts";
import { TARGETS, writeOutputs } from "./outputs.ts";

/** What {@link watchContract} follows, and whom it keeps up to date. */
export interface WatchOptions {
  /** The contract's root file; every change below its folder counts. */
  contract: string;
  /** The packages to keep up to date: the target's name and the package's folder. */
  packages: { target: string; folder: string }[];
  /** The folder that the places of faults are told from. Default: the current one. */
  from?: string;
  /** Takes what happened, a line at a time. */
  report: (line: string) => void;
  /** Ends the watching. */
  signal: AbortSignal;
}

/** Editors write a file in several steps: what comes within this time is one edit. */
const SETTLE_MS = 50;

/**
 * Makes the generated files anew after every edit of the contract, until the signal aborts. A contract that cannot be
 * generated from leaves the files as they are, and its faults are reported with file and line; so are faults against
 * the rules of the `redocly.yaml` beside it, if there is one, and whatever else goes wrong, such as a file that cannot
 * be written.
 */
export async function watchContract(options: WatchOptions): Promise<void> {
  const { contract, report, signal } = options;
  const folder = dirname(resolve(contract));
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  const watcher = watch(folder, { ignoreInitial: true, ignored: isForeign }).on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(() => regenerate(options));
    }, SETTLE_MS);
  });
  await once(watcher, "ready");
  report(`following ${folder}`);
  if (!signal.aborted) {
    await once(signal, "abort");
  }
  await watcher.close();
  clearTimeout(timer);
  await running;
}

function isForeign(path: string): boolean {
  return basename(path) === "node_modules" || basename(path).startsWith(".");
}

async function regenerate({ contract, packages, from, report }: WatchOptions): Promise<void> {
  const start = performance.now();
  try {
    const houseRules = join(dirname(resolve(contract)), "redocly.yaml");
    const [document, faults] = await Promise.all([
      loadContract(contract, from),
      existsSync(houseRules) ? lintContract(contract, houseRules, from) : [],
    ]);
    let changed = 0;
    for (const { target, folder } of packages) {
      const outputs = await TARGETS[target]?.(document);
      changed += (await writeOutputs(folder, outputs ?? {})).length;
    }
    for (const fault of faults) {
      report(fault);
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const verdict = faults.length > 0 ? `, ${faults.length} faults` : "";
    report(`contract followed in ${seconds} s: ${changed} files changed${verdict}`);
  } catch (error) {
    report(`${describe(error)}\ncontract not followed: mend that, and save the contract again`);
  }
}

/** A fault of the contract is known by its place, any other by where it came from. The watch outlives both. */
function describe(error: unknown): string {
  if (error instanceof InvalidContractError) {
    return error.message;
  }
  return error instanceof Error && error.stack !== undefined ? error.stack : String(error);
}
