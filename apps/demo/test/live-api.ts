import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A request as it arrived. */
export interface ReceivedRequest {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What {@link startLiveApi} gives. */
export interface LiveApi {
  baseUrl: string;
  /** What has arrived, in its order. */
  readonly received: ReceivedRequest[];
  close(): Promise<void>;
}

/** Stands for an API that is somebody's: it takes every request, notes it and answers `{}`. */
export async function startLiveApi(): Promise<LiveApi> {
  const received: ReceivedRequest[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: await text(request) });
    response.setHeader("content-type", "application/json");
    response.end("{}");
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/some/where`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
