#!/usr/bin/env -S node --conditions=@chatkit-contract/source
import { CONTRACT_VERSION } from "@chatkit-contract/types/operations";
import { Command, InvalidArgumentError, Option } from "commander";

import { isLoopback } from "./control/loopback.ts";
import { findNeededNode } from "./needed-node.ts";
import type { ServerOptions } from "./options.ts";
import { showProgress } from "./progress.ts";
import { formatSampleCall } from "./sample-call.ts";
import {
  describeAllowed,
  isSecret,
  readEnvironment,
  readSetting,
  SETTINGS,
  variableOf,
  type Setting,
} from "./settings.ts";
import type { ChatKitServer } from "./start-server.ts";

/** How the command ends when it was called in a way that makes no sense. */
const EXIT_USAGE = 2;
/** How it ends when what it was asked for cannot be done. */
const EXIT_FAILURE = 1;
/** What tells the one from the other. */
const FAILURE_CODE = "chatkit.failure";
/** How it ends when a person ends it before it serves: 128 and the number of SIGINT, as shells have it. */
const EXIT_INTERRUPTED = 130;

/** From how many threads on one would look for a sign of life. */
const LONG_WORK = 2_000;

const program = new Command("chatkit-server")
  .description("Serves the whole ChatKit API, with data that it remembers, until Ctrl-C.")
  .version(CONTRACT_VERSION, "--version", "print the version, which is the contract's")
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
for (const setting of SETTINGS) {
  program.addOption(createOption(setting));
}
program.addOption(new Option("--no-control", "serve no control API"));

await program.parseAsync();

async function run(flags: Record<string, unknown>): Promise<void> {
  const needed = findNeededNode();
  if (needed !== undefined) {
    const problem = `Node ${needed} is needed, and this is ${process.versions.node}`;
    program.error(`error: ${problem}`, { code: FAILURE_CODE });
  }
  const { values, problems } = readEnvironment(process.env, isGiven);
  if (problems.length > 0) {
    program.error(`error: ${problems.join("; ")}`);
  }
  // Each value has been held against the rule of its option.
  const options = { ...flags, ...values } as ServerOptions;
  warnOfOpenDoor(options);
  // What serves takes longer to load than --help and mistakes should.
  const { startServer, ServerStartError, StoreOpenError } = await import("./index.ts");
  try {
    const server = await startWithProgress(startServer, options);
    endOnSignals(server.close);
    greet(server, options);
  } catch (error) {
    if (error instanceof ServerStartError || error instanceof StoreOpenError) {
      program.error(`error: ${error.message}`, { code: FAILURE_CODE });
    }
    throw error;
  }
}

async function startWithProgress(
  start: (options: ServerOptions) => Promise<ChatKitServer>,
  options: ServerOptions,
): Promise<ChatKitServer> {
  const { threads = 0, apiKey, database } = options;
  if (threads < LONG_WORK) {
    return start(options);
  }
  const progress = await showProgress(
    threads * Math.max([apiKey ?? []].flat().length, 1),
    "threads",
  );
  const interrupt = (): void => {
    progress.end();
    const left = database === undefined ? "" : `; ${database} holds a part of the threads`;
    process.stderr.write(`Interrupted${left}.\n`);
    process.exit(EXIT_INTERRUPTED);
  };
  process.once("SIGINT", interrupt);
  try {
    return await start({ ...options, onProgress: (written) => progress.update(written) });
  } finally {
    process.off("SIGINT", interrupt);
    progress.end();
  }
}

function greet({ url, control }: ChatKitServer, { apiKey, controlSecret }: ServerOptions): void {
  console.log(`ChatKit API: ${url}`);
  console.log(`Try: ${formatSampleCall(url, apiKey === undefined ? "any-key" : "YOUR-KEY")}`);
  if (control !== undefined) {
    const secret = controlSecret === undefined ? control.secret : "the secret that you gave";
    console.log(`Control: ${control.url}, with the header x-control-secret: ${secret}`);
  }
}

function warnOfOpenDoor({ host = "", apiKey }: ServerOptions): void {
  if (apiKey === undefined && host !== "localhost" && !isLoopback(host)) {
    const reach = `whoever reaches ${host} can read and delete everything`;
    process.stderr.write(`warning: any key is let in, and ${reach}; name keys with --api-key\n`);
  }
}

/** Whether a setting came as a flag. */
function isGiven(name: string): boolean {
  return program.getOptionValueSource(name) === "cli";
}

/** The second signal ends the process at once, as if there were no handler. */
function endOnSignals(close: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
      void close();
    });
  }
}

function createOption(setting: Setting): Option {
  const { flags, description } = setting;
  const option = new Option(flags, description);
  if (setting.default !== undefined) {
    option.default(readSetting(setting, setting.default), setting.default);
  }
  if (!flags.includes("<")) {
    return option;
  }
  return option.argParser((text, earlier: unknown) => {
    const value = readSetting(setting, text);
    if (value === undefined && isSecret(setting)) {
      program.error(`error: ${flags} must be ${describeAllowed(setting)}`);
    }
    if (value === undefined) {
      throw new InvalidArgumentError(`It must be ${describeAllowed(setting)}.`);
    }
    return Array.isArray(value) ? [...((earlier ?? []) as unknown[]), ...value] : value;
  });
}

function describeEnvironment(): string {
  const variables = SETTINGS.map(({ name }) => `  ${variableOf(name)}`).join("\n");
  const rules = "keys are separated by commas, and what is on or off is true or false";
  return `\nEach can be set in the environment too; a flag wins, ${rules}:\n${variables}`;
}
