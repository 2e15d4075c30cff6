#!/usr/bin/env node
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkPackage } from "./check-package.ts";
import { packPackage } from "./pack-package.ts";
import { findPublished, readPackage } from "./published.ts";

// Run in a package's folder, once it is built.

const { folder, manifest } = readPackage(process.cwd());
const destination = await mkdtemp(join(tmpdir(), "package-"));
try {
  const problems = [
    ...(await checkPackage(await packPackage(folder, destination))),
    // A package that is new to the house has to be checked too.
    ...findPublished()
      .filter((other) => other.manifest.scripts?.["package:check"] === undefined)
      .map((other) => `${other.manifest.name} is published and has no script package:check`),
  ];
  for (const problem of problems) {
    console.error(`${manifest.name}: ${problem}`);
  }
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await rm(destination, { recursive: true, force: true });
}
