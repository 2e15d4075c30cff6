import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { prismProgram, serverProgram, type Program } from "./contestants.ts";
import type { startServer as StartServer } from "../src/index.ts";
import { median } from "./median.ts";
import { startProgram } from "./program.ts";
import { formatTable } from "./table.ts";

/** What it costs to have a server. */
export interface StartCosts {
  /** From the start of a process to the end of its first answer, in milliseconds. */
  readonly firstAnswerMs: Measured;
  /** The median of the ratios within a round. */
  readonly overPrism: number;
  /** The resident memory of a process that has answered once and does nothing, in MB. */
  readonly idleMemoryMb: Measured;
  /** From the call of `startServer` to a server that listens and has its data, in a process that has loaded it. */
  readonly inProcessMs: number;
}

interface Measured {
  readonly server: number;
  readonly prism: number;
}

/** How long a process may settle before its memory is read. */
const SETTLE_MS = 1000;
const IN_PROCESS_STARTS = 31;

/** Starts both as they are installed, in turn. */
export async function measureStart(rounds: number): Promise<StartCosts> {
  const contract = fileURLToPath(import.meta.resolve("@chatkit-contract/types/openapi.json"));
  const programs: Record<keyof Measured, (port: number) => Program> = {
    server: (port) => serverProgram(port),
    prism: (port) => prismProgram(port, contract),
  };
  const names = ["server", "prism"] as const;
  const startMs = { server: [] as number[], prism: [] as number[] };
  const memoryMb = { server: [] as number[], prism: [] as number[] };
  // The first round brings the files into memory.
  for (let round = 0; round <= rounds; round += 1) {
    process.stderr.write(`start, round ${round} of ${rounds}\n`);
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const program = await startProgram(programs[name]);
      await sleep(SETTLE_MS);
      const usage = await program.usage();
      await program.stop();
      if (round > 0) {
        startMs[name].push(program.startMs);
        memoryMb[name].push(usage.memoryMb);
      }
    }
  }
  return {
    firstAnswerMs: { server: median(startMs.server), prism: median(startMs.prism) },
    overPrism: median(startMs.server.map((ms, round) => ms / (startMs.prism[round] ?? 0))),
    idleMemoryMb: { server: median(memoryMb.server), prism: median(memoryMb.prism) },
    inProcessMs: await measureInProcess(),
  };
}

async function measureInProcess(): Promise<number> {
  const built = new URL("../dist/index.js", import.meta.url).href;
  const { startServer } = (await import(built)) as {
    startServer: typeof StartServer;
  };
  const times = [];
  for (let start = 0; start < IN_PROCESS_STARTS; start += 1) {
    const startedMs = performance.now();
    const server = await startServer();
    times.push(performance.now() - startedMs);
    await server.close();
  }
  return median(times);
}

if (import.meta.main) {
  const { firstAnswerMs, overPrism, idleMemoryMb, inProcessMs } = await measureStart(5);
  console.log(
    formatTable([
      ["", "first answer, ms", "idle memory, MB"],
      ["server", firstAnswerMs.server.toFixed(0), idleMemoryMb.server.toFixed(0)],
      ["Prism", firstAnswerMs.prism.toFixed(0), idleMemoryMb.prism.toFixed(0)],
      ["ratio", overPrism.toFixed(2), ""],
      ["startServer()", inProcessMs.toFixed(1), ""],
    ]),
  );
}
