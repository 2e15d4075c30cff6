import { expect, test } from "vitest";

import { type ChatKit } from "../../src/index.ts";
import { sendJson, serve, type SeenRequest } from "../server.ts";
import { KEY, listThreads, ok, PAGE, pageOf, play, problemOf, type Move } from "./play.ts";

const redirect =
  (status: number, location: string): Move =>
  (response) =>
    void response.writeHead(status, { location }).end();

/** A server of another origin, which nobody meant to tell anything. */
async function serveElsewhere(): Promise<{ url: string; origin: string; requests: SeenRequest[] }> {
  const server = await serve((_request, response) => sendJson(response, PAGE));
  return { ...server, origin: new URL(server.url).origin };
}

const calls: [name: string, call: (chatkit: ChatKit) => PromiseLike<unknown>][] = [
  ["a page", (chatkit) => chatkit.threads.list()],
  ["every item", listThreads],
  ["a DELETE", (chatkit) => chatkit.threads.delete("cthr_1")],
  ["a POST", (chatkit) => chatkit.sessions.create({ workflow: { id: "wf_1" }, user: "user_1" })],
];

for (const status of [301, 302, 303, 307, 308]) {
  test.for(calls)(
    `${status} to another origin, for %s: the key does not follow`,
    async ([, call]) => {
      const other = await serveElsewhere();

      const { requests } = await play({ moves: [redirect(status, `${other.url}/anything`)], call });

      expect(requests).toHaveLength(1);
      expect(requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
      expect(other.requests.length).toBeLessThanOrEqual(1);
      expect(JSON.stringify(other.requests)).not.toContain(KEY);
    },
  );
}

test("a redirect to the same host under another port is another origin", async () => {
  const other = await serveElsewhere();

  const { requests } = await play({ moves: [redirect(307, other.url)] });

  expect(new URL(other.url).hostname).toBe(requests[0]?.headers.host?.split(":")[0]);
  expect(JSON.stringify(other.requests)).not.toContain(KEY);
});

test("a redirect away and back again: the key does not come along on the way back", async () => {
  const home: string[] = [];
  const other = await serve((_request, response) => {
    response.writeHead(307, { location: `${home[0]}/back` }).end();
  });
  const goAway: Move = (response, { headers }) => {
    home.push(`http://${headers.host}`);
    response.writeHead(307, { location: other.url }).end();
  };

  const { requests } = await play({ moves: [goAway, ok] });

  expect(requests.map(({ url }) => url)).toEqual([expect.stringContaining("/threads"), "/back"]);
  expect(requests[1]?.headers.authorization).toBeUndefined();
  expect(JSON.stringify(other.requests)).not.toContain(KEY);
});

test("a redirect within the origin: the page, with the key both times", async () => {
  const { answer, requests } = await play({ moves: [redirect(307, "/v2/threads"), ok] });

  expect(answer).toEqual(PAGE);
  expect(requests.map(({ url }) => url.split("?")[0])).toEqual([
    "/v1/chatkit/threads",
    "/v2/threads",
  ]);
  expect(requests.map(({ headers }) => headers.authorization)).toEqual([
    `Bearer ${KEY}`,
    `Bearer ${KEY}`,
  ]);
});

const lost: [when: string, move: Move, requests: number][] = [
  ["in a circle", redirect(307, "/v1/chatkit/threads"), 3 * 21],
  ["to no URL", redirect(307, "http://:0:0/"), 3],
  ["to another protocol", redirect(307, "ftp://127.0.0.1/"), 3],
  ["with a password", redirect(307, "http://user:password@127.0.0.1:9/"), 3],
];

test.for(lost)("a redirect %s: a typed error, never endless", async ([, move, count]) => {
  const ending = await play({ moves: [move] });

  expect(problemOf(ending)).not.toBe("");
  expect(ending.error).toMatchObject({ kind: "connection", attempts: 3 });
  expect(ending.requests).toHaveLength(count);
});

test("a redirect without a place to go to: an ApiError after 1 request", async () => {
  const ending = await play({ moves: [(response) => void response.writeHead(307).end()] });

  expect(problemOf(ending)).toBe("307 without a message");
  expect(ending.requests).toHaveLength(1);
});

test("an absolute URL for a cursor or a next page: nothing is sent there", async () => {
  const other = await serveElsewhere();
  const url = `${other.url}/chatkit/threads?after=b`;
  const lure: Move = (response, request) =>
    request.url.includes("after=")
      ? sendJson(response, pageOf(["c"]))
      : sendJson(
          response,
          pageOf(["a", "b"], { has_more: true, last_id: url, next: url, next_page: url, url }),
          200,
          { link: `<${url}>; rel="next"`, "content-location": url },
        );

  const { answer, requests } = await play({ moves: [lure], call: listThreads });

  expect(answer).toEqual(["a", "b", "c"]);
  expect(requests).toHaveLength(2);
  expect(new URL(requests[1]?.url ?? "", "http://here").searchParams.get("after")).toBe(url);
  expect(other.requests).toEqual([]);
});

test.for(["//127.0.0.1:9/", "http://127.0.0.1:9/", "@127.0.0.1:9", "\\\\127.0.0.1:9"])(
  "the path value %j does not lead to another origin",
  async (value) => {
    const { requests } = await play({
      moves: [(response) => sendJson(response, { id: "cthr_1" })],
      call: (chatkit) => chatkit.threads.retrieve(value),
    });

    expect(requests.map(({ url }) => url)).toEqual([
      `/v1/chatkit/threads/${encodeURIComponent(value)}`,
    ]);
  },
);
