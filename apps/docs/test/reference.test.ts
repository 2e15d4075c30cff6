import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { launchBrowser } from "@chatkit-contract/browser";
import { loadContract, readOperations, type Operation } from "@chatkit-contract/codegen";
import { startServer } from "@chatkit-contract/server";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { runDocs } from "./build.ts";
import { compileSamples, runSample } from "./run-samples.ts";

const contract = await loadContract();
const operations = readOperations(contract);

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reference-test-"));
  const { code, output } = await runDocs("--output", folder);
  if (code !== 0) throw new Error(output);
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

test("opens from the disk: the contract's title, version and introduction", async () => {
  const { page, faults } = await open();

  await page
    .getByRole("heading", { name: `${contract.info.title} (${contract.info.version})`, level: 1 })
    .waitFor();
  for (const [, title = ""] of contract.info.description?.matchAll(/^## (.*)$/gm) ?? []) {
    await page.getByRole("heading", { name: title }).first().waitFor();
  }
  expect(await page.title()).toBe(contract.info.title);
  expect(faults).toEqual([]);
});

test.for(operations)("shows $id with a sample that calls it", async (operation) => {
  const { page, faults } = await open();

  const sample = await readShownSample(page, operation);

  expect(sample).toContain(`chatkit.${operation.id}(`);
  for (const parameter of operation.pathParameters) {
    const [example] = Object.values(parameter.examples ?? {});
    expect(sample).toContain(JSON.stringify(example?.value));
  }
  expect(faults).toEqual([]);
});

test("every sample that is shown compiles against the client, and runs against the server", async () => {
  const { page } = await open();
  const samples = new Map<string, string>();
  for (const operation of operations) {
    samples.set(operation.id, await readShownSample(page, operation));
  }
  const server = await startServer();
  onTestFinished(() => server.close());

  expect(await compileSamples([...samples.values()])).toBe("");
  for (const [id, sample] of samples) {
    await server.reset();
    expect({ id, ...(await runSample(sample, server.url)) }).toEqual({
      id,
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/^(cthr_|cksess_|chatkit\.)\w+\n/),
    });
  }
}, 120_000);

test("a sample that the client's types or the server refuse is found", async () => {
  const sample = [
    'import { createChatKit } from "@chatkit-contract/client";',
    "const chatkit = createChatKit();",
    "console.log((await chatkit.threads.retrieve(7)).id);",
  ].join("\n");
  const server = await startServer();
  onTestFinished(() => server.close());

  expect(await compileSamples([sample])).toMatch(/not assignable to parameter of type 'string'/);
  expect((await runSample(sample, server.url)).code).not.toBe(0);
});

test("the changelog is the last section", async () => {
  const { page, faults } = await open("#/changelog");

  await page.getByRole("heading", { name: "Changelog", level: 2 }).waitFor();
  await page.getByRole("heading", { name: contract.info.version, exact: false }).last().waitFor();

  const headings = await page.getByRole("heading", { level: 2 }).allInnerTexts();
  expect(headings.at(-1)).toBe("Changelog");
  expect(faults).toEqual([]);
});

test("is searched without a network", async () => {
  const { page, faults } = await open();
  const [operation] = operations.toReversed();

  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search" }).fill(operation!.summary);
  await page
    .getByRole("link", { name: operation!.summary })
    .filter({ hasText: operation!.path })
    .click();

  await page.getByRole("heading", { name: operation!.summary, level: 2 }).waitFor();
  expect(faults).toEqual([]);
});

test("asks a server for nothing but itself, and would not be let", async () => {
  const html = await readFile(join(folder, "index.html"));
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.writeHead(200, { "content-type": "text/html" }).end(html);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/reference/`;
  const { page, faults } = await open("", {}, url);

  for (const operation of operations) await readShownSample(page, operation);
  expect(faults).toEqual([]);
  const reached = await page.evaluate(
    (target) =>
      fetch(target).then(
        () => "answered",
        () => "refused",
      ),
    `${url}data`,
  );

  expect(reached).toBe("refused");
  expect(asked).toEqual(["/reference/"]);
});

test("loads nothing by its markup, and keeps to its budget", async () => {
  const file = join(folder, "index.html");
  const html = await readFile(file, "utf8");
  const markup = html.replaceAll(/<script[^>]*>[^]*?<\/script>/g, "<script></script>");

  expect(html.match(/<script\b[^>]*\bsrc=/g)).toBeNull();
  expect(markup.match(/<(?:img|iframe|object|embed|audio|video|source)\b/g)).toBeNull();
  expect(markup.match(/<link\b(?![^>]*\bhref="data:)/g)).toBeNull();
  expect(markup).not.toMatch(/@import|url\((?!["']?data:)/);
  // Redoc itself is 2.3 MB of it.
  expect((await stat(file)).size).toBeLessThan(3_000_000);
});

test.for([
  { device: "a desktop", viewport: { width: 1280, height: 900 } },
  { device: "a phone", viewport: { width: 390, height: 844 } },
])("fits $device", async ({ device, viewport }) => {
  const [operation] = operations;
  const { page } = await open(linkTo(operation!), { viewport });

  await page.getByRole("heading", { name: operation!.summary, level: 2 }).waitFor();

  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(viewport.width);
  const sample = page.getByRole("code").filter({ hasText: `chatkit.${operation!.id}(` });
  await sample.scrollIntoViewIfNeeded();
  const box = await sample.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  await page.screenshot({
    path: join(import.meta.dirname, `screenshots/${device.replace("a ", "")}.png`),
  });
});

/** Opens the page, and lists what should not be: requests of other things than itself, and what the console complains of. */
async function open(
  hash = "",
  options: BrowserContextOptions = {},
  address = pathToFileURL(join(folder, "index.html")).href,
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !/^(data|blob):/.test(request.url())) {
      faults.push(`asked for ${request.url()}`);
    }
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`${address}${hash}`);
  await page
    .getByRole("heading", { level: 1 })
    .or(page.getByRole("heading", { level: 2 }))
    .first()
    .waitFor();
  return { page, faults };
}

/** Goes to an operation by its link, and reads the sample beside it as a reader sees it. */
async function readShownSample(page: Page, operation: Operation): Promise<string> {
  await page.goto(`${page.url().replace(/#.*/, "")}${linkTo(operation)}`);
  await page.getByRole("heading", { name: operation.summary, level: 2 }).waitFor();
  const sample = page.getByRole("code").filter({ hasText: `chatkit.${operation.id}(` });
  await sample.waitFor();
  return (await sample.innerText()).trim();
}

function linkTo({ id, path, method }: Operation): string {
  const [tag = ""] = contract.paths[path]?.[method]?.tags ?? [];
  return `#/${tag.toLowerCase()}/${id.toLowerCase()}`;
}
