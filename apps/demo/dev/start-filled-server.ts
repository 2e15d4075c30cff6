import { startServer, type ChatKitServer, type StoredRecord } from "@chatkit-contract/server";

/** How many threads are made up: enough to page through, ready in a blink. */
const MADE_UP_THREADS = 300;

/**
 * Starts a server in memory with the data of the demo: a year of lifelike conversations, the same in every run, and
 * before them what the contract's examples tell of, so that an edit of an example can be seen.
 *
 * @param options.apiKey The one key that is let in.
 * @throws {Error} It does not start, or an example cannot be stored.
 */
export async function startFilledServer({ apiKey }: { apiKey: string }): Promise<ChatKitServer> {
  const examples = await readExamples();
  const server = await startServer({ apiKey, threads: MADE_UP_THREADS, control: false });
  try {
    await server.import(examples);
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The seed of a server that is told of no threads is made of the contract's examples. */
async function readExamples(): Promise<StoredRecord[]> {
  const server = await startServer({ control: false });
  try {
    return await Array.fromAsync(server.export());
  } finally {
    await server.close();
  }
}
