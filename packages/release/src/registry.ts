import { setTimeout as wait } from "node:timers/promises";

import semver from "semver";

import { RefusedError } from "./refused-error.ts";
import { CommandError, conceal, runCommand } from "./run-command.ts";

/** A version as a registry has it. */
export interface PublishedVersion {
  version: string;
  /** The SHA-512 of its tarball, as Subresource Integrity writes it. */
  integrity: string | undefined;
  /** The SHA-256 of `openapi/released/VERSION/release.json`, where the package says so. */
  release: string | undefined;
}

/** An npm registry, through npm itself: whose settings, proxies and credentials hold. */
export interface Registry {
  /** Without a name and password that it may carry. */
  url: string;
  /** The version that users get who ask for none. */
  readLatest: (name: string) => Promise<string | undefined>;
  readVersion: (name: string, version: string) => Promise<PublishedVersion | undefined>;
  /** Every version but prereleases. */
  readVersions: (name: string) => Promise<PublishedVersion[]>;
  /** Who publishes: a user's name, or `a trusted publisher`; undefined for nobody. */
  readPublisher: () => Promise<string | undefined>;
  publish: (tarball: string, options: { tag: string; hasProvenance: boolean }) => Promise<void>;
}

/** A registry that is down is told of in seconds: running again goes on where it stopped. */
const SETTINGS = {
  npm_config_update_notifier: "false",
  npm_config_fetch_retries: "1",
  npm_config_fetch_retry_mintimeout: "1000",
};
const DELAYS_MS = [0, 500, 1000, 2000, 4000, 8000, 16_000];

/**
 * Opens the registry that npm is configured for.
 *
 * @param options.url Another registry. Default: what `npm config get registry` says.
 */
export async function openRegistry(
  root: string,
  { url, signal }: { url?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Registry> {
  const npm = (args: string[]): Promise<string> =>
    runCommand("npm", args, { cwd: root, signal, env: SETTINGS });
  const at = url ?? (await npm(["config", "get", "registry"])).trim();
  const shown = conceal(at);
  const view = async (what: string, ...fields: string[]): Promise<unknown> => {
    try {
      const text = await npm(["view", what, ...fields, "--json", "--registry", at]);
      return text.trim() === "" ? undefined : (JSON.parse(text) as unknown);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      // No package of this name, or no such version of it.
      if (/\bE404\b/.test(error.output)) return undefined;
      throw new RefusedError(
        `The registry ${shown} does not answer: ${reasonOf(error)}`,
        "check npm config get registry, the network and your credentials, and run it again",
        { cause: error },
      );
    }
  };
  const readVersion = async (
    name: string,
    version: string,
  ): Promise<PublishedVersion | undefined> =>
    toVersions(await view(`${name}@${version}`, ...FIELDS)).at(0);
  return {
    url: shown,
    readVersion,
    readLatest: async (name) => (await view(name, "dist-tags.latest")) as string | undefined,
    readVersions: async (name) => toVersions(await view(`${name}@*`, ...FIELDS)),
    readPublisher: async () => {
      // npm takes an identity for a token of each package, when that is published; older ones need a token.
      if (hasTrustedPublishing() && semver.gte((await npm(["--version"])).trim(), "11.5.1")) {
        return "a trusted publisher";
      }
      try {
        return (await npm(["whoami", "--registry", at])).trim();
      } catch (error) {
        if (error instanceof CommandError) return undefined;
        throw error;
      }
    },
    publish: async (tarball, { tag, hasProvenance }) => {
      const args = ["publish", tarball, "--registry", at, "--tag", tag, "--access", "public"];
      await npm(hasProvenance ? [...args, "--provenance"] : args);
    },
  };
}

/** Whether the environment proves to a registry and to the world what runs here, by OpenID Connect. */
export function hasTrustedPublishing(
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  const isGitHub =
    Boolean(env["ACTIONS_ID_TOKEN_REQUEST_URL"]) && Boolean(env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]);
  return isGitHub || (Boolean(env["GITLAB_CI"]) && Boolean(env["NPM_ID_TOKEN"]));
}

/**
 * Waits until a registry shows a version: large ones take some seconds.
 *
 * @returns What it shows; undefined if it shows none within half a minute.
 */
export async function awaitVersion(
  registry: Registry,
  name: string,
  version: string,
  signal?: AbortSignal,
): Promise<PublishedVersion | undefined> {
  for (const delayMs of DELAYS_MS) {
    await wait(delayMs, undefined, signal ? { signal } : {});
    const found = await registry.readVersion(name, version);
    if (found !== undefined) return found;
  }
  return undefined;
}

const FIELDS = ["version", "dist.integrity", "contract.release"];

/** npm prints one object for one version, a list for several, and a bare string where one field alone is there. */
function toVersions(viewed: unknown): PublishedVersion[] {
  if (viewed === undefined) return [];
  return (Array.isArray(viewed) ? viewed : [viewed]).map((each: unknown) => {
    if (typeof each === "string")
      return { version: each, integrity: undefined, release: undefined };
    const fields = each as Record<string, string | undefined>;
    return {
      version: fields["version"] ?? "",
      integrity: fields["dist.integrity"],
      release: fields["contract.release"],
    };
  });
}

/** The line of npm's that says why. */
export function reasonOf({ output, message }: CommandError): string {
  const [, summary] = /"summary": "(.*)"/.exec(output) ?? [];
  const lines = output
    .split("\n")
    .filter((line) => /^npm (error|ERR!) /.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) /, "").trim());
  return summary ?? lines.find((line) => !/^(code|syscall|errno) |^$/.test(line)) ?? message;
}
