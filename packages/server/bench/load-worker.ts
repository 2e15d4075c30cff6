import { connect } from "node:net";

import { REQUEST_HEADERS } from "./program.ts";

// Sends requests for its parent, in a process of its own: what that costs must not count as the server's. Plain sockets,
// since an HTTP client would be slower than the fastest of the servers, and measure itself.

/** What the parent asks for: as many requests as this to a URL, so many of them at once. */
export interface Load {
  readonly url: string;
  readonly requests: number;
  readonly atOnce: number;
  /** How long each answer's body is. */
  readonly bytes: number;
}

process.on("message", (load: Load) => {
  void run(load).then((seconds) => process.send?.(seconds));
});
process.on("disconnect", () => process.exit());

async function run(load: Load): Promise<number> {
  let left = load.requests;
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: load.atOnce }, () => ask(load, () => left-- > 0)));
  return (performance.now() - startedMs) / 1000;
}

/** Where the status stands in an answer, and what a success begins with. */
const STATUS_AT = "HTTP/1.1 ".length;
const SUCCESS = "2".codePointAt(0);

/** One connection, on which a request goes out as soon as the answer to the one before is there. */
async function ask({ url, bytes }: Load, takesOne: () => boolean): Promise<void> {
  const { host, hostname, port, pathname, search } = new URL(url);
  const headers = Object.entries({ host, ...REQUEST_HEADERS });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const request = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines}\r\n`);

  const socket = connect(Number(port), hostname);
  socket.setNoDelay();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  /** How long a whole answer is, once one has been read. */
  let whole = Number.NaN;
  /** What there is of an answer that is not whole. */
  let received = Buffer.alloc(0);
  const next = (): void => {
    if (takesOne()) {
      socket.write(request);
    } else {
      socket.end();
      resolve();
    }
  };
  socket.on("data", (chunk: Buffer) => {
    // Most answers come at once and are as long as the one before: then the status is all that has to be read.
    if (chunk.length === whole && received.length === 0 && chunk[STATUS_AT] === SUCCESS) {
      next();
      return;
    }
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf("\r\n\r\n");
    if (end === -1) {
      return;
    }
    const head = received.toString("latin1", 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    if (!head.startsWith("HTTP/1.1 200") || length !== bytes) {
      reject(new Error(`${url} answers\n${head}`));
      socket.destroy();
    } else if (received.length === end + 4 + length) {
      whole = received.length;
      received = Buffer.alloc(0);
      next();
    }
  });
  socket.once("connect", next);
  socket.once("error", reject);
  socket.once("close", () => reject(new Error(`${url} hangs up`)));
  return promise;
}
