import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export const home: string = fileURLToPath(new URL("..", import.meta.url));

export interface Problem {
  ruleId: string;
  severity: string;
  message: string;
  file: string;
  line: number;
}

interface Report {
  totals: { errors: number; warnings: number; ignored: number };
  problems: {
    ruleId: string;
    severity: string;
    message: string;
    location: { source: { ref: string }; start: { line: number } }[];
  }[];
}

/** Runs the real `redocly lint` in a process of its own, and returns what it reports. */
export async function lint(
  cwd: string,
  ...args: string[]
): Promise<Report["totals"] & { problems: Problem[] }> {
  const output = await redocly(cwd, "lint", ...args, "--format=json", "--max-problems=1000");
  const { totals, problems } = JSON.parse(output.stdout) as Report;
  return {
    ...totals,
    problems: problems.map(({ location: [place], ...problem }) => ({
      ruleId: problem.ruleId,
      severity: problem.severity,
      message: problem.message,
      file: place?.source.ref ?? "",
      line: place?.start.line ?? 0,
    })),
  };
}

/** Runs Redocly's command line with the Node that runs the tests. */
export function redocly(
  cwd: string,
  ...args: string[]
): Promise<{ stdout: string; stderr: string; code: number }> {
  const cli = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...args],
      { cwd, env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        resolve({ stdout, stderr, code: error ? Number(error.code) : 0 });
      },
    );
  });
}
