import type { Tarball } from "./read-tarball.ts";

/** What npm shows, or the law asks for, without anybody declaring it. */
const STANDING = ["package.json", "README.md", "LICENSE", "CHANGELOG.md"];
const REQUIRED = ["package.json", "README.md", "LICENSE"];
/** What a build leaves behind, and nobody who installs can use. */
const STRAY = /(^|\/)(\.[^/]*|node_modules|tests?|__tests__)(\/|$)|\.tsbuildinfo$|\.test\./;

const DEPENDENCIES = [
  "dependencies",
  "peerDependencies",
  "optionalDependencies",
  "devDependencies",
] as const;
/** What runs on the machine of everybody who installs the package. */
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall"];

/**
 * Checks what a tarball holds: the files that are meant and no others, a licence, dependencies that a registry knows,
 * nothing that runs when it is installed, and no more bytes than its budget.
 *
 * @returns What is wrong, one line each.
 */
export function findContentProblems(tarball: Tarball): string[] {
  return [
    ...fileProblems(tarball),
    ...licenceProblems(tarball),
    ...dependencyProblems(tarball),
    ...scriptProblems(tarball),
    ...sizeProblems(tarball),
  ];
}

function fileProblems({ files, others, manifest }: Tarball): string[] {
  const declared = [...STANDING, ...(manifest.files ?? [])].map((entry) =>
    entry.replace(/^\.\//, "").replace(/\/$/, ""),
  );
  const isDeclared = (path: string): boolean =>
    declared.some((entry) => path === entry || path.startsWith(`${entry}/`));
  const paths = [...files.keys()];
  return [
    ...REQUIRED.filter((path) => (files.get(path) ?? "").trim() === "").map(
      (path) => `files: ${path} is missing or empty`,
    ),
    ...paths
      .filter((path) => !isDeclared(path))
      .map((path) => `files: ${path} is not in \`files\` of package.json`),
    ...paths
      .filter((path) => STRAY.test(path) || isSource(path))
      .map((path) => `files: ${path} is of no use to those who install the package`),
    ...others.map((path) => `files: ${path} is no file`),
  ];
}

/** TypeScript's sources are not built: Node does not strip their types within node_modules. */
function isSource(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

function licenceProblems({ manifest }: Tarball): string[] {
  return manifest.license ? [] : ["licence: package.json names none"];
}

function dependencyProblems({ manifest }: Tarball): string[] {
  return DEPENDENCIES.flatMap((kind) =>
    Object.entries(manifest[kind] ?? {})
      .filter(([, range]) => /^(workspace|catalog|link|file|portal|patch):/.test(range))
      .map(([name, range]) => `dependencies: ${kind}.${name} is ${range}, which no registry knows`),
  );
}

function scriptProblems({ manifest }: Tarball): string[] {
  return INSTALL_SCRIPTS.filter((name) => manifest.scripts?.[name] !== undefined).map(
    (name) => `scripts: ${name} runs on every machine that installs the package`,
  );
}

function sizeProblems({ bytes, manifest }: Tarball): string[] {
  const budget = manifest.config?.maxTarballBytes;
  if (budget === undefined) return ["size: package.json sets no config.maxTarballBytes"];
  return bytes.length > budget
    ? [`size: the tarball has ${bytes.length} bytes, and its budget is ${budget}`]
    : [];
}
