import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { drawChart } from "./chart.ts";
import { generateRedocly } from "./contestants.ts";
import { describeEdgeCases } from "./edge-cases.ts";
import { measureImports } from "./import.ts";
import { measureListing } from "./listing.ts";
import { measureMemory } from "./memory.ts";
import type { Measures } from "./measures.ts";
import { createPanels, describe } from "./report.ts";
import { measureRequests } from "./requests.ts";
import { measureSizes } from "./size.ts";
import { writeBlock } from "./table.ts";
import { judge } from "./targets.ts";
import { measureTypes } from "./types.ts";

const HELP = `Measures the client beside what else could be used, and says which targets it reaches.

  --quick   a short run: figures to steer by, none to print
  --write   after a whole run, put the tables and the chart into the README
  --help    this text`;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
} else if (values.quick && values.write) {
  console.error("A short run gives figures to steer by; leave out --quick or --write.");
  process.exitCode = 2;
} else {
  await run(values.quick, values.write);
}

async function run(isQuick: boolean, isWritten: boolean): Promise<void> {
  await generateRedocly();
  const memoryCount = isQuick ? 100_000 : 1_000_000;
  const measures: Measures = {
    sizes: await measureSizes(),
    imports: await measureImports(isQuick ? 5 : 21),
    types: await measureTypes(),
    requests: await measureRequests({
      starts: isQuick ? 1 : 12,
      rounds: isQuick ? 10 : 7,
      requests: 100,
    }),
    listing: await measureListing(isQuick ? 5000 : 20_000, isQuick ? 1 : 4),
    heaps: await measureMemory(memoryCount),
  };

  const report = describe(measures);
  const edgeCases = await describeEdgeCases();
  console.log(`${report}\n\n${edgeCases}`);
  if (isWritten) {
    const folder = join(import.meta.dirname, "..");
    writeFileSync(join(folder, "bench/chart.svg"), drawChart(createPanels(measures)));
    writeBlock(join(folder, "README.md"), "bench", report);
    writeBlock(join(folder, "README.md"), "edge-cases", edgeCases);
  }
  const missed = judge(measures).filter(({ isMet }) => !isMet);
  if (missed.length > 0 && !isQuick) {
    console.error(`Not reached: ${missed.map(({ what }) => what).join("; ")}.`);
    process.exitCode = 1;
  }
}
