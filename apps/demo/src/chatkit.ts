import { createChatKit, type ChatKit } from "@chatkit-contract/client";

import { API_MOUNT } from "./api-mount.ts";

/** The ChatKit API as the page reaches it: at its own origin, where a proxy puts the real key in place of this one. */
export const chatkit: ChatKit = createChatKit({
  apiKey: "added-by-the-proxy",
  baseUrl: `${location.origin}${API_MOUNT}`,
  // There is no key here to be read.
  dangerouslyAllowBrowser: true,
});
