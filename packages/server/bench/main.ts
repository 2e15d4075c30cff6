import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { measureImports } from "./imports.ts";
import type { Measures } from "./measures.ts";
import { measurePages } from "./pages.ts";
import { describe, drawPages } from "./report.ts";
import { measureRequests } from "./requests.ts";
import { measureStart } from "./start.ts";
import { writeBlock } from "./table.ts";
import { judge } from "./targets.ts";

const HELP = `Measures the server beside bare node:http and Prism, and says which targets it reaches.

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
  const measures: Measures = {
    start: await measureStart(isQuick ? 2 : 9),
    requests: await measureRequests(
      isQuick ? { starts: 1, rounds: 6, requests: 500 } : { starts: 4, rounds: 20, requests: 1000 },
    ),
    imports: await measureImports(isQuick ? 1000 : 5000),
    pages: await measurePages(isQuick ? [10_000, 100_000] : [10_000, 1_000_000]),
  };

  const report = describe(measures);
  console.log(report);
  if (isWritten) {
    const folder = join(import.meta.dirname, "..");
    writeFileSync(join(folder, "bench/pages.svg"), drawPages(measures));
    writeBlock(join(folder, "README.md"), report);
  }
  const missed = judge(measures).filter(({ isMet }) => !isMet);
  if (missed.length > 0 && !isQuick) {
    console.error(`Not reached: ${missed.map(({ what }) => what).join("; ")}.`);
    process.exitCode = 1;
  }
}
