import OpenAI from "openai";

import { createChatKit } from "@chatkit-contract/client";
import type { Thread, ThreadList } from "@chatkit-contract/types";

import { REDOCLY_CLIENT } from "./contestants.ts";

/** Is given every thread, one by one; a promise is waited for. */
export type Visit = (thread: Pick<Thread, "id">) => Promise<void> | void;

/** Lists every thread of a server. */
export type ListAll = (baseUrl: string, limit: number | undefined, visit: Visit) => Promise<void>;

export type ListingName = "fetch" | "client" | "client, all()" | "openai" | "redocly";

/** The ways to list every thread, as their users would write them. */
export const LISTINGS: Record<ListingName, ListAll> = {
  /** The loop that one writes by hand. */
  async fetch(baseUrl, limit, visit) {
    const headers = { authorization: "Bearer sk-bench", "openai-beta": "chatkit_beta=v1" };
    let after: string | null = null;
    for (;;) {
      const query = new URLSearchParams();
      if (limit !== undefined) {
        query.set("limit", String(limit));
      }
      if (after !== null) {
        query.set("after", after);
      }
      const response = await fetch(`${baseUrl}/chatkit/threads?${query}`, { headers });
      if (!response.ok) {
        throw new Error(`status ${response.status}`);
      }
      const page = (await response.json()) as ThreadList;
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
