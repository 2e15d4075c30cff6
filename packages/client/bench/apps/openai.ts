import OpenAI from "openai";

export function connect(baseURL: string): (limit: number, user: string) => Promise<string[]> {
  const { threads } = new OpenAI({ apiKey: "sk-bench", baseURL }).beta.chatkit;
  return async (limit, user) => {
    const page = await threads.list({ limit, user });
    return page.data.map((thread) => thread.id);
  };
}
