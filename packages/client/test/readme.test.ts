import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { sendJson, serve } from "./server.ts";

const PACKAGE = join(import.meta.dirname, "..");

/** The example of the README that has a text in it. */
function findExample(text: string): string {
  const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");
  const examples = [...readme.matchAll(/```ts\n([^]*?)\n```/g)].map(([, code]) => code as string);
  const found = examples.find((code) => code.includes(text));
  if (found === undefined) {
    throw new Error(`no example has ${text}`);
  }
  return found;
}

async function run(code: string, environment: Record<string, string>): Promise<unknown> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      "--conditions=@chatkit-contract/source",
      "--input-type=module-typescript",
      "--no-warnings",
      "--eval",
      code,
    ],
    { cwd: PACKAGE, env: { ...process.env, ...environment } },
  );
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

test("the endpoint for ChatKit's web component answers the client secret of the user's session", async () => {
  const server = await serve((_request, response) =>
    sendJson(response, { client_secret: "ek_1", id: "cksess_1" }),
  );

  const answer = await run(
    `globalThis.requireUser = async (request) => request.headers.get("x-signed-in");
    ${findExample("client_secret: session.client_secret")}
    const request = new Request("https://app.example/api/session", {
      method: "POST",
      headers: { "x-signed-in": "user_7" },
    });
    console.log(await (await POST(request)).text());`,
    { OPENAI_API_KEY: "sk-server", OPENAI_BASE_URL: server.url },
  );

  expect(answer).toEqual({ client_secret: "ek_1" });
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    method: "POST",
    url: "/v1/chatkit/sessions",
    body: JSON.stringify({ user: "user_7", workflow: { id: "wf_123" } }),
  });
  expect(server.requests[0]?.headers.authorization).toBe("Bearer sk-server");
});

test("the hooks for OpenTelemetry make one span of each attempt, answered or not", async () => {
  let count = 0;
  const server = await serve((_request, response) => {
    count += 1;
    if (count === 1) {
      response.destroy();
    } else if (count === 2) {
      sendJson(response, {}, 503, { "retry-after": "0" });
    } else {
      sendJson(response, { id: "cthr_1" });
    }
  });

  const spans = await run(
    `import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
    ${findExample("@opentelemetry/api").replace("const tracer", "const exporter = new InMemorySpanExporter();\ntrace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));\nconst tracer")}
    await chatkit.threads.retrieve("cthr_1");
    await chatkit.threads.retrieve("cthr_2", { maxRetries: 0 });
    console.log(JSON.stringify(exporter.getFinishedSpans().map(({ name, kind, status, attributes }) => ({ name, kind, status: status.code, attributes }))));`,
    { OPENAI_API_KEY: "sk-server", OPENAI_BASE_URL: server.url },
  );

  const span = (status: number, code: number | undefined, resent: number, id: string) => ({
    name: "threads.retrieve",
    kind: 2,
    status,
    attributes: {
      "http.request.method": "GET",
      "url.full": `${server.url}/chatkit/threads/${id}`,
      "http.request.resend_count": resent,
      ...(code === undefined ? {} : { "http.response.status_code": code }),
    },
  });
  expect(spans).toEqual([
    span(2, undefined, 0, "cthr_1"),
    span(2, 503, 1, "cthr_1"),
    span(0, 200, 2, "cthr_1"),
    span(0, 200, 0, "cthr_2"),
  ]);
});
