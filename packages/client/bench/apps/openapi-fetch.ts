import createClient from "openapi-fetch";

import type { paths } from "@chatkit-contract/types";

export function connect(baseUrl: string): (limit: number, user: string) => Promise<string[]> {
  const client = createClient<paths>({ baseUrl, headers: { authorization: "Bearer sk-bench" } });
  return async (limit, user) => {
    const { data } = await client.GET("/chatkit/threads", {
      params: { query: { limit, user }, header: { "OpenAI-Beta": "chatkit_beta=v1" } },
    });
    if (!data) {
      throw new Error("no answer");
    }
    return data.data.map((thread) => thread.id);
  };
}
