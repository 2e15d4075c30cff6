import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What a run of Redocly's command line left. */
export interface RedoclyResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the pinned Redocly command line in a process of its own, with the Node that runs this one, and never over the
 * network for itself. Resolves whatever its exit code is.
 *
 * @param options.cwd The folder to run in. Default: the current one.
 */
export function runRedocly(
  args: readonly string[],
  { cwd = process.cwd() }: { cwd?: string } = {},
): Promise<RedoclyResult> {
  const cli = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [cli, ...args],
      { cwd, env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        done({ code, stdout, stderr });
      },
    );
  });
}

/**
 * Bundles a contract, split over files or not, into one document.
 *
 * @param path Its root file, YAML or JSON.
 * @throws {Error} It cannot be bundled. The message is Redocly's.
 */
export async function bundleContract(path: string): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  try {
    const output = join(folder, "openapi.json");
    const config = fileURLToPath(new URL("generation.redocly.yaml", import.meta.url));
    const { code, stderr } = await runRedocly([
      "bundle",
      resolve(path),
      "--config",
      config,
      "--output",
      output,
    ]);
    if (code !== 0) throw new Error(stderr.trim());
    return JSON.parse(await readFile(output, "utf8")) as object;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
