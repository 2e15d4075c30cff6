import { fileURLToPath } from "node:url";
import { runRedocly } from "../redocly.ts";

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
  const options = ["--format=json", "--max-problems=1000"];
  const output = await runRedocly(["lint", ...args, ...options], { cwd });
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
