import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";

import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations } from "@chatkit-contract/types/operations";

import { NAMES, programOf, TITLES, type Answers, type Name } from "./contestants.ts";
import type { Load } from "./load-worker.ts";
import { median } from "./median.ts";
import { startProgram, type FirstAnswer, type RunningProgram } from "./program.ts";
import { formatTable } from "./table.ts";

/** What a request of a page of 20 threads costs. */
export interface RequestCosts {
  /** How long the page is. */
  readonly bytes: number;
  readonly perSecond: Readonly<Record<Name, number>>;
  readonly cpuMicroseconds: Readonly<Record<Name, number>>;
  /** The memory of the process after all requests, in MB. */
  readonly memoryMb: Readonly<Record<Name, number>>;
  /** Requests per second and per CPU second over those of another: medians of the ratios within a round. */
  ratio(name: Name, other: Name): { readonly perSecond: number; readonly perCpuSecond: number };
}

/** How long to measure. */
export interface RequestRounds {
  /** How often every program starts in a new process: no two compile to quite the same code. */
  readonly starts: number;
  /** Rounds in each of them. */
  readonly rounds: number;
  /** Requests in each round. */
  readonly requests: number;
}

export const AT_ONCE = 16;
const WARM_UP_REQUESTS = 4000;

/**
 * Measures requests. Every program has its own process, the load comes from another one, and they take turns, round after
 * round in another order: what else the machine does hits all of them alike.
 */
export async function measureRequests({
  starts,
  rounds,
  requests,
}: RequestRounds): Promise<RequestCosts> {
  const folder = mkdtempSync(join(tmpdir(), "chatkit-bench-"));
  const load = await startLoad();
  const measured: Round[] = [];
  const memoryMb = {} as Record<Name, number>;
  let bytes = 0;
  try {
    const answers = await writeAnswers(folder);
    bytes = answers.bytes;
    for (let start = 0; start < starts; start += 1) {
      process.stderr.write(`requests, start ${start + 1} of ${starts}\n`);
      const programs = await startAll(answers);
      try {
        for (const name of NAMES) {
          await load.run({
            url: programs[name].url,
            requests: WARM_UP_REQUESTS,
            atOnce: AT_ONCE,
            bytes,
          });
        }
        for (let round = 0; round < rounds; round += 1) {
          measured.push(await runRound(programs, load, { requests, bytes }, measured.length));
        }
        for (const name of NAMES) {
          ({ memoryMb: memoryMb[name] } = await programs[name].usage());
        }
      } finally {
        await Promise.all(NAMES.map((name) => programs[name].stop()));
      }
    }
  } finally {
    load.stop();
    rmSync(folder, { recursive: true });
  }

  const medians = (read: (cost: Cost) => number): Record<Name, number> =>
    Object.fromEntries(
      NAMES.map((name) => [name, median(measured.map((round) => read(round[name])))]),
    ) as Record<Name, number>;
  return {
    bytes,
    perSecond: medians(({ seconds }) => requests / seconds),
    cpuMicroseconds: medians(({ cpuMs }) => (cpuMs * 1000) / requests),
    memoryMb,
    ratio: (name, other) => ({
      perSecond: median(measured.map((round) => round[other].seconds / round[name].seconds)),
      perCpuSecond: median(measured.map((round) => round[other].cpuMs / round[name].cpuMs)),
    }),
  };
}

interface Cost {
  readonly seconds: number;
  readonly cpuMs: number;
}

type Round = Readonly<Record<Name, Cost>>;

type Programs = Readonly<Record<Name, RunningProgram>>;

/** The page that all of them answer is the one that the server with a database has. */
async function writeAnswers(folder: string): Promise<Answers & { bytes: number }> {
  const answers = { page: join(folder, "page.json"), contract: join(folder, "contract.json") };
  const server = await startProgram((port) => programOf("sqlite", port, answers));
  await server.stop();
  const { headers, body } = server.firstAnswer;
  writeFileSync(answers.page, JSON.stringify({ headers, body } satisfies FirstAnswer));
  writeFileSync(answers.contract, JSON.stringify(withExample(JSON.parse(body))));
  return { ...answers, bytes: Buffer.byteLength(body) };
}

/** The contract, in which a page is the one example of the list of threads: what Prism answers with. */
function withExample(page: unknown): object {
  const changed = structuredClone(contract);
  const { path } = operations["threads.list"];
  const { [path]: listing } = changed.paths as Record<string, unknown> as Record<string, Listing>;
  const json = listing?.get.responses["200"].content["application/json"];
  Object.assign(json ?? {}, { examples: { page: { value: page } } });
  return changed;
}

/** As much of a path of the contract as is changed. */
interface Listing {
  get: { responses: Record<200, { content: Record<"application/json", object> }> };
}

/** Starts all of them, and makes sure that they list the same threads. */
async function startAll(answers: Answers): Promise<Programs> {
  const programs = {} as Record<Name, RunningProgram>;
  for (const name of NAMES) {
    programs[name] = await startProgram((port) => programOf(name, port, answers));
  }
  const listed = NAMES.map((name) => JSON.parse(programs[name].firstAnswer.body) as unknown);
  for (const [index, page] of listed.entries()) {
    if (!isDeepStrictEqual(page, listed[0])) {
      throw new Error(`${NAMES[index]} lists ${JSON.stringify(page)}`);
    }
  }
  return programs;
}

async function runRound(
  programs: Programs,
  load: LoadGenerator,
  { requests, bytes }: Pick<Load, "requests" | "bytes">,
  round: number,
): Promise<Round> {
  const first = round % NAMES.length;
  const order = [...NAMES.slice(first), ...NAMES.slice(0, first)];
  const costs = {} as Record<Name, Cost>;
  for (const name of round % 2 === 0 ? order : order.toReversed()) {
    const program = programs[name];
    const before = await program.usage();
    const seconds = await load.run({ url: program.url, requests, atOnce: AT_ONCE, bytes });
    const after = await program.usage();
    costs[name] = { seconds, cpuMs: after.cpuMs - before.cpuMs };
  }
  return costs;
}

interface LoadGenerator {
  /** Sends the requests, and gives how many seconds that took. */
  run(load: Load): Promise<number>;
  stop(): void;
}

async function startLoad(): Promise<LoadGenerator> {
  const child: ChildProcess = fork(join(import.meta.dirname, "load-worker.ts"), {
    execArgv: ["--conditions=@chatkit-contract/source"],
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("the load generator ended");
  });
  // Whoever waits for a load hears of it.
  ended.catch(() => {});
  return {
    run: async (load) => {
      child.send(load);
      const [seconds] = (await Promise.race([once(child, "message"), ended])) as [number];
      return seconds;
    },
    stop: () => {
      child.kill();
    },
  };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      starts: { type: "string", default: "2" },
      rounds: { type: "string", default: "10" },
      requests: { type: "string", default: "1000" },
    },
  });
  const costs = await measureRequests({
    starts: Number(values.starts),
    rounds: Number(values.rounds),
    requests: Number(values.requests),
  });
  console.log(
    formatTable([
      ["", "a second", "CPU µs", "memory", "over bare", "CPU", "over Prism", "CPU"],
      ...NAMES.map((name) => [
        TITLES[name],
        costs.perSecond[name].toFixed(0),
        costs.cpuMicroseconds[name].toFixed(0),
        costs.memoryMb[name].toFixed(0),
        ...(["bare", "prism"] as const).flatMap((other) =>
          Object.values(costs.ratio(name, other)).map((ratio) => ratio.toFixed(2)),
        ),
      ]),
    ]),
  );
}
