#!/usr/bin/env -S node --conditions=@chatkit-contract/source
import { Command, InvalidArgumentError } from "commander";

import { MockStartError } from "./mock-start-error.ts";

const program = new Command("chatkit-mock")
  .description("Answers the ChatKit API from the examples of its contract, until Ctrl-C.")
  .option("--port <port>", "the port to listen on, 0 for any free one", readPort, 4010)
  .option("--host <host>", "the host name or address to listen on", "127.0.0.1")
  .option("--dynamic", "make answers up from the schemas, in place of the examples")
  .option("--seed <text>", "with --dynamic: make up the same answers in every run")
  .option("--verbose", "log a line for every request, without keys and query values")
  .allowExcessArguments(false)
  .configureOutput({
    outputError: (text, write) => write(`${text.trim().replaceAll(/\s+/g, " ")}\n`),
  })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(run);

await program.parseAsync();

interface Flags {
  port: number;
  host: string;
  dynamic?: boolean;
  seed?: string;
  verbose?: boolean;
}

async function run({ verbose, ...options }: Flags): Promise<void> {
  if (options.seed !== undefined && !options.dynamic) {
    program.error(
      `error: --seed ${options.seed} needs --dynamic: examples are the same in every run`,
    );
  }
  // Prism takes most of a second to load: --help and mistakes do not wait for it.
  const { startMock } = await import("./start-mock.ts");
  try {
    const mock = await startMock({ ...options, log: verbose ? console.log : undefined });
    // Once each: the second signal ends the process at once, as if there were no handler.
    process.once("SIGINT", mock.close);
    process.once("SIGTERM", mock.close);
    console.log(`Mock of the ChatKit API: ${mock.url}`);
    console.log(`Try: ${mock.sampleCall}`);
  } catch (error) {
    if (!(error instanceof MockStartError)) {
      throw error;
    }
    program.error(`error: ${error.message}`);
  }
}

function readPort(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
    throw new InvalidArgumentError("It must be an integer from 0 to 65535.");
  }
  return Number(value);
}
