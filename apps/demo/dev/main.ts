import type { Backend } from "./backend.ts";
import { InvalidEnvironment, readBackend } from "./read-backend.ts";
import { startDemo } from "./start-demo.ts";

const [unknown] = process.argv.slice(2);
if (unknown !== undefined) {
  fail(`There is no option ${unknown}; CHATKIT_BASE_URL and OPENAI_API_KEY choose the backend.`, 2);
}
const backend = readBackendOrFail();

const starting = startDemo({ backend });
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void stop());
}

try {
  const { url } = await starting;
  const source = backend ? new URL(backend.baseUrl).host : "the mock, with the contract's examples";
  console.log(`Thread console: ${url}\nBackend: ${source}. Ctrl-C stops it.`);
} catch (error) {
  fail(`The demo did not start: ${error instanceof Error ? error.message : String(error)}`, 1);
}

async function stop(): Promise<void> {
  if (isStopping) {
    process.exit(130);
  }
  isStopping = true;
  // Why it did not start, if it did not, is told above.
  const demo = await starting.catch(() => undefined);
  await demo?.close();
  process.exit(0);
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
