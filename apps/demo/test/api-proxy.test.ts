import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request as sendRequest, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { validate } from "@chatkit-contract/types/validators/closed-answers/ErrorEnvelope";
import { operations } from "@chatkit-contract/types/operations";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { startDemo, type DemoOptions } from "../dev/start-demo.ts";
import { API_MOUNT } from "../src/api-mount.ts";
import { PROXY_PROBLEMS, PROXY_STATUS } from "../src/proxy-status.ts";
import { makeContractFolder } from "./contract-folder.ts";
import { startLiveApi, type LiveApi } from "./live-api.ts";
import { fetchThreads, LISTING_PATH } from "./thread-listing.ts";

const KEY = "sk-of-the-live-api";
const THREAD = `${API_MOUNT}${operations["threads.delete"].path.replace("{thread_id}", "cthr_abc123")}`;

let cacheDir: string;

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "chatkit-demo-proxy-"));
});
// Vite prepares on for a moment after it was closed.
afterAll(() => rm(cacheDir, { recursive: true, maxRetries: 10 }));

test("puts the key in place of the browser's, and the base URL in place of its own mount", async () => {
  const { live, url } = await startOnLiveApi();

  await fetchThreads(url, { query: "?limit=2", authorization: "Bearer added-by-the-proxy" });

  const [{ method, url: target, headers }, ...others] = live.received as [
    LiveApi["received"][number],
  ];
  expect(others).toEqual([]);
  expect([method, target]).toEqual(["GET", `/some/where${LISTING_PATH}?limit=2`]);
  expect(headers.authorization).toBe(`Bearer ${KEY}`);
  expect(headers.host).toBe(new URL(live.baseUrl).host);
});

test("says in the API's own form that the backend does not answer", async () => {
  const { live, url } = await startOnLiveApi();
  await live.close();

  const answer = await fetchThreads(url);

  expect(answer.status).toBe(503);
  expect(answer.headers.get(PROXY_STATUS)).toBe(PROXY_PROBLEMS.unreachable);
  expect(await answer.json()).toEqual({
    error: {
      message: "The backend did not answer (ECONNREFUSED).",
      type: "server_error",
      param: null,
      code: null,
    },
  });
});

test.each(["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])(
  "keeps %s from a live API, and names the flag that lets it through",
  async (method) => {
    const { live, url } = await startOnLiveApi();

    const answer = await send(url, { method, path: THREAD });

    expect(answer.status).toBe(403);
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.headers[PROXY_STATUS]).toBe(PROXY_PROBLEMS.refused);
    expect(validate(answer.body)).toBe(true);
    expect(answer.body).toMatchObject({
      error: { message: expect.stringMatching(`^${method} .*--allow-writes`) },
    });
    expect(live.received).toEqual([]);
  },
);

test.each([
  `/${THREAD}`,
  `/.${THREAD}`,
  `/x/..${THREAD}`,
  `${API_MOUNT}//..${THREAD}`,
  `/%76${THREAD.slice(2)}`,
  `${API_MOUNT}?${THREAD}`,
  `http://127.0.0.1${THREAD}`,
  `http://api.example${THREAD}`,
])("keeps DELETE from a live API however it is addressed: %s", async (path) => {
  const { live, url } = await startOnLiveApi();

  await send(url, { method: "DELETE", path });

  expect(live.received).toEqual([]);
});

test("lets through to a live API what changes nothing", async () => {
  const { live, url } = await startOnLiveApi();

  const statuses = [];
  for (const method of ["GET", "HEAD"]) {
    statuses.push((await send(url, { method, path: THREAD })).status);
  }

  expect(statuses).toEqual([200, 200]);
  expect(live.received.map(({ method }) => method)).toEqual(["GET", "HEAD"]);
  // Vite answers it for the backend.
  expect((await send(url, { method: "OPTIONS", path: THREAD })).status).toBe(204);
});

test("lets everything through to a live API once it may", async () => {
  const { live, url } = await startOnLiveApi({ allowWrites: true });

  const deleted = await send(url, { method: "DELETE", path: THREAD });
  const created = await fetch(new URL(`${API_MOUNT}${operations["sessions.create"].path}`, url), {
    method: "POST",
    body: '{"user":"user_1"}',
  });

  expect([deleted.status, created.status]).toEqual([200, 200]);
  expect(live.received.map(({ method, body }) => [method, body])).toEqual([
    ["DELETE", ""],
    ["POST", '{"user":"user_1"}'],
  ]);
});

test("lets everything through to its own server, which remembers it", async () => {
  const { folder } = await makeContractFolder();
  const url = await start({ contractFolder: folder });
  const { method, headers } = operations["threads.delete"];

  const statuses = [];
  for (let call = 0; call < 2; call += 1) {
    statuses.push((await fetch(new URL(THREAD, url), { method, headers: headers ?? {} })).status);
  }

  expect(statuses).toEqual([200, 404]);
});

test.each(["cross-site", "same-site"])(
  "sends nothing for a page of another origin: %s",
  async (site) => {
    const { live, url } = await startOnLiveApi({ allowWrites: true });

    const answer = await send(url, {
      method: "GET",
      path: THREAD,
      headers: { "sec-fetch-site": site },
    });

    expect(answer.status).toBe(403);
    expect(validate(answer.body)).toBe(true);
    expect(live.received).toEqual([]);
  },
);

async function startOnLiveApi(
  options: Pick<DemoOptions, "allowWrites"> = {},
): Promise<{ live: LiveApi; url: string }> {
  const live = await startLiveApi();
  onTestFinished(() => live.close());
  const backend = { baseUrl: live.baseUrl, apiKey: KEY };
  return { live, url: await start({ ...options, backend }) };
}

async function start(options: DemoOptions): Promise<string> {
  const demo = await startDemo({ ...options, port: 0, cacheDir });
  onTestFinished(() => demo.close());
  return demo.url;
}

/** Sends a request as it is written: `fetch` refuses some methods, and tidies paths. */
async function send(
  url: string,
  {
    method,
    path,
    headers = {},
  }: { method: string; path: string; headers?: Record<string, string> },
) {
  const { hostname, port } = new URL(url);
  const request = sendRequest({ hostname, port, method, path, headers, agent: false }).end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const { statusCode: status, headers: answered } = response;
  const words = await text(response);
  const isJson = answered["content-type"] === "application/json" && words !== "";
  return { status, headers: answered, body: isJson ? (JSON.parse(words) as unknown) : words };
}
