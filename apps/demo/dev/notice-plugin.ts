import type { Plugin } from "vite";

import { writeNotice, type BackendNotice } from "../src/backend-notice.ts";

/** Puts into the page what it is told of the backend. */
export function createNoticePlugin(notice: BackendNotice): Plugin {
  return {
    name: "thread-console:backend-notice",
    transformIndexHtml: () =>
      Object.entries(writeNotice(notice)).map(([name, content]) => ({
        tag: "meta",
        attrs: { name, content },
      })),
  };
}
