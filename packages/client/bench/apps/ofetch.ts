import { ofetch } from "ofetch";

import type { ThreadList } from "@chatkit-contract/types";

export function connect(baseURL: string): (limit: number, user: string) => Promise<string[]> {
  const headers = { authorization: "Bearer sk-bench", "openai-beta": "chatkit_beta=v1" };
  const client = ofetch.create({ baseURL, headers });
  return async (limit, user) => {
    const page = await client<ThreadList>("/chatkit/threads", { query: { limit, user } });
    return page.data.map((thread) => thread.id);
  };
}
