import { expect, test } from "vitest";

import { createChatKit, UNKNOWN } from "../src/index.ts";
import { markUnknownCases, type OpenShape } from "../src/open-unions.ts";

function answering(value: unknown): ReturnType<typeof createChatKit> {
  return createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    fetch: async () => Response.json(value),
  });
}

const ITEM = { object: "chatkit.thread_item", created_at: 1, thread_id: "cthr_1" };

test("a status newer than the client is the unknown case, with the value as it came", async () => {
  const status = { type: "snoozed", until: 5 };

  const thread = await answering({ id: "cthr_1", status }).threads.retrieve("cthr_1");

  expect(thread.status).toEqual({ type: UNKNOWN, raw: status });
});

test("a status that is known is left alone, its new fields too", async () => {
  const status = { type: "locked", reason: null, by: "admin" };

  const thread = await answering({ id: "cthr_1", status, mood: "calm" }).threads.retrieve("cthr_1");

  expect(thread).toEqual({ id: "cthr_1", status, mood: "calm" });
});

test("unknown items, contents and annotations are found where they lie, in pages too", async () => {
  const hologram = { ...ITEM, id: "1", type: "chatkit.hologram" };
  const sketch = { type: "sketch", strokes: [] };
  const text = { type: "input_text", text: "hi" };
  const place = { type: "place", source: {} };
  const page = {
    object: "list",
    data: [
      hologram,
      { ...ITEM, id: "2", type: "chatkit.user_message", content: [text, sketch] },
      {
        ...ITEM,
        id: "3",
        type: "chatkit.assistant_message",
        content: [{ type: "output_text", text: "", annotations: [place] }],
      },
    ],
    first_id: "1",
    last_id: "3",
    has_more: false,
  };

  const { data } = await answering(structuredClone(page)).threads.listItems("cthr_1");

  expect(data).toEqual([
    { type: UNKNOWN, raw: hologram },
    { ...page.data[1], content: [text, { type: UNKNOWN, raw: sketch }] },
    {
      ...page.data[2],
      content: [{ type: "output_text", text: "", annotations: [{ type: UNKNOWN, raw: place }] }],
    },
  ]);
});

test.for([{}, { type: 7 }, { type: null }, { type: "constructor" }, { type: "__proto__" }])(
  "a member without a known discriminator is the unknown case: %j",
  async (status) => {
    const thread = await answering({ id: "cthr_1", status }).threads.retrieve("cthr_1");

    expect(thread.status).toEqual({ type: UNKNOWN, raw: status });
  },
);

test("a case of a union can be a union in turn, and its cases have fields that lead on", () => {
  // The contract has none today, but a generator of clients takes any contract.
  const leaf: OpenShape = ["of", { paper: null }];
  const shape: OpenShape = { media: ["type", { book: ["form", { bound: { cover: leaf } }] }] };
  const known = { type: "book", form: "bound", cover: { of: "paper" } };
  const answer = {
    media: [
      known,
      { type: "book", form: "scroll" },
      { type: "film", form: "bound" },
      { type: "book", form: "bound", cover: { of: "felt" } },
    ],
  };
  const [, scroll, film, felt] = structuredClone(answer.media);

  markUnknownCases({ answer }, "answer", shape);

  expect(answer.media).toEqual([
    known,
    { form: UNKNOWN, raw: scroll },
    { type: UNKNOWN, raw: film },
    { ...felt, cover: { of: UNKNOWN, raw: { of: "felt" } } },
  ]);
});

test("a value of an open enum that is newer than the client is left as it is", async () => {
  const session = await answering({ id: "cksess_1", status: "paused" }).sessions.cancel("cksess_1");

  expect(session.status).toBe("paused");
});

test("an unknown item can still be a listing's cursor", async () => {
  const urls: string[] = [];
  const chatkit = createChatKit({
    apiKey: "sk-test",
    baseUrl: "http://chatkit.example",
    fetch: async ({ url }) => {
      urls.push(url);
      const isLast = url.includes("after=1");
      const data = isLast ? [] : [{ ...ITEM, id: "1", type: "chatkit.hologram" }];
      return Response.json({ data, has_more: !isLast });
    },
  });

  const items = await Array.fromAsync(chatkit.threads.listItems("cthr_1"));

  expect(items).toHaveLength(1);
  expect(new URL(urls.at(-1) ?? "").searchParams.get("after")).toBe("1");
});
