import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

/**
 * Makes a folder to be followed in place of the types package's, which is shared: whoever runs a demo on this machine
 * would have its server started anew. `edit` makes a generated file of it change.
 */
export async function makeContractFolder(): Promise<{ folder: string; edit: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "chatkit-demo-contract-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  let edits = 0;
  const edit = async (): Promise<void> => {
    edits += 1;
    await writeFile(join(folder, "openapi.gen.json"), JSON.stringify({ edits }));
  };
  await edit();
  return { folder, edit };
}
