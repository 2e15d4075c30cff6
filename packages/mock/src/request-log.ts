import type { RequestListener } from "node:http";

/** Gives `log` a line for every answer. Of the query it shows the names alone: values may identify a user. */
export function logRequest(log: (line: string) => void): RequestListener {
  return ({ method, url = "" }, response) => {
    const startedMs = performance.now();
    const [path, query] = url.split("?", 2);
    const names = [...new URLSearchParams(query).keys()].map(
      (name) => `${encodeURIComponent(name)}=…`,
    );
    const target = names.length === 0 ? path : `${path}?${names.join("&")}`;
    response.once("close", () => {
      const ms = (performance.now() - startedMs).toFixed(1);
      log(`${method} ${target} ${response.statusCode} ${ms} ms`);
    });
  };
}
