import { readFile, writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { runRedocly } from "@chatkit-contract/openapi/redocly";
import { operations } from "@chatkit-contract/types/operations";

/**
 * What can list a page of threads, ours first. Each is a small file in `apps/`, written as its user would write it, which
 * is bundled, type-checked and run alike.
 */
export const NAMES = [
  "client",
  "openai",
  "redocly",
  "openapi-fetch",
  "ky",
  "ofetch",
  "fetch",
] as const;
export type Name = (typeof NAMES)[number];

/** What the tables call them. */
export const TITLES: Record<Name, string> = {
  client: "**this client**",
  openai: "openai",
  redocly: "Redocly's generated",
  "openapi-fetch": "openapi-fetch",
  ky: "ky",
  ofetch: "ofetch",
  fetch: "raw fetch",
};

/** Lists the ids of one page. */
export type ListPage = (limit: number, user: string) => Promise<string[]>;

/** The file of an app. */
export function appFile(name: Name): string {
  return join(import.meta.dirname, "apps", `${name}.ts`);
}

/** Redocly's client, once it is made. */
export const REDOCLY_CLIENT: string = join(import.meta.dirname, "apps/redocly.gen.ts");

/** Runs an app against a server. */
export async function connect(name: Name, baseUrl: string): Promise<ListPage> {
  const app = (await import(appFile(name))) as { connect(baseUrl: string): ListPage };
  return app.connect(baseUrl);
}

/** Makes Redocly's client of the same contract, told of its paging, beside the app that imports it. */
export async function generateRedocly(): Promise<void> {
  const { pagination } = operations["threads.list"];
  if (!pagination) {
    throw new Error("the contract does not say how threads are paged");
  }
  const { after, limit, last_id, has_more, items } = pagination;
  const config = {
    client: {
      pagination: {
        style: "cursor",
        cursorParam: after,
        limitParam: limit,
        nextCursor: `/${last_id}`,
        hasMore: `/${has_more}`,
        items: `/${items}`,
      },
    },
  };
  const folder = await mkdtemp(join(tmpdir(), "redocly-"));
  try {
    const output = join(folder, "client.ts");
    await writeFile(join(folder, "redocly.yaml"), JSON.stringify(config));
    const contract = fileURLToPath(import.meta.resolve("@chatkit-contract/types/openapi.json"));
    const { code, stderr } = await runRedocly(
      ["generate-client", contract, "--output", output, "--import-ext", "ts"],
      { cwd: folder },
    );
    if (code !== 0) {
      throw new Error(`Redocly's client cannot be generated:\n${stderr}`);
    }
    await writeFile(REDOCLY_CLIENT, await readFile(output));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
