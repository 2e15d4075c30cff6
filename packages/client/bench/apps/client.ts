import { createChatKit } from "@chatkit-contract/client";

export function connect(baseUrl: string): (limit: number, user: string) => Promise<string[]> {
  const chatkit = createChatKit({ apiKey: "sk-bench", baseUrl });
  return async (limit, user) => {
    const page = await chatkit.threads.list({ limit, user });
    return page.data.map((thread) => thread.id);
  };
}
