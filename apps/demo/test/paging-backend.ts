import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { ThreadList } from "@chatkit-contract/client";
import { operations } from "@chatkit-contract/types/operations";

type Thread = ThreadList["data"][number];

/** What {@link startPagingBackend} gives. */
export interface PagingBackend {
  url: string;
  /** The query of each call, as it came. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A backend that pages through threads, newest first unless `order` says otherwise, two at a time. */
export async function startPagingBackend(threads: Thread[]): Promise<PagingBackend> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://backend.example");
    if (pathname !== operations["threads.list"].path) {
      response.writeHead(404).end();
      return;
    }
    asked.push(searchParams.toString());
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(pageOf(threads, searchParams)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const PAGE_SIZE = 2;

function pageOf(threads: Thread[], query: URLSearchParams): ThreadList {
  const user = query.get("user");
  const sign = query.get("order") === "asc" ? 1 : -1;
  const listing = threads
    .filter((thread) => user === null || thread.user === user)
    .toSorted((a, b) => sign * (a.created_at - b.created_at));
  const start = listing.findIndex(({ id }) => id === query.get("after")) + 1;
  const data = listing.slice(start, start + PAGE_SIZE);
  return {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + PAGE_SIZE < listing.length,
  };
}
