import OpenAI from "openai";

import { createChatKit } from "@chatkit-contract/client";
import type { Thread, ThreadList } from "@chatkit-contract/types";

import { REDOCLY_CLIENT } from "./contestants.ts";

/** Is given every thread, one by one; a promise is waited for. */
export type Visit = (thread: Pick<Thread, "id">) => Promise<void> | void;

/** Lists every thread of a server. */
export type ListAll = (baseUrl: string, limit: number | undefined, visit: Visit) => Promise<void>;

export type ListingName =
  | "fetch"
  | "fetch, both ends"
  | "client"
  | "client, all()"
  | "openai"
  | "redocly";

/** The ways to list every thread, as their users would write them. */
export const LISTINGS: Record<ListingName, ListAll> = {
  /** The loop that one writes by hand. */
  async fetch(baseUrl, limit, visit) {
    let after: string | null = null;
    for (;;) {
      const page = await fetchPage(baseUrl, { limit, after });
      for (const thread of page.data) {
        const work = visit(thread);
        if (work) {
          await work;
        }
      }
      if (!page.has_more) {
        return;
      }
      after = page.last_id;
    }
  },

  /** Two such loops side by side until they meet, and nothing else: what `all()` can come down to. */
  async "fetch, both ends"(baseUrl, limit, visit) {
    const reached = { asc: -Infinity, desc: Infinity };
    const walk = async (order: "asc" | "desc"): Promise<Thread[]> => {
      const threads: Thread[] = [];
      let after: string | null = null;
      for (;;) {
        const page = await fetchPage(baseUrl, { limit, after, order });
        threads.push(...page.data);
        reached[order] = page.data.at(-1)?.created_at ?? Number.NaN;
        if (!page.has_more || reached.asc > reached.desc) {
          return threads;
        }
        after = page.last_id;
      }
    };
    const [newest, oldest] = await Promise.all([walk("desc"), walk("asc")]);
    const threads = new Map(
      [...newest, ...oldest.toReversed()].map((thread) => [thread.id, thread]),
    );
    for (const thread of threads.values()) {
      const work = visit(thread);
      if (work) {
        await work;
      }
    }
  },

  async client(baseUrl, limit, visit) {
    const chatkit = createChatKit({ apiKey: "sk-bench", baseUrl });
    await visitEach(chatkit.threads.list({ limit }), visit);
  },

  async "client, all()"(baseUrl, limit, visit) {
    const chatkit = createChatKit({ apiKey: "sk-bench", baseUrl });
    for (const thread of await chatkit.threads.list({ limit }).all()) {
      const work = visit(thread);
      if (work) {
        await work;
      }
    }
  },

  async openai(baseURL, limit, visit) {
    const client = new OpenAI({ apiKey: "sk-bench", baseURL });
    await visitEach(client.beta.chatkit.threads.list(limit === undefined ? {} : { limit }), visit);
  },

  async redocly(serverUrl, limit, visit) {
    // It is generated when the benchmark runs.
    const { client } = (await import(REDOCLY_CLIENT)) as { client: RedoclyClient };
    client.configure({ serverUrl, auth: { bearer: "sk-bench" } });
    const headers = { "OpenAI-Beta": "chatkit_beta=v1" };
    await visitEach(client.threads_list.items({ query: { limit }, headers }), visit);
  },
};

async function fetchPage(
  baseUrl: string,
  given: { limit: number | undefined; after: string | null; order?: string },
): Promise<ThreadList> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && value !== null) {
      query.set(name, String(value));
    }
  }
  const headers = { authorization: "Bearer sk-bench", "openai-beta": "chatkit_beta=v1" };
  const response = await fetch(`${baseUrl}/chatkit/threads?${query}`, { headers });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  return (await response.json()) as ThreadList;
}

interface RedoclyClient {
  configure(config: object): void;
  threads_list: { items(args: object): AsyncIterable<Thread> };
}

async function visitEach(threads: AsyncIterable<Pick<Thread, "id">>, visit: Visit): Promise<void> {
  for await (const thread of threads) {
    const work = visit(thread);
    if (work) {
      await work;
    }
  }
}
