import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What is measured side by side, each in a process of its own. */
export const NAMES = ["bare", "stub", "sqlite", "prism"] as const;
export type Name = (typeof NAMES)[number];

/** What the tables call them. */
export const TITLES: Readonly<Record<Name, string>> = {
  bare: "bare node:http, the same bytes",
  stub: "**this server**, with a store that knows one page",
  sqlite: "**this server**, SQLite in memory",
  prism: "Prism",
};

/** What answers `threads.list` below some path. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** Flags of Node. */
  readonly flags?: readonly string[];
  /** What its base URL ends with. */
  readonly basePath: string;
}

/** The files that programs answer from. */
export interface Answers {
  /** An answer with a page of threads, its headers and its body. */
  readonly page: string;
  /** The contract, with that page as its example. */
  readonly contract: string;
}

/** This server as it is installed, with nothing in its log. */
export function serverProgram(port: number, args: readonly string[] = []): Program {
  const file = join(import.meta.dirname, "../dist/main.js");
  return {
    file,
    args: ["--port", String(port), "--log", "silent", "--no-control", ...args],
    basePath: "/v1",
  };
}

/** Plain Prism as it is installed, with nothing in its log. */
export function prismProgram(port: number, contract: string): Program {
  const manifest = createRequire(import.meta.url).resolve("@stoplight/prism-cli/package.json");
  return {
    file: join(dirname(manifest), "dist/index.js"),
    args: ["mock", contract, "--port", String(port), "--verboseLevel", "silent"],
    basePath: "",
  };
}

/** Each of them, on a port. */
export function programOf(name: Name, port: number, { page, contract }: Answers): Program {
  switch (name) {
    case "bare":
    case "stub":
      return {
        file: join(import.meta.dirname, "contestants", `${name}.ts`),
        args: [String(port), page],
        flags: ["--conditions=@chatkit-contract/source"],
        basePath: "/v1",
      };
    case "sqlite":
      return serverProgram(port, ["--threads", String(THREADS), "--seed", "7"]);
    case "prism":
      return prismProgram(port, contract);
  }
}

/** How many threads the server with a database has. */
const THREADS = 1000;
