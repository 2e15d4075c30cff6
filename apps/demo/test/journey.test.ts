import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { launchBrowser } from "@chatkit-contract/browser";
import { createChatKit, type ThreadList } from "@chatkit-contract/client";
import { startMock, type Mock } from "@chatkit-contract/mock";
import type { Browser, BrowserContextOptions, Page, Route, Response } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";

import { startDemo, type Demo } from "../dev/start-demo.ts";
import { API_MOUNT } from "../src/api-mount.ts";
import { BACKEND_UNREACHABLE } from "../src/backend-unreachable.ts";
import { makeContractFolder } from "./contract-folder.ts";
import { startPagingBackend, type PagingBackend } from "./paging-backend.ts";
import { fetchThreads, LISTING_PATH } from "./thread-listing.ts";

const KEY = "sk-canary-that-no-browser-may-see";
const LIST = `**${API_MOUNT}${LISTING_PATH}*`;
const SCREENSHOTS = fileURLToPath(new URL("screenshots/", import.meta.url));

let scratch: string;
let mock: Mock;
let demo: Demo;
let browser: Browser;
const problems: string[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "chatkit-demo-"));
  mock = await startMock({ port: 0 });
  [demo, browser] = await Promise.all([
    startDemo({
      backend: { baseUrl: mock.url, apiKey: KEY },
      port: 0,
      cacheDir: join(scratch, "journey"),
    }),
    launchBrowser(),
  ]);
}, 60_000);

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  if (problems.length > 0) {
    throw new Error(`the page had problems: ${problems.splice(0).join("; ")}`);
  }
});

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  await mock?.close();
  await rm(scratch, { recursive: true, force: true });
});

test("shows each thread of the contract's listing with its title, user, status, reason and time", async () => {
  const { data } = await fetchListing();
  const page = await newPage();
  const [newest] = data;
  await page.clock.setFixedTime(((newest?.created_at ?? 0) + 3 * 3_600) * 1000);

  await page.goto(demo.url);
  await table(page).waitFor();

  expect(await cells(page)).toEqual(data.map((thread) => describe(thread)));
  expect(await table(page).getByRole("columnheader").allInnerTexts()).toEqual([
    "Title",
    "User",
    "Status",
    "Created",
  ]);
  const times = table(page).locator("time");
  for (const [index, { created_at }] of data.entries()) {
    const iso = new Date(created_at * 1000).toISOString();
    expect(await times.nth(index).getAttribute("datetime")).toBe(iso);
    expect(await times.nth(index).innerText()).toContain(iso.slice(11, 16));
    expect(await times.nth(index).innerText()).toContain(iso.slice(0, 4));
  }
  expect(await times.first().innerText()).toContain("3 hours ago");
  expect(await status(page)).toMatch(new RegExp(`^${data.length} threads: `));
});

test("says whom it does not belong to", async () => {
  const page = await newPage();

  await page.goto(demo.url);

  await table(page).waitFor();
  expect(await page.getByRole("contentinfo").innerText()).toContain("not affiliated with OpenAI");
});

test("says that it is loading until the answer comes", async () => {
  const page = await newPage();
  const held = Promise.withResolvers<Route>();
  await page.route(LIST, (route) => held.resolve(route));

  await page.goto(demo.url);
  const route = await held.promise;

  expect(await status(page)).toBe("Loading threads…");
  expect(await page.getByRole("region", { name: "Threads" }).getAttribute("aria-busy")).toBe(
    "true",
  );
  expect(await table(page).count()).toBe(0);
  expect(await page.getByRole("alert").count()).toBe(0);
  await screenshot(page, "pending");

  await route.continue();
  await table(page).waitFor();
  expect(await page.getByRole("region", { name: "Threads" }).getAttribute("aria-busy")).toBe(
    "false",
  );
});

test("says what went wrong when the backend fails, and recovers by the keyboard", async () => {
  const page = await newPage({ tolerate: /status of 500/ });
  await prefer(page, "code=500");

  // The client tries a 500 again; the page shows the last attempt.
  const answers: Response[] = [];
  page.on("response", (answer) => {
    if (answer.status() === 500) {
      answers.push(answer);
    }
  });
  await page.goto(demo.url);
  const alert = page.getByRole("alert");
  await alert.getByRole("heading", { name: "The backend failed" }).waitFor();
  const headers = await answers.at(-1)!.allHeaders();

  expect(Object.values(headers)).toContain(await alert.getByText(/^req_/).innerText());
  expect(await table(page).count()).toBe(0);
  await screenshot(page, "error");

  await page.unroute(LIST);
  await alert.getByRole("button", { name: "Try again" }).focus();
  await page.keyboard.press("Enter");
  await table(page).waitFor();
  expect(await alert.count()).toBe(0);
});

test("keeps what it has when a refresh fails", async () => {
  const page = await newPage({ tolerate: /status of 429/ });
  await page.goto(demo.url);
  await table(page).waitFor();
  await prefer(page, "code=429");

  await page.getByRole("button", { name: "Refresh" }).click();

  await page.getByRole("alert").getByText("What was there before is still shown below.").waitFor();
  expect((await cells(page)).length).toBe((await fetchListing()).data.length);
});

test("says that an answer which is not the API's makes no sense", async () => {
  const page = await newPage();
  await page.route(LIST, (route) => route.fulfill({ contentType: "text/html", body: "<p>Hi" }));

  await page.goto(demo.url);

  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").getByRole("heading").allInnerTexts()).toEqual([
    "The answer makes no sense",
  ]);
});

test("says that no answer came", async () => {
  const page = await newPage({ tolerate: /ERR_FAILED/ });
  await page.route(LIST, (route) => route.abort());

  await page.goto(demo.url);

  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").getByRole("heading").allInnerTexts()).toEqual([
    "No answer came",
  ]);
});

test("says that there is no thread", async () => {
  expect((await fetchListing("example=empty_page")).data).toEqual([]);
  const page = await newPage();
  await prefer(page, "example=empty_page");

  await page.goto(demo.url);

  await page.getByRole("heading", { name: "No threads yet" }).waitFor();
  expect(await table(page).count()).toBe(0);
  expect(await page.getByRole("alert").count()).toBe(0);
  await screenshot(page, "empty");
});

test("says that there are more threads than it shows", async () => {
  expect((await fetchListing("example=first_page")).has_more).toBe(true);
  const page = await newPage();
  await prefer(page, "example=first_page");

  await page.goto(demo.url);
  await table(page).waitFor();

  expect(await status(page)).toMatch(/^The newest 2 threads: .* There are more\.$/);
});

test("shows a status that is newer than the client", async () => {
  const page = await newPage();
  await page.route(LIST, async (route) => {
    const answer = await route.fetch();
    const listing = (await answer.json()) as { data: { status: unknown }[] };
    listing.data = listing.data.map((thread) => ({ ...thread, status: { type: "archived" } }));
    await route.fulfill({ response: answer, json: listing });
  });

  await page.goto(demo.url);
  await table(page).waitFor();

  const [first] = await cells(page);
  expect(first?.[2]).toBe("Archived\nA status that this console does not know yet.");
});

test("shows what else no contract promises: a long name, no valid time", async () => {
  const page = await newPage({ viewport: { width: 320, height: 640 } });
  await page.route(LIST, async (route) => {
    const answer = await route.fetch();
    const listing = (await answer.json()) as ThreadList;
    const [thread] = listing.data;
    const odd = { ...thread, title: "W".repeat(300), user: "w".repeat(512), created_at: 1e15 };
    await route.fulfill({ response: answer, json: { ...listing, data: [odd] } });
  });

  await page.goto(demo.url);
  await table(page).waitFor();

  expect((await cells(page))[0]?.[3]).toBe("No valid time");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  // The sheet would cut off what sticks out of it.
  expect(
    await table(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
  ).toBe(0);
});

test.each([
  ["light", { colorScheme: "light", viewport: { width: 1180, height: 820 } }],
  ["dark", { colorScheme: "dark", viewport: { width: 1180, height: 820 } }],
  ["narrow", { colorScheme: "light", viewport: { width: 390, height: 844 } }],
] as const)("is a table by role, and fits: %s", async (name, options) => {
  const page = await newPage(options);

  await page.goto(demo.url);
  await table(page).waitFor();

  const { data } = await fetchListing();
  expect(await table(page).getByRole("row").count()).toBe(data.length + 1);
  expect(await table(page).getByRole("rowheader").count()).toBe(data.length);
  expect(await table(page).getByRole("cell").count()).toBe(data.length * 3);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(
    options.viewport.width,
  );
  await screenshot(page, name);
});

test("lets the keyboard skip to the threads", async () => {
  const page = await newPage();
  await page.goto(demo.url);
  await table(page).waitFor();

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");

  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Refresh");
});

test("loads more on demand until all is there, and says so", async () => {
  const { url, backend } = await startPaging();
  const page = await newPage();
  await page.goto(url);
  await table(page).waitFor();
  expect(await ids(page)).toEqual(["cthr_5", "cthr_4"]);
  expect(await status(page)).toBe("The newest 2 threads: 2 active. There are more.");
  await screenshot(page, "more");

  const more = page.getByRole("button", { name: "Load more" });
  await more.click();
  await expectStatus(page, "The newest 4 threads: 4 active. There are more.");
  await more.focus();
  await page.keyboard.press("Enter");
  await expectStatus(page, "5 threads: 5 active.");

  expect(await ids(page)).toEqual(["cthr_5", "cthr_4", "cthr_3", "cthr_2", "cthr_1"]);
  expect(await more.count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("That is all.");
  expect(backend.asked).toEqual([
    "order=desc",
    "order=desc&after=cthr_4",
    "order=desc&after=cthr_2",
  ]);
});

test("does not load more twice at a time", async () => {
  const { url, backend } = await startPaging();
  const page = await newPage();
  await page.goto(url);
  await table(page).waitFor();
  const held: Route[] = [];
  await page.route(LIST, (route) => void held.push(route));

  const sent = page.waitForRequest(LIST);
  await page.getByRole("button", { name: "Load more" }).click();
  await sent;
  const busy = page.getByRole("button", { name: "Loading more…" });
  expect(await busy.getAttribute("aria-disabled")).toBe("true");
  // Whoever presses all the same is not stopped by the browser.
  await busy.click({ force: true });
  expect(await busy.evaluate((button) => button === document.activeElement)).toBe(true);
  await Promise.all(held.map((route) => route.continue()));

  await expectStatus(page, "The newest 4 threads: 4 active. There are more.");
  expect(held).toHaveLength(1);
  expect(backend.asked).toHaveLength(2);
});

test("says what went wrong when loading more fails, keeps what is there, and goes on after a retry", async () => {
  const { url } = await startPaging();
  const page = await newPage({ tolerate: /ERR_FAILED/ });
  await page.goto(url);
  await table(page).waitFor();
  await page.route(LIST, (route) => route.abort());

  await page.getByRole("button", { name: "Load more" }).click();
  await page.getByRole("alert").getByRole("heading", { name: "No answer came" }).waitFor();
  expect(await ids(page)).toEqual(["cthr_5", "cthr_4"]);
  expect(await page.getByRole("button", { name: "Load more" }).count()).toBe(0);

  await page.unroute(LIST);
  await page.getByRole("button", { name: "Try again" }).click();
  await expectStatus(page, "The newest 4 threads: 4 active. There are more.");
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("shows one user's threads, which the URL keeps through a reload and the browser's back", async () => {
  const { url, backend } = await startPaging();
  const page = await newPage();
  await page.goto(url);
  await table(page).waitFor();
  const field = page.getByRole("search").getByRole("textbox", { name: "User" });

  await field.fill("user & co");
  await page.keyboard.press("Enter");
  await expectStatus(page, "1 thread of user & co: 1 active.");
  expect(await ids(page)).toEqual(["cthr_3"]);
  expect(new URL(page.url()).searchParams.get("user")).toBe("user & co");
  expect(backend.asked.at(-1)).toBe("user=user+%26+co&order=desc");

  await page.reload();
  await expectStatus(page, "1 thread of user & co: 1 active.");
  expect(await field.inputValue()).toBe("user & co");

  await page.goBack();
  await expectStatus(page, "The newest 2 threads: 2 active. There are more.");
  expect(await field.inputValue()).toBe("");

  await page.goForward();
  await page.getByRole("button", { name: "Clear" }).click();
  await expectStatus(page, "The newest 2 threads: 2 active. There are more.");
  expect(await field.inputValue()).toBe("");
  expect(new URL(page.url()).search).toBe("");
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("says that a user has no thread", async () => {
  const { url } = await startPaging();
  const page = await newPage();

  await page.goto(`${url}?user=nobody`);

  await page.getByRole("heading", { name: "No threads of this user" }).waitFor();
  expect(await status(page)).toBe("Nothing to show.");
  expect(await page.getByRole("button", { name: "Load more" }).count()).toBe(0);
});

test("shows the oldest threads first, which the URL keeps through a reload, and takes no other order from it", async () => {
  const { url, backend } = await startPaging();
  const page = await newPage();
  await page.goto(url);
  await table(page).waitFor();
  const order = page.getByRole("combobox", { name: "Order" });

  await order.selectOption("Oldest first");
  await expectStatus(page, "The oldest 2 threads: 2 active. There are more.");
  expect(await ids(page)).toEqual(["cthr_1", "cthr_2"]);
  await page.getByRole("button", { name: "Load more" }).click();
  await expectStatus(page, "The oldest 4 threads: 4 active. There are more.");
  expect(backend.asked.slice(1)).toEqual(["order=asc", "order=asc&after=cthr_2"]);

  await page.reload();
  await expectStatus(page, "The oldest 2 threads: 2 active. There are more.");
  expect(await order.inputValue()).toBe("asc");

  await page.goto(`${url}?order=sideways`);
  await expectStatus(page, "The newest 2 threads: 2 active. There are more.");
  expect(await order.inputValue()).toBe("desc");
  expect(backend.asked.at(-1)).toBe("order=desc");
});

test("never lets the browser see the key, and never leaves its own origin", async () => {
  const page = await newPage();
  const seen: Promise<string>[] = [];
  const origins = new Set<string>();
  page.on("request", (request) => {
    origins.add(new URL(request.url()).origin);
    seen.push(request.allHeaders().then((headers) => request.url() + JSON.stringify(headers)));
  });
  page.on("response", (response) => {
    seen.push(response.allHeaders().then((headers) => JSON.stringify(headers)));
    seen.push(response.text());
  });

  await page.goto(demo.url);
  await table(page).waitFor();

  const texts = await Promise.all(seen);
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.some((text) => text.includes("added-by-the-proxy"))).toBe(true);
  expect(texts.filter((text) => text.includes(KEY))).toEqual([]);
  expect([...origins]).toEqual([new URL(demo.url).origin]);
});

test("puts the key in place of the browser's, and the base URL in place of its own mount", async () => {
  const received: (string | undefined)[][] = [];
  const backend = createServer(({ url, headers }, response) => {
    received.push([url, headers.authorization, headers.host]);
    response.end("{}");
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  const { port } = backend.address() as AddressInfo;
  const other = await startDemo({
    backend: { baseUrl: `http://127.0.0.1:${port}/some/where`, apiKey: KEY },
    port: 0,
    cacheDir: join(scratch, "proxy"),
  });
  const call = { query: "?limit=2", authorization: "Bearer added-by-the-proxy" };

  await fetchThreads(other.url, call);

  const path = `/some/where${LISTING_PATH}?limit=2`;
  expect(received).toEqual([[path, `Bearer ${KEY}`, `127.0.0.1:${port}`]]);

  await new Promise((resolve) => {
    backend.close(resolve);
    backend.closeAllConnections();
  });
  const answer = await fetchThreads(other.url, call);
  await other.close();
  expect(answer.status).toBe(503);
  expect(answer.headers.get(BACKEND_UNREACHABLE.name)).toBe(BACKEND_UNREACHABLE.value);
  // What the contract has for an error without a code.
  expect(await answer.json()).toEqual({
    error: {
      message: "The backend did not answer (ECONNREFUSED).",
      type: "server_error",
      param: null,
      code: null,
    },
  });
});

test("reloads the page once another contract is served, from then on by the new mock", async () => {
  const { folder, edit } = await makeContractFolder();
  const followed = await startDemo({
    port: 0,
    cacheDir: join(scratch, "followed"),
    contractFolder: folder,
  });
  onTestFinished(() => followed.close());
  const page = await newPage();
  await page.goto(followed.url);
  await table(page).waitFor();

  const reloaded = page.waitForEvent("load");
  await edit();
  await reloaded;

  await table(page).waitFor();
  expect((await fetchThreads(followed.url)).status).toBe(200);
});

async function newPage({
  tolerate,
  ...options
}: BrowserContextOptions & { tolerate?: RegExp } = {}): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const note = (problem: string) => {
    if (!tolerate?.test(problem)) {
      problems.push(problem);
    }
  };
  page.on("pageerror", (error) => note(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      note(message.text());
    }
  });
  return page;
}

async function fetchListing(preference = ""): Promise<ThreadList> {
  const chatkit = createChatKit({
    apiKey: "any",
    baseUrl: mock.url,
    fetch: (request) => {
      request.headers.set("prefer", preference);
      return fetch(request);
    },
  });
  return chatkit.threads.list();
}

/** A demo on a backend that pages through five threads, of which the middle one is another user's. */
async function startPaging(): Promise<{ url: string; backend: PagingBackend }> {
  const backend = await startPagingBackend(
    [1, 2, 3, 4, 5].map((number) => ({
      id: `cthr_${number}`,
      object: "chatkit.thread",
      created_at: number,
      title: `Thread ${number}`,
      status: { type: "active" },
      user: number === 3 ? "user & co" : "user_1",
    })),
  );
  const paged = await startDemo({
    backend: { baseUrl: backend.url, apiKey: KEY },
    port: 0,
    // One test at a time: they share what Vite prepared.
    cacheDir: join(scratch, "paging"),
  });
  onTestFinished(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await paged.close();
    await backend.close();
  });
  return { url: paged.url, backend };
}

/** Makes the mock give another answer to the page's calls. */
async function prefer(page: Page, preference: string): Promise<void> {
  await page.route(LIST, (route) =>
    route.continue({ headers: { ...route.request().headers(), prefer: preference } }),
  );
}

function table(page: Page) {
  return page.getByRole("table", { name: "Threads" });
}

async function status(page: Page): Promise<string> {
  return page.getByRole("status").innerText();
}

async function expectStatus(page: Page, words: string): Promise<void> {
  await page.getByRole("status").getByText(words, { exact: true }).waitFor();
}

/** The ids of the threads that are shown, in their order. */
async function ids(page: Page): Promise<string[]> {
  return (await cells(page)).map(([head]) => head?.split("\n").at(-1) ?? "");
}

/** The rows below the headings: what stands in each cell, but for the time's own words. */
async function cells(page: Page): Promise<string[][]> {
  const rows = (await table(page).getByRole("row").all()).slice(1);
  return Promise.all(
    rows.map(async (row) => {
      const head = await row.getByRole("rowheader").innerText();
      const rest = await row.getByRole("cell").allInnerTexts();
      return [head, ...rest].map((text) => text.trim());
    }),
  );
}

/** What a row has to say, from the thread as it came over the wire. */
function describe({ id, title, user, status: { type, ...rest } }: ThreadList["data"][number]) {
  const label = String(type).replace(/^./, (letter) => letter.toUpperCase());
  const reason = "reason" in rest && rest.reason ? [rest.reason] : [];
  return [`${title ?? "Untitled"}\n${id}`, user, [label, ...reason].join("\n"), expect.any(String)];
}

async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: join(SCREENSHOTS, `${name}.png`),
    fullPage: true,
    animations: "disabled",
  });
}
