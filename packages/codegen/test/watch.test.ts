import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test, vi } from "vitest";

/** A copy of the book shop with two packages beside it, and the watcher over them. */
async function watchBookShop(): Promise<{
  folder: string;
  edit: (text: string, replacement: string) => Promise<void>;
  output: () => string;
  read: (file: string) => Promise<string>;
  stop: () => Promise<number | null>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "watch-"));
  const contract = join(folder, "contract/book-shop.yaml");
  await mkdir(join(folder, "contract"));
  await cp(join(import.meta.dirname, "fixtures/book-shop.yaml"), contract);
  for (const name of ["types", "client"]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "package.json"), "{}");
  }

  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "../src/main.ts"),
      "watch",
      `types=${join(folder, "types")}`,
      `client=${join(folder, "client")}`,
      "--contract",
      contract,
    ],
    // As pnpm runs a package's script: in the package, for a person who stands elsewhere.
    { cwd: join(folder, "types"), env: { ...process.env, INIT_CWD: folder } },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((done) => child.once("exit", done));
  onTestFinished(() => void child.kill("SIGKILL"));
  await vi.waitFor(() => expect(output).toContain("following"), { timeout: 20_000 });

  return {
    folder,
    edit: async (text, replacement) => {
      const source = await readFile(contract, "utf8");
      expect(source).toContain(text);
      // As many editors save: another file takes the name, so that a watch on the file itself would see no more.
      await writeFile(`${contract}.new`, source.replace(text, replacement));
      await rename(`${contract}.new`, contract);
    },
    output: () => output,
    read: (file) => readFile(join(folder, file), "utf8"),
    stop: async () => {
      child.kill("SIGINT");
      return exited;
    },
  };
}

test("an edit of the contract reaches every package, a fault is shown where it is, and Ctrl-C ends it", async () => {
  const watched = await watchBookShop();

  await watched.edit("operationId: books.burn", "operationId: books.pulp");
  await vi.waitFor(
    async () =>
      expect(await watched.read("client/src/facade.gen.ts")).toContain("  pulp(isbn: string"),
    { timeout: 20_000 },
  );
  expect(await watched.read("types/src/operations.gen.ts")).toContain('"books.pulp"');
  await vi.waitFor(() => expect(watched.output()).toMatch(/contract followed in .* s: \d+ files/));

  await watched.edit("operationId: books.pulp", "operationId: pulp");
  await vi.waitFor(() => expect(watched.output()).toContain("contract not followed"), {
    timeout: 20_000,
  });
  expect(watched.output()).toMatch(
    /^contract\/book-shop\.yaml:\d+:\d+ contract\/operation-id-form: /m,
  );
  expect(await watched.read("client/src/facade.gen.ts")).toContain("  pulp(isbn: string");

  await watched.edit("operationId: pulp", "operationId: books.shred");
  await vi.waitFor(
    async () => expect(await watched.read("client/src/facade.gen.ts")).toContain("  shred("),
    { timeout: 20_000 },
  );
  expect(await watched.stop()).toBe(0);
}, 90_000);

test("what goes wrong beside the contract is reported, and the next edit is followed again", async () => {
  const watched = await watchBookShop();
  const blocked = join(watched.folder, "types/src");
  await writeFile(blocked, "a file where a folder has to be");

  await watched.edit("operationId: books.burn", "operationId: books.pulp");
  await vi.waitFor(() => expect(watched.output()).toContain("contract not followed"), {
    timeout: 20_000,
  });
  expect(watched.output()).toMatch(/EEXIST|ENOTDIR/);

  await rm(blocked);
  await watched.edit("operationId: books.pulp", "operationId: books.shred");
  await vi.waitFor(
    async () => expect(await watched.read("types/src/operations.gen.ts")).toContain("books.shred"),
    { timeout: 20_000 },
  );
  expect(await watched.stop()).toBe(0);
}, 90_000);
