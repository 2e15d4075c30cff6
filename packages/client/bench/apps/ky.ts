import ky from "ky";

import type { ThreadList } from "@chatkit-contract/types";

export function connect(baseUrl: string): (limit: number, user: string) => Promise<string[]> {
  const headers = { authorization: "Bearer sk-bench", "openai-beta": "chatkit_beta=v1" };
  const client = ky.create({ prefix: baseUrl, headers });
  return async (limit, user) => {
    const searchParams = { limit, user };
    const page = await client.get("chatkit/threads", { searchParams }).json<ThreadList>();
    return page.data.map((thread) => thread.id);
  };
}
