import { existsSync } from "node:fs";
import { access, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { chromium, type Browser } from "playwright-core";

// What a Chromium needs to run as root, and to leave the network alone.
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Launches a real Chromium: $CHROME_PATH, then the system's, then the one that a package carries. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } });
}

interface InstalledBrowser {
  executablePath: string;
  env?: Record<string, string>;
}

async function findBrowser(): Promise<InstalledBrowser> {
  const chosen = process.env["CHROME_PATH"];
  if (chosen) {
    await access(chosen);
    return { executablePath: chosen };
  }
  const system = "/usr/bin/chromium";
  return existsSync(system) ? { executablePath: system } : unpackBrowser();
}

/** Unpacks the package's Chromium into a folder of its version, whole or not at all, whoever else does the same now. */
async function unpackBrowser(): Promise<InstalledBrowser> {
  const folder = join(tmpdir(), `chatkit-contract-chromium-${await readPackageVersion()}`);
  if (!existsSync(folder)) {
    const partial = await mkdtemp(`${folder}-`);
    await unpackInto(partial);
    await writeFile(join(partial, "fontconfig.xml"), FONTS);
    // Another process may have been faster; its copy is as good.
    await rename(partial, folder).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return {
    executablePath: join(folder, "chromium"),
    env: { FONTCONFIG_FILE: join(folder, "fontconfig.xml") },
  };
}

/** The package's own font beside the machine's, of which there may be none. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <alias binding="same"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>sans</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
`;

/** The package takes no folder: it unpacks into TMPDIR, and uses whatever `chromium` is there already. */
async function unpackInto(folder: string): Promise<void> {
  const { default: packaged } = await import("@sparticuz/chromium");
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    await packaged.executablePath();
  } finally {
    if (before === undefined) {
      delete process.env["TMPDIR"];
    } else {
      process.env["TMPDIR"] = before;
    }
  }
}

async function readPackageVersion(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const manifest = await readFile(join(dirname(entry), "..", "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
