import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { findPublished, packPackage } from "@chatkit-contract/package-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

// Somebody who has an empty folder, npm and the README: nothing of the workspace is in reach but what is packed.

const README = join(import.meta.dirname, "../README.md");
const COMPILERS = ["5.9.3", "6.0.3", "7.0.2"];

let folder: string;
/** The tarball of each published package by its name. */
let tarballs: Map<string, string>;
/** What a subpath may need that its package does not bring. */
let peers: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "user-"));
  const published = findPublished();
  peers = published.flatMap(({ manifest }) =>
    Object.entries(manifest.peerDependencies ?? {}).map(([name, range]) => `'${name}@${range}'`),
  );
  const packed = published.map(async ({ folder: source, manifest }) => {
    const tarball = await packPackage(source, folder);
    return [manifest.name, tarball] as const;
  });
  tarballs = new Map(await Promise.all(packed));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command in a folder outside the workspace. */
async function run(place: string, command: string): Promise<string> {
  // What the workspace's own run has set is not the user's.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|VITEST|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$)/.test(name),
    ),
  );
  env["NO_COLOR"] = "1";
  return promisify(execFile)("sh", ["-ec", command], { cwd: place, env, maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => stdout,
    (error: { message: string; stdout: string }) => {
      throw new Error(`${error.message}\n${error.stdout}`);
    },
  );
}

/** A command with the tarballs in place of the published names, what they depend on included. */
function withTarballs(command: string): string {
  const names = [...tarballs.keys()];
  if (!names.some((name) => command.includes(name))) {
    return command;
  }
  return command
    .split(" ")
    .map((word) => tarballs.get(word) ?? word)
    .concat(tarballs.get("@chatkit-contract/types") ?? "")
    .join(" ");
}

test("the README alone leads from an empty folder to a typed page in one's own test", async () => {
  const place = join(folder, "first");
  await mkdir(place);
  const [, section = ""] =
    /^## Test against the mock\n([^]*?)\n## /m.exec(await readFile(README, "utf8")) ?? [];
  const [install, check] = [...section.matchAll(/```sh\n([^]*?)\n```/g)].map(([, text]) => text!);
  const [, file, code] = /`([\w.]+)`:\n\n```ts\n([^]*?)\n```/.exec(section)!;
  const started = performance.now();

  for (const command of install!.split("\n")) {
    await run(place, withTarballs(command));
  }
  await writeFile(join(place, file!), `${code}\n`);
  let output = "";
  for (const command of check!.split("\n")) {
    output += await run(place, command);
  }

  console.info(
    `The first five minutes took ${((performance.now() - started) / 1000).toFixed(1)} s.`,
  );
  expect(output).toMatch(/Tests +1 passed/);
  // The page is typed: what is no field of it does not compile.
  await writeFile(join(place, file!), `${code!.replace("thread.title", "thread.titel")}\n`);
  await expect(run(place, "npx tsc --noEmit")).rejects.toThrow(/titel/);
});

describe("everything published compiles, its declarations included", () => {
  let place: string;
  beforeAll(async () => {
    place = join(folder, "consumer");
    await mkdir(place);
    await writeFile(join(place, "package.json"), '{ "type": "module", "private": true }');
    const compilers = COMPILERS.map((version) => `typescript-${version}@npm:typescript@${version}`);
    const packages = [...compilers, ...peers, ...tarballs.values()].join(" ");
    await run(place, `npm install --no-audit --no-fund ${packages}`);
    await writeFile(join(place, "consumer.ts"), await importEverything(place));
  }, 300_000);
  afterEach(() => rm(join(place, "misuse.ts"), { force: true }));

  test.for(COMPILERS)("on TypeScript %s", async (version) => {
    const compile = `node node_modules/typescript-${version}/bin/tsc`;

    for (const moduleResolution of ["nodenext", "bundler"]) {
      const compilerOptions = {
        module: moduleResolution === "bundler" ? "esnext" : "nodenext",
        moduleResolution,
        target: "es2023",
        lib: ["es2023", "dom"],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        resolveJsonModule: true,
        skipLibCheck: false,
        noEmit: true,
      };
      await writeFile(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions }));
      await run(place, compile);
    }

    // What does not compile has to show.
    await writeFile(
      join(place, "misuse.ts"),
      'import { createChatKit } from "@chatkit-contract/client";\ncreateChatKit({ apiKey: 1 });\n',
    );
    await expect(run(place, compile)).rejects.toThrow(/misuse\.ts.*apiKey|misuse\.ts.*number/);
  });
});

/** A file that imports every subpath of everything that is installed, and uses the client. */
async function importEverything(place: string): Promise<string> {
  const lines = [
    'import { createChatKit, UNKNOWN } from "@chatkit-contract/client";',
    'const chatkit = createChatKit({ apiKey: "sk-example" });',
    "const page = await chatkit.threads.list({ limit: 20 });",
    "export const titles: (string | null)[] = page.data.map((thread) => thread.title);",
    "for await (const thread of chatkit.threads.list()) {",
    "  if (thread.status.type === UNKNOWN) console.log(thread.status.raw);",
    '  if (thread.status.type === "locked") console.log(thread.status.reason);',
    "}",
  ];
  for (const name of tarballs.keys()) {
    const path = join(place, "node_modules", name, "package.json");
    const { exports } = JSON.parse(await readFile(path, "utf8")) as { exports: object };
    for (const subpath of Object.keys(exports)) {
      const specifier = JSON.stringify(join(name, subpath.replace("*", "answers/ThreadList")));
      const attributes = specifier.includes(".json") ? ' with { type: "json" }' : "";
      const alias = `all${lines.length}`;
      lines.push(
        attributes === ""
          ? `export * as ${alias} from ${specifier};`
          : `import ${alias} from ${specifier}${attributes};\nconsole.log(${alias});`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}
