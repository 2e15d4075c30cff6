import createClient, { type Client } from "openapi-fetch";

import type { paths } from "@chatkit-contract/types";

import { toBearer } from "../headers.ts";
import { readConnection, type ConnectionOptions } from "../options.ts";

/** What {@link createRawClient} takes: as `createChatKit` does, with the same defaults. */
export interface RawClientOptions extends ConnectionOptions {}

/** openapi-fetch's own client over the contract's paths: wire types, and an error answer is a value, not thrown. */
export type RawClient = Client<paths>;

/**
 * Creates openapi-fetch's own client, typed over the contract's paths, which sends the key. Nothing of `createChatKit`
 * stands around its calls: no retry, no timeout, no paging, no check. Nothing is sent.
 *
 * @throws {TypeError} An option is unknown or malformed, there is no key, or this is a browser.
 * @example
 * const raw = createRawClient({ apiKey: "sk-example" });
 * const { data, error, response } = await raw.POST("/chatkit/sessions/{session_id}/cancel", {
 *   params: { path: { session_id: "cksess_123" }, header: { "OpenAI-Beta": "chatkit_beta=v1" } },
 * });
 */
export function createRawClient(options: RawClientOptions = {}): RawClient {
  const { apiKey, baseUrl, fetch, headers } = readConnection("createRawClient", options);
  return createClient<paths>({
    baseUrl,
    headers,
    fetch: async (request) => {
      const key = typeof apiKey === "function" ? await apiKey() : apiKey;
      request.headers.set("authorization", toBearer(key));
      return (fetch ?? globalThis.fetch)(request);
    },
  });
}
