import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { ApiError, ConnectionError, createChatKit } from "@chatkit-contract/client";

const IDS = ["cthr_1", "cthr_2", "cthr_3"];

let server;
let chatkit;
before(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://localhost");
    const start = IDS.indexOf(searchParams.get("after")) + 1;
    const id = IDS[start];
    const known = pathname === "/chatkit/threads";
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    response.end(
      JSON.stringify(
        known
          ? { object: "list", data: [{ id }], first_id: id, last_id: id, has_more: start < 2 }
          : { error: { message: "No such thread.", type: "t", param: "thread_id", code: "c" } },
      ),
    );
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: `http://127.0.0.1:${server.address().port}`,
  });
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test("this is Node 20", () => {
  assert.match(process.version, /^v20\./);
});

test("awaits a page and iterates every thread", async () => {
  const page = await chatkit.threads.list();
  const ids = [];
  for await (const { id } of chatkit.threads.list()) {
    ids.push(id);
  }

  assert.equal(page.has_more, true);
  assert.deepEqual(ids, IDS);
});

test("throws typed errors", async () => {
  await assert.rejects(
    () => chatkit.threads.retrieve("cthr_9"),
    (error) => error instanceof ApiError && error.status === 404 && error.code === "c",
  );
  const nowhere = createChatKit({ apiKey: "sk-test", baseUrl: "http://127.0.0.1:1" });
  await assert.rejects(() => nowhere.threads.retrieve("cthr_9"), ConnectionError);
});
