import { createSqliteStore } from "../src/store/open-store.ts";
import { thread } from "./records.ts";

/** A process that opens the database named by its argument when it is told to, and writes a thread. */
process.send?.("ready");
process.once("message", async () => {
  const store = await createSqliteStore({ file: process.argv[2] });
  await store.importRecords("p", [thread(`t${process.pid}`)]);
  await store.close();
  process.disconnect();
});
