import { readFileSync } from "node:fs";

/**
 * The range of Node versions that this package needs, if this process has an older one. An installer only warns of it,
 * and then there is no `node:sqlite`.
 */
export function findNeededNode(version: string = process.versions.node): string | undefined {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const { engines } = JSON.parse(manifest) as { engines: { node: string } };
  return isOlder(version, engines.node.replace(/^>=/, "")) ? engines.node : undefined;
}

function isOlder(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
