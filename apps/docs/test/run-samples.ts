import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const TSC = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
const PACKAGE = join(import.meta.dirname, "..");

/** What a sample's process left. */
export interface SampleRun {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Compiles programs as a caller would, each a module of its own, against the client.
 *
 * @param home The package from which `@chatkit-contract/client` is found. Default: this one.
 * @returns What the compiler says: nothing, if it takes them all.
 */
export async function compileSamples(samples: readonly string[], home = PACKAGE): Promise<string> {
  await mkdir(join(home, "node_modules"), { recursive: true });
  const folder = await mkdtemp(join(home, "node_modules/.samples-"));
  try {
    await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(SETTINGS));
    for (const [index, sample] of samples.entries()) {
      await writeFile(join(folder, `sample-${index}.ts`), sample);
    }
    const { stdout, stderr } = await run([TSC, "-p", folder], folder, {});
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const SETTINGS = {
  extends: join(PACKAGE, "../../tsconfig.base.json"),
  compilerOptions: {
    // Of a browser and Node alike a sample uses the console and fetch.
    lib: ["esnext", "dom", "dom.iterable", "dom.asynciterable"],
    noEmit: true,
    isolatedDeclarations: false,
    declaration: false,
  },
  include: ["*.ts"],
};

/** Runs a program as it stands, with the API at another address. */
export function runSample(sample: string, baseUrl: string): Promise<SampleRun> {
  return run(
    ["--conditions=@chatkit-contract/source", "--input-type=module-typescript", "--eval", sample],
    PACKAGE,
    { OPENAI_API_KEY: "sk-sample", OPENAI_BASE_URL: baseUrl },
  );
}

function run(args: string[], cwd: string, env: Record<string, string>): Promise<SampleRun> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      args,
      { cwd, env: { ...process.env, ...env } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        done({ code, stdout, stderr });
      },
    );
  });
}
