import { operations } from "@chatkit-contract/types/operations";

import { API_MOUNT } from "../src/api-mount.ts";

const { path, headers } = operations["threads.list"];

/** Where the contract has the listing of threads, below any base URL. */
export const LISTING_PATH = path;

/** Asks a demo for the listing of threads as the page would, or whatever else another method means there. */
export async function fetchThreads(
  demoUrl: string,
  {
    method = "GET",
    query = "",
    authorization,
  }: { method?: string; query?: string; authorization?: string } = {},
): Promise<Response> {
  return fetch(new URL(`${API_MOUNT}${path}${query}`, demoUrl), {
    method,
    headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
  });
}
