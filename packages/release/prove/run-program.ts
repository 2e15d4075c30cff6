import { spawn, type ChildProcess } from "node:child_process";

/** How a program ended, and what it printed. */
export interface Ended {
  /** Null if a signal ended it. */
  code: number | null;
  /** Of both outputs. */
  output: string;
}

/** What a program runs with. */
export interface RunOptions {
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** Is told what is printed, as it is. */
  onOutput?: (output: string, program: ChildProcess) => void;
}

/** Runs a program as a person at a terminal of its own would: nothing of this test's run is in its environment. */
export function runProgram(
  file: string,
  args: readonly string[],
  { cwd, env = {}, onOutput }: RunOptions,
): Promise<Ended> {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(?!execpath|config_cafile|config_registry)|pnpm_|PNPM_|VITEST|TURBO_|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/.test(
        name,
      ),
  );
  return new Promise((resolve, reject) => {
    const program = spawn(file, args, {
      cwd,
      // A group of its own, which can be ended as a whole.
      detached: true,
      env: { ...Object.fromEntries(kept), NO_COLOR: "1", TURBO_TELEMETRY_DISABLED: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      onOutput?.(output, program);
    };
    program.stdout.on("data", hear);
    program.stderr.on("data", hear);
    program.on("error", reject).on("close", (code) => resolve({ code, output }));
  });
}

/** Runs a program that has to succeed, and returns what it printed. */
export async function runToEnd(
  file: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  const { code, output } = await runProgram(file, args, options);
  if (code !== 0) throw new Error(`${file} ${args.join(" ")}: exit code ${code}\n${output}`);
  return output;
}
