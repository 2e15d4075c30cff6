import type { ThreadItem, Thread } from "@chatkit-contract/types";

import { importInBatches } from "./data/import-in-batches.ts";
import { createSeed } from "./data/seed.ts";
import type { Store } from "./store/store.ts";

/** What a project holds at the start. */
export interface FillOptions {
  /** How many made-up threads; undefined for the small seed. */
  readonly threads: number | undefined;
  /** What made-up threads derive from. */
  readonly seed: number;
  /** Called as made-up threads are written, with how many have been, in all projects. */
  readonly onProgress: ((threads: number) => void) | undefined;
}

/** Fills projects, one after the other. */
export async function fillProjects(
  store: Store,
  projects: readonly string[],
  { threads, seed, onProgress }: FillOptions,
): Promise<void> {
  let before = 0;
  for (const project of projects) {
    if (threads === undefined) {
      await store.importRecords(project, createSeed());
    } else {
      const records = await makeUp(threads, seed);
      const done = before;
      const written = await importInBatches(store, project, records, {
        onProgress: (counts) => onProgress?.(done + counts.threads),
      });
      before += written.threads;
    }
  }
}

/** The projects that have no threads. */
export async function findEmptyProjects(
  store: Store,
  projects: readonly string[],
): Promise<string[]> {
  const pages = await Promise.all(
    projects.map((project) => store.listThreads(project, { limit: 1 })),
  );
  return projects.filter((_project, index) => {
    const page = pages[index];
    return page?.unknownCursor === undefined && page?.items.length === 0;
  });
}

async function makeUp(count: number, seed: number): Promise<Iterable<Thread | ThreadItem>> {
  if (count === 0) {
    return [];
  }
  // Most servers have the seed, and do not wait for what makes threads up.
  const { generateThreads } = await import("./data/generate-threads.ts");
  return generateThreads({ count, seed });
}
