import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { launchBrowser } from "@chatkit-contract/browser";
import {
  createChatKit,
  type ChatKit,
  type Thread,
  type ThreadList,
} from "@chatkit-contract/client";
import { startServer, type ChatKitServer, type ServerOptions } from "@chatkit-contract/server";
import type {
  Browser,
  BrowserContextOptions,
  Page,
  Request,
  Response,
  Route,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";

import { startDemo, type Demo, type DemoOptions } from "../dev/start-demo.ts";
import { API_MOUNT } from "../src/api-mount.ts";
import { makeContractFolder } from "./contract-folder.ts";
import { startLiveApi } from "./live-api.ts";
import { LISTING_PATH } from "./thread-listing.ts";

const KEY = "sk-canary-that-no-browser-may-see";
const LIST = `**${API_MOUNT}${LISTING_PATH}*`;
const LARGE = 300;
const PAGE_SIZE = 20;
const SCREENSHOTS = fileURLToPath(new URL("screenshots/", import.meta.url));

/** A server of the whole API, and a demo that shows it. */
interface Shown {
  server: ChatKitServer;
  url: string;
  close: () => Promise<void>;
}

/** A fault that befalls a listing however often it is asked for, until it is lifted. */
const EVERY_LISTING = { operation: "threads.list", share: 1 } as const;

let scratch: string;
/** The small project of the contract's examples: every status, with and without a reason. */
let small: Shown;
/** Lifelike threads, more than anybody loads at once. */
let large: Shown;
let browser: Browser;
const problems: string[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "chatkit-demo-"));
  [small, large, browser] = await Promise.all([
    show("small"),
    show("large", { threads: LARGE }, { allowWrites: true }),
    launchBrowser(),
  ]);
}, 60_000);

afterEach(async () => {
  await closePages();
  await Promise.all([small, large].map(({ server }) => server.reset()));
  if (problems.length > 0) {
    throw new Error(`the page had problems: ${problems.splice(0).join("; ")}`);
  }
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([small, large].map((shown) => shown?.close()));
  // Vite prepares on for a moment after it was closed.
  await rm(scratch, { recursive: true, force: true, maxRetries: 10 });
});

test("shows each thread of the API's listing with its title, user, status, reason and time", async () => {
  const data = await listAll(small);
  const page = await newPage();
  const [newest] = data;
  await page.clock.setFixedTime(((newest?.created_at ?? 0) + 3 * 3_600) * 1000);

  await page.goto(small.url);
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

  await page.goto(small.url);

  await table(page).waitFor();
  expect(await page.getByRole("contentinfo").innerText()).toContain("not affiliated with OpenAI");
});

test("says that it is loading until the answer comes", async () => {
  const page = await newPage();
  const held = Promise.withResolvers<Route>();
  await page.route(LIST, (route) => held.resolve(route));

  await page.goto(small.url);
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
  small.server.failNext({ ...EVERY_LISTING, status: 500 });

  // The client tries a 500 again; the page shows the last attempt.
  const answers: Response[] = [];
  page.on("response", (answer) => {
    if (answer.status() === 500) {
      answers.push(answer);
    }
  });
  await page.goto(small.url);
  const alert = page.getByRole("alert");
  await alert.getByRole("heading", { name: "The backend failed" }).waitFor();
  const headers = await answers.at(-1)!.allHeaders();

  expect(Object.values(headers)).toContain(await alert.getByText(/^req_/).innerText());
  expect(await table(page).count()).toBe(0);
  await screenshot(page, "error");

  small.server.faults.clear();
  await alert.getByRole("button", { name: "Try again" }).focus();
  await page.keyboard.press("Enter");
  await table(page).waitFor();
  expect(await alert.count()).toBe(0);
});

test("gets over a backend that fails once, without a word", async () => {
  const page = await newPage({ tolerate: /status of 503/ });
  const fault = small.server.failNext({ operation: "threads.list", status: 503 });

  await page.goto(small.url);
  await table(page).waitFor();

  expect(small.server.faults.list()).not.toContainEqual(expect.objectContaining({ id: fault.id }));
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("keeps what it has when a refresh fails, and says how long to wait", async () => {
  const page = await newPage({ tolerate: /status of 429/ });
  await page.goto(small.url);
  await table(page).waitFor();
  const headers = { "retry-after": "120" };
  small.server.failNext({ operation: "threads.list", status: 429, headers });

  await page.getByRole("button", { name: "Refresh" }).click();

  const alert = page.getByRole("alert");
  await alert.getByText("What was there before is still shown below.").waitFor();
  expect(await alert.innerText()).toContain("Try again in 120 s.");
  expect((await cells(page)).length).toBe((await listAll(small)).length);
});

test("shows on a refresh what has come and gone meanwhile", async () => {
  const page = await newPage();
  await page.goto(small.url);
  await table(page).waitFor();
  const [newest, ...others] = await listAll(small);
  const later = { ...newest!, id: "cthr_later", created_at: newest!.created_at + 1 };

  await clientOf(small).threads.delete(newest!.id);
  await small.server.import([later]);
  await page.getByRole("button", { name: "Refresh" }).click();
  await page.getByRole("row", { name: "cthr_later" }).waitFor();

  expect(await ids(page)).toEqual([later, ...others].map(({ id }) => id));
});

test("says that the backend cut its answer off", async () => {
  const page = await newPage({ tolerate: /ERR_|Failed to load/ });
  small.server.failNext({ ...EVERY_LISTING, connection: "truncate" });

  await page.goto(small.url);

  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").getByRole("heading").allInnerTexts()).toEqual([
    "No answer came",
  ]);
});

test("says that an answer which is not the API's makes no sense", async () => {
  const page = await newPage();
  await page.route(LIST, (route) => route.fulfill({ contentType: "text/html", body: "<p>Hi" }));

  await page.goto(small.url);

  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").getByRole("heading").allInnerTexts()).toEqual([
    "The answer makes no sense",
  ]);
});

test("says that no answer came", async () => {
  const page = await newPage({ tolerate: /ERR_FAILED/ });
  await page.route(LIST, (route) => route.abort());

  await page.goto(small.url);

  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").getByRole("heading").allInnerTexts()).toEqual([
    "No answer came",
  ]);
});

test("says that there is no thread", async () => {
  const none = await show("none", { threads: 0 });
  onTestFinished(none.close);
  const page = await newPage();

  await page.goto(none.url);

  await page.getByRole("heading", { name: "No threads yet" }).waitFor();
  expect(await table(page).count()).toBe(0);
  expect(await page.getByRole("alert").count()).toBe(0);
  await screenshot(page, "empty");
  await closePages();
});

test("shows a status that is newer than the client", async () => {
  const page = await newPage();
  await page.route(LIST, async (route) => {
    const answer = await route.fetch();
    const listing = (await answer.json()) as { data: { status: unknown }[] };
    listing.data = listing.data.map((thread) => ({ ...thread, status: { type: "archived" } }));
    await route.fulfill({ response: answer, json: listing });
  });

  await page.goto(small.url);
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

  await page.goto(small.url);
  await table(page).waitFor();

  expect((await cells(page))[0]?.[3]).toBe("No valid time");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  // The sheet would cut off what sticks out of it.
  expect(
    await table(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
  ).toBe(0);
});

const DESKTOP = { width: 1180, height: 820 };
const PHONE = { width: 390, height: 844 };

test.each([
  ["light", { colorScheme: "light", viewport: DESKTOP }],
  ["dark", { colorScheme: "dark", viewport: DESKTOP }],
  ["phone-light", { colorScheme: "light", viewport: PHONE }],
  ["phone-dark", { colorScheme: "dark", viewport: PHONE }],
] as const)("is a table by role, and fits: %s", async (name, options) => {
  const page = await newPage(options);

  for (const [shown, columns] of [
    [small, 4],
    [large, 5],
  ] as const) {
    await page.goto(shown.url);
    await table(page).waitFor();

    const rows = Math.min((await listAll(shown)).length, PAGE_SIZE);
    expect(await table(page).getByRole("row").count()).toBe(rows + 1);
    expect(await table(page).getByRole("rowheader").count()).toBe(rows);
    expect(await table(page).getByRole("cell").count()).toBe(rows * (columns - 1));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(
      options.viewport.width,
    );
    await screenshot(page, shown === small ? name : `${name}-lifelike`);
  }
});

test("lets the keyboard skip to the threads", async () => {
  const page = await newPage();
  await page.goto(small.url);
  await table(page).waitFor();

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");

  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Refresh");
});

test("loads more on demand until all is there, and says so", async () => {
  const page = await newPage();
  const asked = noteListings(page);
  const expected = (await listAll(large)).map(({ id }) => id);
  await page.goto(large.url);
  await table(page).waitFor();
  expect(await ids(page)).toEqual(expected.slice(0, PAGE_SIZE));
  expect(await status(page)).toMatch(/^The newest 20 threads: .* There are more\.$/);

  const more = page.getByRole("button", { name: "Load more" });
  await more.focus();
  for (let shown = 2 * PAGE_SIZE; shown < LARGE; shown += PAGE_SIZE) {
    await page.keyboard.press("Enter");
    await expectStatus(page, new RegExp(`^The newest ${shown} threads: .* There are more\\.$`));
  }
  await more.click();
  await expectStatus(page, new RegExp(`^${LARGE} threads: [^.]*\\.$`));

  expect(await ids(page)).toEqual(expected);
  expect(await more.count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("That is all.");
  expect(asked.slice(0, 2)).toEqual(["order=desc", `order=desc&after=${expected[PAGE_SIZE - 1]}`]);
  expect(asked.length).toBe(LARGE / PAGE_SIZE);
});

test("goes on where it was, though threads have come and gone meanwhile", async () => {
  const page = await newPage();
  const expected = await listAll(large);
  await page.goto(large.url);
  await table(page).waitFor();

  const { threads } = clientOf(large);
  await threads.delete(expected[PAGE_SIZE - 1]!.id);
  await threads.delete(expected[PAGE_SIZE]!.id);
  await large.server.import([{ ...expected[0]!, id: "cthr_later", created_at: 2e9 }]);
  await page.getByRole("button", { name: "Load more" }).click();
  await expectStatus(page, /^The newest 40 threads: /);

  const shown = [...expected.slice(0, PAGE_SIZE), ...expected.slice(PAGE_SIZE + 1)].slice(0, 40);
  expect(await ids(page)).toEqual(shown.map(({ id }) => id));
});

test("does not load more twice at a time", async () => {
  const page = await newPage();
  await page.goto(large.url);
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

  await expectStatus(page, /^The newest 40 threads: /);
  expect(held).toHaveLength(1);
});

test("says what went wrong when loading more fails, keeps what is there, and goes on after a retry", async () => {
  const page = await newPage({ tolerate: /status of 503/ });
  const expected = (await listAll(large)).map(({ id }) => id);
  await page.goto(large.url);
  await table(page).waitFor();
  large.server.failNext({ ...EVERY_LISTING, status: 503 });

  await page.getByRole("button", { name: "Load more" }).click();
  await page.getByRole("alert").getByRole("heading", { name: "The backend failed" }).waitFor();
  expect(await ids(page)).toEqual(expected.slice(0, PAGE_SIZE));
  expect(await page.getByRole("button", { name: "Load more" }).count()).toBe(0);

  large.server.faults.clear();
  await page.getByRole("button", { name: "Try again" }).click();
  await expectStatus(page, /^The newest 40 threads: /);
  expect(await ids(page)).toEqual(expected.slice(0, 2 * PAGE_SIZE));
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("shows one user's threads, page by page, which the URL keeps through a reload and the browser's back", async () => {
  const user = "busy & co";
  const own = (await listAll(large)).slice(100, 130).map((thread) => ({ ...thread, user }));
  await large.server.import(own);
  const words = /^The newest 20 threads of busy & co: .* There are more\.$/;
  const page = await newPage();
  const asked = noteListings(page);
  await page.goto(large.url);
  await table(page).waitFor();
  const field = page.getByRole("search").getByRole("textbox", { name: "User" });

  await field.fill(user);
  await page.keyboard.press("Enter");
  await expectStatus(page, words);
  expect(new URL(page.url()).searchParams.get("user")).toBe(user);
  await page.getByRole("button", { name: "Load more" }).click();
  await expectStatus(page, /^30 threads of busy & co: /);
  expect(await ids(page)).toEqual(own.map(({ id }) => id));
  expect(asked.slice(-2)).toEqual([
    "user=busy%20%26%20co&order=desc",
    `user=busy%20%26%20co&order=desc&after=${own[PAGE_SIZE - 1]!.id}`,
  ]);

  await page.reload();
  await expectStatus(page, words);
  expect(await field.inputValue()).toBe(user);

  await page.goBack();
  await expectStatus(page, /^The newest 20 threads: /);
  expect(await field.inputValue()).toBe("");

  await page.goForward();
  await page.getByRole("button", { name: "Clear" }).click();
  await expectStatus(page, /^The newest 20 threads: /);
  expect(await field.inputValue()).toBe("");
  expect(new URL(page.url()).search).toBe("");
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("leads from a thread to all of its user's, in the order that is chosen", async () => {
  const all = (await listAll(large)).toReversed();
  const { user } = all[0]!;
  const own = all.filter((thread) => thread.user === user).map(({ id }) => id);
  const page = await newPage();
  await page.goto(`${large.url}?order=asc`);
  await table(page).waitFor();

  const links = page.getByRole("link", { name: user });
  await links.first().click();
  await expectStatus(page, new RegExp(` of ${user}: `));

  expect(await ids(page)).toEqual(own.slice(0, PAGE_SIZE));
  expect(new URL(page.url()).search).toBe(`?user=${encodeURIComponent(user)}&order=asc`);
  expect(await page.getByRole("textbox", { name: "User" }).inputValue()).toBe(user);
  // They are what is listed.
  expect(await links.count()).toBe(0);
});

test("says that a user has no thread", async () => {
  const page = await newPage();

  await page.goto(`${large.url}?user=nobody`);

  await page.getByRole("heading", { name: "No threads of this user" }).waitFor();
  expect(await status(page)).toBe("Nothing to show.");
  expect(await page.getByRole("button", { name: "Load more" }).count()).toBe(0);
});

test("shows the oldest threads first, which the URL keeps through a reload, and takes no other order from it", async () => {
  const page = await newPage();
  const asked = noteListings(page);
  const expected = (await listAll(large)).map(({ id }) => id).toReversed();
  await page.goto(large.url);
  await table(page).waitFor();
  const order = page.getByRole("combobox", { name: "Order" });

  await order.selectOption("Oldest first");
  await expectStatus(page, /^The oldest 20 threads: .* There are more\.$/);
  await page.getByRole("button", { name: "Load more" }).click();
  await expectStatus(page, /^The oldest 40 threads: .* There are more\.$/);
  expect(await ids(page)).toEqual(expected.slice(0, 2 * PAGE_SIZE));
  expect(asked.slice(1)).toEqual(["order=asc", `order=asc&after=${expected[PAGE_SIZE - 1]}`]);

  await page.reload();
  await expectStatus(page, /^The oldest 20 threads: /);
  expect(await order.inputValue()).toBe("asc");

  await page.goto(`${large.url}?order=sideways`);
  await expectStatus(page, /^The newest 20 threads: /);
  expect(await order.inputValue()).toBe("desc");
  expect(asked.at(-1)).toBe("order=desc");
});

test("deletes a thread once that is confirmed, and keeps what was loaded", async () => {
  const page = await newPage();
  const asked = noteListings(page);
  const expected = await listAll(large);
  const doomed = expected[PAGE_SIZE - 1]!;
  await page.goto(large.url);
  await table(page).waitFor();

  await page
    .getByRole("row", { name: doomed.id })
    .getByRole("button", { name: /^Delete / })
    .click();
  const dialog = page.getByRole("dialog", { name: "Delete this thread?" });
  expect(await dialog.innerText()).toContain(doomed.id);
  expect(await dialog.innerText()).toContain(new URL(large.server.url).host);
  await screenshot(page, "delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expectStatus(page, /^The newest 19 threads: .* There are more\.$/);

  expect(await dialog.count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Threads");
  await expect(clientOf(large).threads.retrieve(doomed.id)).rejects.toMatchObject({ status: 404 });
  expect(asked).toEqual(["order=desc"]);

  // What was last on the page is gone, and still says where the next one begins.
  await page.getByRole("button", { name: "Load more" }).click();
  await expectStatus(page, /^The newest 39 threads: /);
  expect(await ids(page)).toEqual(
    expected
      .filter((thread) => thread !== doomed)
      .slice(0, 39)
      .map(({ id }) => id),
  );
});

test("does not bring a deleted thread back by an answer from before", async () => {
  const page = await newPage({ tolerate: /ERR_FAILED/ });
  const [doomed] = await listAll(large);
  await page.goto(large.url);
  await table(page).waitFor();
  const held = Promise.withResolvers<() => Promise<void>>();
  await page.route(LIST, async (route) => {
    const response = await route.fetch();
    // Nobody may wait for it any more.
    held.resolve(() => route.fulfill({ response }).catch(() => {}));
  });

  await page.getByRole("button", { name: "Refresh" }).click();
  const release = await held.promise;
  await page.getByRole("row", { name: doomed!.id }).getByRole("button").click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("row", { name: doomed!.id }).waitFor({ state: "detached" });
  await release();
  await page.locator("[aria-busy=false]").waitFor();

  expect(await ids(page)).not.toContain(doomed!.id);
});

test("deletes nothing that is not confirmed", async () => {
  const page = await newPage();
  await page.goto(large.url);
  await table(page).waitFor();
  const button = page.getByRole("button", { name: /^Delete / }).first();
  const dialog = page.getByRole("dialog");

  await button.click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await button.press("Enter");
  // What is in front is the harmless choice.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Cancel");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  expect((await listAll(large)).length).toBe(LARGE);
});

test("says why a thread was not deleted, and deletes it on a retry", async () => {
  const page = await newPage({ tolerate: /status of 401/ });
  await page.goto(large.url);
  await table(page).waitFor();
  large.server.failNext({ operation: "threads.delete", status: 401 });

  await page
    .getByRole("button", { name: /^Delete / })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("alert").getByText("The API key was refused").waitFor();
  expect(await dialog.getByRole("alert").innerText()).toMatch(/401 .*req_/);
  expect((await listAll(large)).length).toBe(LARGE);
  await screenshot(page, "delete-error");

  await dialog.getByRole("button", { name: "Try again" }).click();
  await dialog.waitFor({ state: "detached" });
  await expectStatus(page, /^The newest 19 threads: /);
  expect((await listAll(large)).length).toBe(LARGE - 1);
});

test("takes a thread that somebody else has deleted for deleted", async () => {
  const page = await newPage({ tolerate: /status of 404/ });
  await page.goto(large.url);
  await table(page).waitFor();
  const [first] = await listAll(large);
  await clientOf(large).threads.delete(first!.id);

  await page
    .getByRole("button", { name: /^Delete / })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();

  await expectStatus(page, /^The newest 19 threads: /);
  expect(await ids(page)).not.toContain(first!.id);
});

test("says that a live API is only read, and offers nothing that would change it", async () => {
  const page = await newPage();

  await page.goto(small.url);
  await table(page).waitFor();

  const { host } = new URL(small.server.url);
  expect(await page.getByRole("banner").innerText()).toMatch(new RegExp(`${host}, read-only$`));
  expect(await page.getByRole("button", { name: /^Delete/ }).count()).toBe(0);
});

test("says that a live API can be changed", async () => {
  const page = await newPage();

  await page.goto(large.url);
  await table(page).waitFor();

  const { host } = new URL(large.server.url);
  expect(await page.getByRole("banner").innerText()).toMatch(
    new RegExp(`${host}, writes allowed$`),
  );
});

test("lends its key to no page of another origin", async () => {
  const live = await startLiveApi();
  const demo = await startOn("strangers", live.baseUrl, { allowWrites: true });
  const stranger = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<!doctype html><title>Stranger</title>");
  });
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await closePages();
    await Promise.all([demo.close(), live.close()]);
    stranger.close();
  });
  const page = await newPage({ tolerate: /blocked by CORS|Failed to load resource/ });

  // The other name of this machine makes it another site altogether.
  for (const host of ["127.0.0.1", "localhost"]) {
    await page.goto(`http://${host}:${(stranger.address() as AddressInfo).port}/`);
    const outcomes = await page.evaluate(
      async (url) =>
        Promise.all(
          [
            {},
            { mode: "no-cors" as const },
            { mode: "no-cors" as const, method: "POST", body: "{}" },
            { method: "DELETE" },
          ].map((init) => fetch(url, init).then((answer) => answer.status, String)),
        ),
      new URL(`${API_MOUNT}${LISTING_PATH}`, demo.url).href,
    );
    // Vite lets pages of this machine read what it answers; of the others the browser shows them nothing.
    expect(outcomes).toEqual([403, 0, 0, 403]);
  }

  expect(live.received).toEqual([]);
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

  await page.goto(small.url);
  await table(page).waitFor();

  const texts = await Promise.all(seen);
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.some((text) => text.includes("added-by-the-proxy"))).toBe(true);
  expect(texts.filter((text) => text.includes(KEY))).toEqual([]);
  expect([...origins]).toEqual([new URL(small.url).origin]);
});

test("reloads the page once another contract is served, by a server that begins anew", async () => {
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
  expect(await page.getByRole("banner").innerText()).toMatch(/Demo$/);
  const before = await ids(page);
  await page
    .getByRole("button", { name: /^Delete / })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expectStatus(page, /^The newest 19 threads: /);

  const reloaded = page.waitForEvent("load");
  await edit();
  await reloaded;

  await expectStatus(page, /^The newest 20 threads: /);
  expect(await ids(page)).toEqual(before);
});

/** Starts a server and a demo of it, which is told of it as of a live API. */
async function show(
  name: string,
  serverOptions: ServerOptions = {},
  demoOptions: DemoOptions = {},
): Promise<Shown> {
  const server = await startServer({ ...serverOptions, apiKey: KEY });
  const demo = await startOn(name, server.url, demoOptions);
  const close = async (): Promise<void> => {
    await demo.close();
    await server.close();
  };
  return { server, url: demo.url, close };
}

/** Starts a demo on a live API. */
async function startOn(name: string, baseUrl: string, options: DemoOptions): Promise<Demo> {
  const backend = { baseUrl, apiKey: KEY };
  return startDemo({ ...options, backend, port: 0, cacheDir: join(scratch, name) });
}

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

/** A client of the server itself: what it says is what the page has to show. */
function clientOf({ server }: Shown): ChatKit {
  return createChatKit({ apiKey: KEY, baseUrl: server.url });
}

/** Every thread of the server, the newest first. */
async function listAll(shown: Shown): Promise<Thread[]> {
  return Array.fromAsync(clientOf(shown).threads.list());
}

/** Notes the query of each listing that the page asks for from now on. */
function noteListings(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request: Request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname === API_MOUNT + LISTING_PATH) {
      asked.push(search.slice(1));
    }
  });
  return asked;
}

/** Pages that stay open would miss what they belong to. */
async function closePages(): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

function table(page: Page) {
  return page.getByRole("table", { name: "Threads" });
}

async function status(page: Page): Promise<string> {
  return page.getByRole("status").innerText();
}

async function expectStatus(page: Page, words: RegExp): Promise<void> {
  await page.getByRole("status").getByText(words).waitFor();
}

/** The ids of the threads that are shown, in their order. */
async function ids(page: Page): Promise<string[]> {
  const heads = await table(page).getByRole("rowheader").allInnerTexts();
  return heads.map((head) => head.trim().split("\n").at(-1) ?? "");
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
function describe({ id, title, user, status: { type, ...rest } }: Thread) {
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
