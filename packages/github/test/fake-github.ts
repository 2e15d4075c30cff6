import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

/** An issue or a comment, as far as the commands read and write it. */
export interface Post {
  id: number;
  number: number;
  body: string;
  title?: string;
  state?: string;
  labels?: string[];
  user?: { type: string };
}

/** A pull request, as far as the commands read and write it. */
export interface PullRequest {
  number: number;
  head: { ref: string; sha: string; label: string };
  base: { ref: string };
  title?: string;
  body?: string;
  state: string;
}

/** The part of GitHub that the commands use, with what it holds and what was changed in it. */
export interface FakeGitHub {
  env: Record<string, string>;
  issues: Post[];
  /** By the number of their issue. */
  comments: Record<number, Post[]>;
  pulls: PullRequest[];
  releases: Record<string, unknown>[];
  /** What was changed, in order: `POST /issues`. */
  writes: string[];
  /** Every body of a change that was sent, in order. */
  sent: Record<string, unknown>[];
}

const PER_PAGE = 100;

/** Starts a GitHub of its own. It knows one repository and one token. */
export async function startFakeGitHub(): Promise<FakeGitHub> {
  const github: FakeGitHub = {
    env: {},
    issues: [],
    comments: {},
    pulls: [],
    releases: [],
    writes: [],
    sent: [],
  };
  const server = createServer((request, response) => void reply(github, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  github.env = {
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: "owner/house",
    GITHUB_TOKEN: "a-token",
    GITHUB_RUN_ID: "77",
  };
  return github;
}

async function reply(
  github: FakeGitHub,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [status, value, next] = await answer(github, request);
  response.writeHead(status, {
    "content-type": "application/json",
    ...(next && { link: `<${github.env["GITHUB_API_URL"]}${next}>; rel="next"` }),
  });
  response.end(status === 204 ? undefined : JSON.stringify(value));
}

type Answer = [status: number, value: unknown, next?: string | undefined];

async function answer(github: FakeGitHub, request: IncomingMessage): Promise<Answer> {
  if (request.headers.authorization !== "token a-token")
    return [401, { message: "Bad credentials" }];
  const url = new URL(request.url ?? "", "http://fake");
  const path = url.pathname.replace(/^\/repos\/owner\/house/, "");
  const body = await readJson(request);
  const call = `${request.method} ${path}`;
  if (request.method !== "GET") {
    github.writes.push(call);
    github.sent.push(body);
  }
  const page = (all: unknown[]): Answer => {
    const number = Number(url.searchParams.get("page") ?? 1);
    const end = number * PER_PAGE;
    url.searchParams.set("page", String(number + 1));
    const next = end < all.length ? `${url.pathname}${url.search}` : undefined;
    return [200, all.slice(end - PER_PAGE, end), next];
  };
  const [, number = "", id = ""] = /^\/[a-z]+\/(\d+|comments\/(\d+))/.exec(path) ?? [];
  switch (call.replaceAll(/\d+/g, "N")) {
    case "GET /issues":
      return page(
        github.issues.filter(
          ({ state, labels }) =>
            state === url.searchParams.get("state") &&
            labels?.includes(url.searchParams.get("labels") ?? ""),
        ),
      );
    case "POST /issues": {
      // What a request brings has the fields of a post, or the test that reads them fails.
      const issue = { id: 900, number: 90, state: "open", ...body } as unknown as Post;
      github.issues.push(issue);
      return [201, issue];
    }
    case "PATCH /issues/N":
      return [
        200,
        Object.assign(
          github.issues.find((each) => each.number === Number(number))!,
          body,
        ),
      ];
    case "GET /issues/N/comments":
      return page(github.comments[Number(number)] ?? []);
    case "POST /issues/N/comments": {
      // As with an issue.
      const comment = { id: 800, number: 0, user: { type: "Bot" }, ...body } as unknown as Post;
      (github.comments[Number(number)] ??= []).push(comment);
      return [201, comment];
    }
    case "PATCH /issues/comments/N": {
      const all = Object.values(github.comments).flat();
      return [
        200,
        Object.assign(
          all.find((each) => each.id === Number(id))!,
          body,
        ),
      ];
    }
    case "GET /pulls":
      return page(
        github.pulls.filter(
          ({ state, head, base }) =>
            state === url.searchParams.get("state") &&
            head.label === url.searchParams.get("head") &&
            [null, base.ref].includes(url.searchParams.get("base")),
        ),
      );
    case "POST /pulls": {
      const { head, base, ...rest } = body as Record<string, string>;
      const pull: PullRequest = {
        number: 5,
        state: "open",
        head: { ref: head!, sha: "", label: `owner:${head}` },
        base: { ref: base! },
        ...rest,
      };
      github.pulls.push(pull);
      return [201, pull];
    }
    case "PATCH /pulls/N":
      return [
        200,
        Object.assign(
          github.pulls.find((each) => each.number === Number(number))!,
          body,
        ),
      ];
    case "POST /actions/workflows/ci.yml/dispatches":
      return [204, undefined];
    case "POST /releases": {
      const release = { html_url: "https://fake/release", ...body };
      github.releases.push(release);
      return [201, release];
    }
    default: {
      const tag = /^\/releases\/tags\/(.*)$/.exec(path)?.[1];
      const found = github.releases.find((each) => each["tag_name"] === tag);
      return tag !== undefined && found ? [200, found] : [404, { message: "Not Found" }];
    }
  }
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = (await request.toArray()).join("");
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
