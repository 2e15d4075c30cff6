import { isDeepStrictEqual, parseArgs } from "node:util";

import { generateRedocly, NAMES, type Name } from "./contestants.ts";
import { startServer, startWorker, type Worker } from "./processes.ts";
import { OWNERS, type Shares } from "./profile.ts";
import type { Batch } from "./requests-worker.ts";
import { median, shuffle } from "./statistics.ts";
import { formatTable } from "./table.ts";

/** The CPU time of a request over that of raw fetch, and of raw fetch in microseconds. */
export interface RequestCosts {
  /** One after another. */
  alone: Record<Name, number>;
  /** Fifty at once. */
  together: Record<Name, number>;
  fetchMicroseconds: { alone: number; together: number };
  /** Ours over openapi-fetch alone. */
  overOpenapiFetch: { alone: number; together: number };
  /** Whose code the time of ours and of openapi-fetch alone goes to, one after another. */
  shares: Record<Profiled, Shares>;
}

/** How long to measure. */
export interface RequestRounds {
  /** How often every app starts in a new process: no two compile to quite the same code. */
  starts: number;
  /** Rounds in each of them. */
  rounds: number;
  /** Requests in each round, of each kind. */
  requests: number;
}

/** The apps whose time is told apart. */
export const PROFILED = ["client", "openapi-fetch"] as const;
type Profiled = (typeof PROFILED)[number];

const KINDS = { alone: 1, together: 50 };

/**
 * Measures what a request costs. Every app has its own process, and they take turns, round after round in another order:
 * what else the machine does hits all of them alike. A ratio is the median of those within a round.
 */
export async function measureRequests(
  { starts, rounds, requests }: RequestRounds,
  names: readonly Name[] = NAMES,
): Promise<RequestCosts> {
  const { url, server } = await startServer(1000);
  const shares: Record<Profiled, Shares[]> = { client: [], "openapi-fetch": [] };
  const measured = { alone: [] as Costs[], together: [] as Costs[] };
  try {
    for (let start = 0; start < starts; start++) {
      process.stderr.write(`CPU per request, start ${start + 1} of ${starts}\n`);
      const workers = await startApps(names, url);
      try {
        // Code is compiled as it gets hot: the first batches are not counted.
        await runRound(workers, { requests: 1500, atOnce: 1 });
        await runRound(workers, { requests: 1500, atOnce: 50 });
        for (let round = 0; round < rounds; round++) {
          for (const kind of ["alone", "together"] as const) {
            measured[kind].push(await runRound(workers, { requests, atOnce: KINDS[kind] }));
          }
        }
        for (const name of PROFILED) {
          shares[name].push(await profileApp(name, url, rounds * requests));
        }
      } finally {
        await Promise.all([...workers.values()].map((worker) => worker.stop()));
      }
    }
  } finally {
    await server.stop();
  }

  const ratios = (costs: Costs[]): Record<Name, number> =>
    Object.fromEntries(
      names.map((name) => [name, median(costs.map((cost) => cost[name] / cost.fetch))]),
    ) as Record<Name, number>;
  const overOpenapiFetch = (costs: Costs[]): number =>
    median(costs.map((cost) => cost.client / cost["openapi-fetch"]));
  const fetchCost = (costs: Costs[]): number =>
    (median(costs.map((cost) => cost.fetch)) / requests) * 1000;
  return {
    alone: ratios(measured.alone),
    together: ratios(measured.together),
    fetchMicroseconds: {
      alone: fetchCost(measured.alone),
      together: fetchCost(measured.together),
    },
    overOpenapiFetch: {
      alone: overOpenapiFetch(measured.alone),
      together: overOpenapiFetch(measured.together),
    },
    shares: { client: middle(shares.client), "openapi-fetch": middle(shares["openapi-fetch"]) },
  };
}

function middle(shares: Shares[]): Shares {
  return Object.fromEntries(
    OWNERS.map((owner) => [owner, median(shares.map((share) => share[owner]))]),
  ) as Shares;
}

type Costs = Record<Name, number>;

/** Starts every app, and makes sure that all of them list the same threads. */
async function startApps(names: readonly Name[], url: string): Promise<Map<Name, Worker>> {
  const started = await Promise.all(
    names.map(async (name) => {
      const { hello, worker } = await startWorker(
        "requests-worker.ts",
        [name, url],
        ["--expose-gc"],
      );
      return { name, hello, worker };
    }),
  );
  for (const { name, hello } of started) {
    if (!isDeepStrictEqual(hello, started[0]?.hello)) {
      throw new Error(`${name} lists ${JSON.stringify(hello)}`);
    }
  }
  return new Map(started.map(({ name, worker }) => [name, worker]));
}

/** From its sources: what is published is one file, in which nobody's code can be told from another's. */
async function profileApp(name: Profiled, url: string, requests: number): Promise<Shares> {
  const flags = ["--expose-gc", "--conditions=@chatkit-contract/source"];
  const { worker } = await startWorker("requests-worker.ts", [name, url], flags);
  try {
    await worker.ask({ requests: 1500, atOnce: 1 });
    return (await worker.ask({ requests, atOnce: 1, isProfiled: true })) as Shares;
  } finally {
    await worker.stop();
  }
}

/** In no fixed order: who comes behind a heavy one finds the processor's caches full of other things. */
async function runRound(workers: Map<Name, Worker>, batch: Batch): Promise<Costs> {
  const costs = {} as Costs;
  for (const name of shuffle([...workers.keys()])) {
    costs[name] = (await workers.get(name)?.ask(batch)) as number;
  }
  return costs;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      apps: { type: "string", default: NAMES.join(",") },
      starts: { type: "string", default: "12" },
      rounds: { type: "string", default: "7" },
      requests: { type: "string", default: "100" },
    },
  });
  await generateRedocly();
  const { alone, together, fetchMicroseconds, overOpenapiFetch, shares } = await measureRequests(
    {
      starts: Number(values.starts),
      rounds: Number(values.rounds),
      requests: Number(values.requests),
    },
    values.apps.split(",") as Name[],
  );
  const costs = Object.entries(alone).map(([name, ratio]) => [
    name,
    ratio.toFixed(3),
    together[name as Name].toFixed(3),
  ]);
  console.log(
    formatTable([
      ["CPU per request", "one after another", "50 at once"],
      ...costs,
      [
        "client over openapi-fetch",
        ...Object.values(overOpenapiFetch).map((ratio) => ratio.toFixed(3)),
      ],
      ["fetch, µs", ...Object.values(fetchMicroseconds).map((cost) => cost.toFixed(0))],
    ]),
  );
  console.log();
  console.log(
    formatTable([
      ["of its time, %", ...OWNERS],
      ...PROFILED.map((name) => [name, ...OWNERS.map((owner) => shares[name][owner].toFixed(1))]),
    ]),
  );
}
