import type { Backend } from "./backend.ts";
import { BACKEND_VARIABLES, InvalidEnvironment, readBackend } from "./read-backend.ts";
import { startDemo } from "./start-demo.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

const [unknown] = process.argv.slice(2);
if (unknown !== undefined) {
  const names = Object.values(BACKEND_VARIABLES).join(" and ");
  fail(`There is no option ${unknown}; ${names} choose the backend.`, 2);
}
const backend = readBackendOrFail();

const starting = startDemo({ backend });
stopOnSignals(async () => {
  // Why it did not start, if it did not, is told below.
  const demo = await starting.catch(() => undefined);
  await demo?.close();
});

try {
  const { url } = await starting;
  const source = backend ? new URL(backend.baseUrl).host : "the mock, with the contract's examples";
  console.log(`Thread console: ${url}\nBackend: ${source}. Ctrl-C stops it.`);
} catch (error) {
  fail(`The demo did not start: ${error instanceof Error ? error.message : String(error)}`, 1);
}

function readBackendOrFail(): Backend | undefined {
  try {
    return readBackend(process.env);
  } catch (error) {
    if (error instanceof InvalidEnvironment) {
      fail(error.message, 2);
    }
    throw error;
  }
}

function fail(problem: string, exitCode: number): never {
  console.error(problem.split("\n", 1)[0]);
  process.exit(exitCode);
}
