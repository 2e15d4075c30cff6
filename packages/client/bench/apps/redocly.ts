import { client } from "./redocly.gen.ts";

export function connect(serverUrl: string): (limit: number, user: string) => Promise<string[]> {
  client.configure({ serverUrl, auth: { bearer: "sk-bench" } });
  return async (limit, user) => {
    const page = await client.threads_list({
      query: { limit, user },
      headers: { "OpenAI-Beta": "chatkit_beta=v1" },
    });
    return page.data.map((thread) => thread.id);
  };
}
