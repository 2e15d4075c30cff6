import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { appFile, generateRedocly, NAMES, type Name } from "./contestants.ts";
import { asRows, formatTable } from "./table.ts";

const FLAGS =
  "--ignoreConfig --noEmit --skipLibCheck --strict --target es2023 --lib es2023,dom,dom.iterable " +
  "--module nodenext --allowImportingTsExtensions --extendedDiagnostics";

/** How many types the compiler instantiates to check each app, on the packages as they are published. */
export async function measureTypes(): Promise<Record<Name, number>> {
  const counts = {} as Record<Name, number>;
  for (const name of NAMES) {
    process.stderr.write(`types of ${name}\n`);
    counts[name] = await countInstantiations(appFile(name));
  }
  return counts;
}

async function countInstantiations(file: string): Promise<number> {
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const tsc = join(dirname(manifest), "bin/tsc");
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [tsc, ...FLAGS.split(" "), file], (error, stdout) =>
      error ? reject(new Error(`${file} does not compile:\n${stdout}`)) : resolve(stdout),
    );
  });
  const [, count] = /^Instantiations: +(\d+)$/m.exec(output) ?? [];
  if (count === undefined) {
    throw new Error(`the compiler does not count instantiations:\n${output}`);
  }
  return Number(count);
}

if (import.meta.main) {
  await generateRedocly();
  console.log(
    formatTable([
      ["app", "instantiations"],
      ...asRows(await measureTypes(), (count) => [String(count)]),
    ]),
  );
}
