import { mkdtemp, rm, writeFile, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { renderNotes } from "../src/release-notes.ts";

const CHANGELOGS = {
  client: `# client

## 1.1.0

### Minor Changes

- The contract grew.

  What to do: nothing.

### Patch Changes

- The client is faster.
- Updated dependencies
  - types@1.1.0

## 1.0.0

### Major Changes

- Long ago.
`,
  types: `# types

## 1.1.0

### Minor Changes

- The contract grew.

  What to do: nothing.
`,
};

test("notes say once what several packages say, and of the rest who says it", async () => {
  const carriers = await carriersOf(CHANGELOGS);

  const notes = await renderNotes("1.1.0", carriers);

  expect(notes).toBe(`## Minor Changes

- The contract grew.

  What to do: nothing.

## Patch Changes

- The client is faster.

  _client_

Packages: \`client@1.1.0 types@1.1.0\`
`);
});

test("notes of a version that a changelog does not know are no notes", async () => {
  const carriers = await carriersOf(CHANGELOGS);

  await expect(renderNotes("1.0.0", carriers)).rejects.toThrow("no ## 1.0.0 in a CHANGELOG.md");
});

test("a first release, which nothing led to, is called that", async () => {
  const [carrier] = await carriersOf({ client: "" });
  await rm(join(carrier!.folder, "CHANGELOG.md"));

  const notes = await renderNotes("1.1.0", [carrier!]);

  expect(notes).toBe("The first release.\n\nPackages: `client@1.1.0`\n");
});

async function carriersOf(changelogs: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), "notes-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return Promise.all(
    Object.entries(changelogs).map(async ([name, text]) => {
      const folder = join(root, name);
      await mkdir(folder);
      await writeFile(join(folder, "CHANGELOG.md"), text);
      return { name, version: "1.1.0", folder };
    }),
  );
}
