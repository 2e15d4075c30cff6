import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { readChangelog } from "../src/changelog.ts";
import { makeScratchFolder } from "./build.ts";

const TYPES = `# @chatkit-contract/types

## 1.0.0

### Major Changes

- 1a2b3c4: Threads have no title any more. <!-- contract: made -->

  **GET /chatkit/threads**

  - \`Thread.title\` is gone. _major: callers read it_

<!-- contract: end -->

### Minor Changes

- 7c7c7c7: Fewer imports.

## 0.10.0

### Patch Changes

- 9f8e7d6: Validators name the field.
`;
const CLIENT = `# @chatkit-contract/client

## 1.0.0

### Patch Changes

- 1a2b3c4: Threads have no title any more. <!-- contract: made -->

  **GET /chatkit/threads**

  - \`Thread.title\` is gone. _major: callers read it_

<!-- contract: end -->

- 5e6f7a8: Retries wait as long as they are told.
- Updated dependencies [1a2b3c4]
  - @chatkit-contract/types@1.0.0
`;

test("before there is a changelog, the releases are named", async () => {
  const root = await makeRepository({ "openapi/released/0.1.0/release.json": "{}" });

  expect(await readChangelog(root)).toBe("### 0.1.0\n\nThe first release of the contract.");
});

test("the versions come newest first, and what several packages say is said once", async () => {
  const root = await makeRepository({
    "openapi/released/0.9.0/release.json": "{}",
    "openapi/released/0.2.0/release.json": "{}",
    "openapi/released/README.md": "",
    "packages/types/CHANGELOG.md": TYPES,
    "packages/client/CHANGELOG.md": CLIENT,
    "packages/mock/package.json": "{}",
  });

  expect(await readChangelog(root)).toBe(`### 1.0.0

- Threads have no title any more.

  **GET /chatkit/threads**

  - \`Thread.title\` is gone. _major: callers read it_

- Fewer imports.

- Retries wait as long as they are told.

### 0.10.0

- Validators name the field.

### 0.9.0

No changelog was kept of this version.

### 0.2.0

The first release of the contract.`);
});

test("what is pending comes first, the heaviest first, without the marks of tools", async () => {
  const root = await makeRepository({
    "openapi/released/0.1.0/release.json": "{}",
    ".changeset/README.md": "# Changesets",
    ".changeset/able-ants.md": changeset("patch", "The mock starts faster."),
    ".changeset/contract.md": changeset(
      "minor",
      "Threads can be archived. <!-- contract: made -->\n\n**POST /archive**\n\n<!-- contract: end -->",
    ),
  });

  expect(await readChangelog(root)).toBe(`### Not released yet

Threads can be archived.

**POST /archive**

The mock starts faster.

### 0.1.0

The first release of the contract.`);
});

function changeset(weight: string, words: string): string {
  return `---\n"@chatkit-contract/types": ${weight}\n"@chatkit-contract/client": ${weight}\n---\n\n${words}\n`;
}

async function makeRepository(files: Record<string, string>): Promise<string> {
  const root = await makeScratchFolder();
  await mkdir(join(root, ".changeset"));
  await mkdir(join(root, "packages"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}
