import { profile } from "./profile.ts";
import { connect, type ListPage, type Name } from "./contestants.ts";

// Makes requests with one app, and tells its parent what CPU they took: node --expose-gc bench/requests-worker.ts APP URL.

/** What a parent asks for: as many requests as this, so many of them at once. */
export interface Batch {
  requests: number;
  atOnce: number;
  /** Whether to tell whose code the CPU time goes to, in place of how much it is. */
  isProfiled?: boolean;
}

const [, , name, url] = process.argv;
const listPage = await connect(name as Name, url as string);

process.on("message", (batch: Batch) => {
  const answer = batch.isProfiled ? profile(() => run(listPage, batch)) : run(listPage, batch);
  void answer.then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
process.send?.(await listPage(20, "user_1"));

async function run(list: ListPage, { requests, atOnce }: Batch): Promise<number> {
  // What the last batch left is not this one's.
  globalThis.gc?.();
  const before = process.cpuUsage();
  let left = requests;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) {
        const ids = await list(20, "user_1");
        if (ids.length !== 20) {
          throw new Error(`${ids.length} threads came`);
        }
      }
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
