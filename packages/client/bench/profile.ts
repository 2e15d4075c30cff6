import { Session, type Profiler } from "node:inspector/promises";

/** Whose code a request's CPU time goes to, in percent of what is spent. */
export type Shares = Record<Owner, number>;

export const OWNERS = ["fetch and Node", "openapi-fetch", "client", "garbage collector"] as const;
export type Owner = (typeof OWNERS)[number];

/** What a Node function costs is Node's, whoever calls it; other built-in functions are their caller's. */
const OF_NODE = new Set(["fetch", "text", "json", "(program)"]);

/** Runs some work under V8's sampling profiler, and says whose code it was in. */
export async function profile(work: () => Promise<unknown>): Promise<Shares> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  await work();
  const { profile: taken } = await session.post("Profiler.stop");
  session.disconnect();
  return share(taken);
}

function share({ nodes, samples = [] }: Profiler.Profile): Shares {
  const owners = new Map<number, Owner | undefined>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const [root] = nodes;
  const pending: { node: Profiler.ProfileNode; owner: Owner | undefined }[] = root
    ? [{ node: root, owner: "fetch and Node" }]
    : [];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const owner = ownerOf(next.node.callFrame, next.owner);
    owners.set(next.node.id, owner);
    for (const child of next.node.children ?? []) {
      const node = byId.get(child);
      if (node) {
        pending.push({ node, owner });
      }
    }
  }
  const counts = new Map<Owner, number>();
  for (const sample of samples) {
    const owner = owners.get(sample);
    if (owner) {
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(
    OWNERS.map((owner) => [owner, ((counts.get(owner) ?? 0) / total) * 100]),
  ) as Shares;
}

/** @returns Undefined for time in which nothing is done. */
function ownerOf(
  { functionName, url }: { functionName: string; url: string },
  caller: Owner | undefined,
): Owner | undefined {
  if (functionName === "(idle)") {
    return undefined;
  }
  if (functionName === "(garbage collector)") {
    return "garbage collector";
  }
  if (url.includes("/openapi-fetch/")) {
    return "openapi-fetch";
  }
  if (url.startsWith("file:")) {
    return url.includes("/bench/") ? "fetch and Node" : "client";
  }
  return OF_NODE.has(functionName) ? "fetch and Node" : caller;
}
