import { readFileSync } from "node:fs";

import type { ThreadList } from "@chatkit-contract/types";

import { createApp } from "../../src/app.ts";
import { createClock } from "../../src/clock.ts";
import { createFaultList } from "../../src/faults/fault-list.ts";
import { createGate } from "../../src/gate.ts";
import { handlers } from "../../src/handlers/handlers.ts";
import { createProjects } from "../../src/projects.ts";
import type { Store } from "../../src/store/store.ts";
import type { FirstAnswer } from "../program.ts";

// The whole server but its database: every listing is the page of a file: node bench/contestants/stub.ts PORT FILE.

const [, , port, page = ""] = process.argv;
const { body } = JSON.parse(readFileSync(page, "utf8")) as FirstAnswer;
const { data: items, has_more: hasMore } = JSON.parse(body) as ThreadList;
const listed = { items, hasMore };

await createApp({
  // Nothing else is asked of it.
  store: { listThreads: async () => listed } as unknown as Store,
  projects: createProjects([]),
  clock: createClock(),
  faults: createFaultList(),
  gate: createGate(),
  handlers,
  isStrict: false,
  rateLimit: undefined,
  log: undefined,
  logsUsers: false,
  closing: new AbortController().signal,
  control: undefined,
}).listen({ port: Number(port), host: "127.0.0.1" });
