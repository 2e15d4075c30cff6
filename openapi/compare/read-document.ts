import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { bundleContract } from "../redocly.ts";
import { isObject } from "./document.ts";

/** A document that cannot be compared. The message is one line. */
export class UnreadableError extends Error {
  override name = "UnreadableError";
}

/**
 * Reads and bundles an OpenAPI 3 document.
 *
 * @param source A file's path or an http(s) URL, YAML or JSON.
 * @param folders Where to look for a relative path, in turn.
 * @throws {UnreadableError} It is missing, cannot be reached, or is no OpenAPI 3 document.
 */
export async function readDocument(source: string, folders: readonly string[]): Promise<object> {
  if (/^https?:\/\//.test(source)) return await readUrl(source);
  const file = locate(source, folders);
  if (file === undefined) throw new UnreadableError(`${source}: no such file`);
  return await readFile(file, source);
}

/** The first of the folders' files of this path that exists. */
export function locate(path: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => resolve(folder, path)).find((file) => existsSync(file));
}

async function readFile(file: string, source: string): Promise<object> {
  let document: object;
  try {
    document = await bundleContract(file);
  } catch (error) {
    throw new UnreadableError(`${source}: not an OpenAPI 3 document: ${reasonOf(error)}`);
  }
  const { openapi } = document as { openapi?: unknown };
  if (typeof openapi !== "string" || !openapi.startsWith("3.") || !hasPaths(document)) {
    throw new UnreadableError(`${source}: not an OpenAPI 3 document with paths`);
  }
  return document;
}

async function readUrl(url: string): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), "published-"));
  try {
    const file = join(folder, "openapi.yaml");
    await writeFile(file, await download(url));
    return await readFile(file, url);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const TIMEOUT_MS = 30_000;

async function download(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.ok) return await response.text();
  } catch (error) {
    // What fetch itself throws says no more than "fetch failed".
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new UnreadableError(`${url}: cannot be reached: ${reason}`);
  }
  throw new UnreadableError(`${url}: cannot be read: answered ${response.status}`);
}

/** The line of Redocly's report that says why. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  const reason =
    lines.find((line) => line.startsWith("  - "))?.slice(4) ??
    lines.find((line) => line.startsWith("Can't resolve"));
  return (reason ?? lines[0] ?? "").trim();
}

function hasPaths(document: object): boolean {
  return "paths" in document && isObject(document.paths);
}
