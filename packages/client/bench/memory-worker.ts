import { LISTINGS, type ListingName } from "./listings.ts";

// Lists every thread of a server, and tells its parent how much memory is in use on the way:
// node --expose-gc bench/memory-worker.ts LISTING URL COUNT.

const [, , name, url, count] = process.argv;
const step = Number(count) / 10;
const heapsMb: number[] = [];
let seen = 0;

process.on("disconnect", () => process.exit());
await LISTINGS[name as ListingName](url as string, 100, () => {
  if (++seen % step === 0) {
    globalThis.gc?.();
    heapsMb.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
});
process.send?.(heapsMb);
