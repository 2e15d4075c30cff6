import type { ThreadList } from "@chatkit-contract/types";

export function connect(baseUrl: string): (limit: number, user: string) => Promise<string[]> {
  const headers = { authorization: "Bearer sk-bench", "openai-beta": "chatkit_beta=v1" };
  return async (limit, user) => {
    const query = new URLSearchParams({ limit: String(limit), user });
    const response = await fetch(`${baseUrl}/chatkit/threads?${query}`, { headers });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    const page = (await response.json()) as ThreadList;
    return page.data.map((thread) => thread.id);
  };
}
