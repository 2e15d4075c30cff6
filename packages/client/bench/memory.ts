import { generateRedocly } from "./contestants.ts";
import type { ListingName } from "./listings.ts";
import { startServer, startWorker } from "./processes.ts";
import { asRows, formatTable } from "./table.ts";

const MEASURED: ListingName[] = ["client", "openai", "redocly", "fetch"];

/** An engine lets go of code that it has not run for a while, 5 MB of what it started with, and not always. */
const FLAGS = ["--expose-gc", "--no-flush-bytecode"];

/** The heap in use after a garbage collection, in MB, at each tenth of a listing. */
export type Heaps = Partial<Record<ListingName, number[]>>;

/** Iterates over `count` threads in every way, each in a process of its own. */
export async function measureMemory(count: number): Promise<Heaps> {
  const { url, server } = await startServer(count);
  const heaps: Heaps = {};
  try {
    for (const name of MEASURED) {
      process.stderr.write(`memory of ${name} over ${count.toLocaleString("en")} threads\n`);
      const args = [name, url, String(count)];
      const { hello, worker } = await startWorker("memory-worker.ts", args, FLAGS);
      await worker.stop();
      const measured = hello as number[];
      if (measured.length !== 10) {
        throw new Error(`${name} does not list ${count} threads`);
      }
      heaps[name] = measured;
    }
  } finally {
    await server.stop();
  }
  return heaps;
}

if (import.meta.main) {
  await generateRedocly();
  console.log(
    formatTable([
      ["listing", "heap in MB at each tenth"],
      ...asRows(await measureMemory(1_000_000), (heaps) => [
        heaps.map((heap) => heap.toFixed(1)).join(" "),
      ]),
    ]),
  );
}
