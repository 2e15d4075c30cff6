import { Command } from "commander";

import type { Backend } from "./backend.ts";
import { BACKEND_VARIABLES, InvalidEnvironment, readBackend } from "./read-backend.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

/** How the command ends when it was called in a way that makes no sense. */
const EXIT_USAGE = 2;
/** How it ends when what it was asked for cannot be done. */
const EXIT_FAILURE = 1;
/** What tells the one from the other. */
const FAILURE_CODE = "demo.failure";

const program = new Command("npm start --")
  .description("Starts the thread console and prints its URL; Ctrl-C ends it.")
  .option(
    "--allow-writes",
    `let calls that change something through to ${BACKEND_VARIABLES.baseUrl}`,
  )
  .allowExcessArguments(false)
  .configureOutput({
    outputError: (text, write) => write(`${text.trim().replaceAll(/\s+/g, " ")}\n`),
  })
  .exitOverride((error) => {
    const isDone = error.exitCode === 0;
    process.exit(isDone ? 0 : error.code === FAILURE_CODE ? EXIT_FAILURE : EXIT_USAGE);
  })
  .addHelpText("after", describeEnvironment)
  .action(run);

const args = process.argv.slice(2);
// `npm start -- …` takes the dashes away, `pnpm dev -- …` passes them on.
await program.parseAsync(args[0] === "--" ? args.slice(1) : args, { from: "user" });

async function run({ allowWrites = false }: { allowWrites?: boolean }): Promise<void> {
  const backend = readBackendOrFail();
  // Vite takes longer to load than --help and mistakes should.
  const starting = import("./start-demo.ts").then(({ startDemo }) =>
    startDemo({ backend, allowWrites }),
  );
  stopOnSignals(async () => {
    // Why it did not start, if it did not, is told below.
    const demo = await starting.catch(() => undefined);
    await demo?.close();
  });
  try {
    const { url } = await starting;
    console.log(`Thread console: ${url}`);
    console.log(`Backend: ${describe(backend, allowWrites)}. Ctrl-C ends it.`);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    program.error(`error: the demo did not start: ${problem}`, { code: FAILURE_CODE });
  }
}

function describe(backend: Backend | undefined, allowWrites: boolean): string {
  if (backend === undefined) {
    return "a server in memory, with made-up threads";
  }
  const access = allowWrites ? "writes allowed" : "read-only (--allow-writes changes that)";
  return `${new URL(backend.baseUrl).host}, ${access}`;
}

function readBackendOrFail(): Backend | undefined {
  try {
    return readBackend(process.env);
  } catch (error) {
    if (error instanceof InvalidEnvironment) {
      program.error(`error: ${error.message}`);
    }
    throw error;
  }
}

function describeEnvironment(): string {
  const { baseUrl, apiKey } = BACKEND_VARIABLES;
  return `
Without ${baseUrl} it shows a server of its own, in memory, which takes every call.
With it, and the key in ${apiKey}, it shows a live API: ${baseUrl}=https://api.openai.com/v1`;
}
