import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { findPnpm } from "@chatkit-contract/package-check";

import { COMPILERS } from "../src/compatibility.ts";
import { runProgram, runToEnd } from "./run-program.ts";

const PACKAGES = ["types", "client", "mock", "server"];
const RESOLUTIONS = ["nodenext", "bundler"] as const;

/** What a compiler says of one file, on one TypeScript with one way to resolve modules. */
export interface Compiled {
  /** `TypeScript 5.9.3, bundler`. */
  where: string;
  /** What it complains of, one line each: `program.ts(3,4): error …`. */
  errors: string[];
}

/** A project outside the workspace, which has the packages from a registry and nothing else of them. */
export interface Consumer {
  /** Installs a version of all packages, or what a tag is on. */
  install: (version: string) => Promise<void>;
  /** Compiles a program on every compiler, declarations of packages included. */
  compile: (program: string) => Promise<Compiled[]>;
  /** Runs a program with Node, and returns what it prints. */
  run: (program: string) => Promise<string>;
  /** A file of an installed package. */
  read: (name: string, path: string) => Promise<string>;
}

/** Sets up a project that installs with npm or with pnpm, the packages from one registry and all else as ever. */
export async function createConsumer(
  folder: string,
  manager: "npm" | "pnpm",
  registry: string,
): Promise<Consumer> {
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
  await writeFile(join(folder, ".npmrc"), `@chatkit-contract:registry=${registry}\n`);
  // These packages are minutes old.
  await writeFile(join(folder, "pnpm-workspace.yaml"), "minimumReleaseAge: 0\n");
  const [pnpm, ...before] = findPnpm();
  const add = async (packages: string[]): Promise<void> => {
    if (manager === "npm") {
      const args = ["install", "--no-audit", "--no-fund", "--save-exact", "--ignore-scripts"];
      await runToEnd("npm", [...args, ...packages], { cwd: folder });
    } else {
      const args = ["add", "--save-exact", "--ignore-scripts"];
      await runToEnd(pnpm, [...before, ...args, ...packages], { cwd: folder });
    }
  };
  await add(COMPILERS.map((version) => `typescript-${version}@npm:typescript@${version}`));

  const compileOn = async (version: string, moduleResolution: string): Promise<Compiled> => {
    const compilerOptions = {
      module: moduleResolution === "bundler" ? "esnext" : "nodenext",
      moduleResolution,
      target: "es2023",
      lib: ["es2023", "dom", "dom.asynciterable"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    };
    const config = { compilerOptions, files: ["program.ts"] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    const compiler = join("node_modules", `typescript-${version}`, "bin/tsc");
    const { code, output } = await runProgram(process.execPath, [compiler], { cwd: folder });
    const errors = output.split("\n").filter((line) => line.includes("error TS"));
    if (code !== 0 && errors.length === 0) throw new Error(output);
    return { where: `TypeScript ${version}, ${moduleResolution}`, errors };
  };
  return {
    install: (version) => add(PACKAGES.map((name) => `@chatkit-contract/${name}@${version}`)),
    compile: async (program) => {
      await writeFile(join(folder, "program.ts"), program);
      const compiled: Compiled[] = [];
      for (const version of COMPILERS) {
        for (const resolution of RESOLUTIONS) compiled.push(await compileOn(version, resolution));
      }
      return compiled;
    },
    run: async (program) => {
      const file = join(folder, "run.ts");
      await writeFile(file, program);
      const printed = await runToEnd(process.execPath, [file], { cwd: folder });
      await rm(file);
      return printed;
    },
    read: (name, path) =>
      readFile(join(folder, "node_modules/@chatkit-contract", name, path), "utf8"),
  };
}
