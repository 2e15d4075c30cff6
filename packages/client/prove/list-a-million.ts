import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { createChatKit, type Thread } from "../src/index.ts";

// Iterates a listing to its end in a process of its own, whose heap the caller limits.
// Arguments: the base URL, and "keep" to hold on to every item.

const [baseUrl = "", mode] = process.argv.slice(2);
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const chatkit = createChatKit({ apiKey: "sk-test", baseUrl });
const kept: Thread[] = [];
const heapMb: number[] = [];
let count = 0;
for await (const thread of chatkit.threads.list({ limit: 100 })) {
  if (mode === "keep") {
    kept.push(thread);
  }
  if (++count % 100_000 === 0) {
    collectGarbage();
    heapMb.push(process.memoryUsage().heapUsed / 2 ** 20);
  }
}
process.stdout.write(JSON.stringify({ count, heapMb }));
