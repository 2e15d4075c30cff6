import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { launchBrowser } from "@chatkit-contract/browser";
import { startServer } from "@chatkit-contract/server";
import { build, defaultClientConditions, type Rolldown } from "vite";
import { expect, onTestFinished, test } from "vitest";

import type { StrictReport } from "./strict-page/report.ts";

const PAGE = `<!doctype html><title>Strict</title><script type="module" src="/page.js"></script>`;

test("the client and its validators run in Chromium under a strict content security policy", async () => {
  const server = await startServer();
  onTestFinished(() => server.close());
  const policy = `default-src 'none'; script-src 'self'; connect-src ${new URL(server.url).origin}`;

  const report = await visit(policy, server.url);

  expect(report.listed.length).toBeGreaterThan(0);
  expect(report.all).toEqual(report.listed);
  expect(report.problem).toMatch(
    /^InvalidAnswerError: threads\.list: .* its data\.0\.created_at must be of type integer, and is a string$/,
  );
  // The policy is in force: what the client does without is refused, and nothing but these two was.
  expect(report.outcomes).toEqual(["EvalError", "EvalError"]);
  expect(report.violations).toEqual(["script-src eval", "script-src eval"]);
}, 60_000);

/** Opens the page at an origin of its own, under a policy; resolves with what it tells. */
async function visit(policy: string, api: string): Promise<StrictReport> {
  const code = await bundlePage();
  const server = createServer(({ url = "" }, response) => {
    const isScript = url.startsWith("/page.js");
    response.writeHead(200, {
      "content-security-policy": policy,
      "content-type": isScript ? "text/javascript" : "text/html",
    });
    response.end(isScript ? code : PAGE);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const told = Promise.withResolvers<string>();
  page.on("console", (message) => {
    if (message.type() === "log") {
      told.resolve(message.text());
    }
  });
  page.on("pageerror", (error) => told.reject(error));
  await page.goto(`http://127.0.0.1:${port}/?api=${encodeURIComponent(api)}`);
  return JSON.parse(await told.promise) as StrictReport;
}

/** The page as it is shipped: one minified module. */
async function bundlePage(): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: "warn",
    resolve: { conditions: ["@chatkit-contract/source", ...defaultClientConditions] },
    build: {
      write: false,
      modulePreload: false,
      target: "esnext",
      rolldownOptions: { input: join(import.meta.dirname, "strict-page/page.ts") },
    },
  })) as Rolldown.RolldownOutput;
  const [chunk] = result.output;
  expect(result.output).toHaveLength(1);
  return chunk.code;
}
