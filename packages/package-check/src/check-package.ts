import type { Package } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

import { findContentProblems } from "./check-contents.ts";
import { findSecrets } from "./find-secrets.ts";
import { readTarball } from "./read-tarball.ts";

/** How users resolve a package of ES modules: from ES modules in Node, or by a bundler. */
const RESOLUTIONS = ["node16-esm", "bundler"] as const;

/**
 * Checks a tarball: publint, warnings included, for what it holds and exports, and Are The Types Wrong for whether its
 * types are found, and fit, where ES modules are imported; then its files, its licence, its dependencies, its size, and
 * that it holds no secret.
 *
 * @param tarball The tarball's path.
 * @returns What is wrong, one line each.
 */
export async function checkPackage(tarball: string): Promise<string[]> {
  const packed = await readTarball(tarball);
  return [
    ...(await lint(packed.bytes)),
    ...(await findTypeProblems(packed.bytes)),
    ...findContentProblems(packed),
    ...(await findSecrets(packed.files)),
  ];
}

async function lint(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { messages, pkg } = await publint({
    pack: { tarball: tarball.buffer },
    strict: true,
    level: "warning",
  });
  return messages.map(
    (message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`,
  );
}

async function findTypeProblems(tarball: Uint8Array): Promise<string[]> {
  // It brings a compiler, for which those who only pack should not wait.
  const [{ checkPackage: checkTypes, createPackageFromTarballData }, { filterProblems }] =
    await Promise.all([
      import("@arethetypeswrong/core"),
      import("@arethetypeswrong/core/problems"),
    ]);
  const packed = createPackageFromTarballData(tarball);
  const includeEntrypoints = expandPatterns(packed);
  const result = await checkTypes(packed, { includeEntrypoints });
  if (result.types === false) {
    return ["types: it has none"];
  }
  const problems = new Set(
    RESOLUTIONS.flatMap((resolutionKind) => filterProblems(result, { resolutionKind })),
  );
  return [...problems].map((problem) => {
    const { kind, ...where } = problem;
    return `types: ${kind} ${JSON.stringify(where)}`;
  });
}

/** The subpaths that a pattern such as `./validators/*` stands for, which are not found by themselves. */
function expandPatterns(packed: Package): string[] {
  const root = `/node_modules/${packed.packageName}`;
  const { exports = {} } = JSON.parse(packed.readFile(`${root}/package.json`)) as {
    exports?: Record<string, { default?: string } | string>;
  };
  return Object.entries(exports).flatMap(([subpath, target]) => {
    const file = typeof target === "string" ? target : (target.default ?? "");
    const [start, end, ...others] = file.split("*");
    if (start === undefined || end === undefined || others.length > 0) {
      return [];
    }
    const prefix = `${root}/${start.replace("./", "")}`;
    return packed
      .listFiles(root)
      .filter((path) => path.startsWith(prefix) && path.endsWith(end))
      .map((path) =>
        subpath.replace("*", () => path.slice(prefix.length, -end.length || undefined)),
      );
  });
}
