import { describe, expect, it } from "vitest";

import { RefusedRecordError } from "../src/store/refused-record-error.ts";
import { item, session, thread } from "./records.ts";
import { collect, openScratchStore } from "./scratch-store.ts";

describe("threads", () => {
  it("are found until they are deleted, which works once and takes their items along", async () => {
    const store = await openScratchStore();
    await store.importRecords("p", [thread("a"), item("i", "a"), thread("b"), item("j", "b")]);

    const found = await store.findThread("p", "a");
    const deletions = [await store.deleteThread("p", "a"), await store.deleteThread("p", "a")];

    expect(found).toEqual(thread("a"));
    expect(deletions).toEqual([true, false]);
    expect(await store.findThread("p", "a")).toBeUndefined();
    expect(await store.listItems("p", "a", {})).toBeUndefined();
    expect(await collect(store.exportRecords("p"))).toEqual([thread("b"), item("j", "b")]);
  });

  it("that never were cannot be found, listed within or deleted", async () => {
    const store = await openScratchStore();

    expect(await store.findThread("p", "a")).toBeUndefined();
    expect(await store.listItems("p", "a", { after: "i" })).toBeUndefined();
    expect(await store.deleteThread("p", "a")).toBe(false);
  });

  it("come back without their items when they are imported again", async () => {
    const store = await openScratchStore();
    await store.importRecords("p", [thread("a"), item("i", "a"), thread("b")]);
    await store.deleteThread("p", "a");

    await store.importRecords("p", [thread("a", { title: "again" })]);

    expect(await store.listThreads("p", { order: "asc" })).toMatchObject({
      items: [{ id: "a", title: "again" }, { id: "b" }],
    });
    expect(await store.listItems("p", "a", {})).toEqual({ items: [], hasMore: false });
    expect(await store.listItems("p", "a", { after: "i" })).toEqual({ unknownCursor: "after" });
  });

  it("pages of 20, newest first, where nothing else is asked for", async () => {
    const store = await openScratchStore();
    const threads = Array.from({ length: 21 }, (_, index) => thread(`t${index}`));
    await store.importRecords("p", threads);

    const page = await store.listThreads("p", {});

    expect(page).toEqual({ items: threads.toReversed().slice(0, 20), hasMore: true });
  });

  it("whose ids and users hold any character stay apart", async () => {
    const store = await openScratchStore();
    const texts = [
      "a\0",
      "a",
      "a\0b",
      "\ud800",
      "\udfff",
      "\ufffd",
      "\u0001",
      '\u0001"a"',
      "'",
      "%",
    ];
    const threads = texts.map((text) => thread(text, { user: text }));
    await store.importRecords("p", threads);

    const found = await Promise.all(texts.map((id) => store.findThread("p", id)));
    const listed = await Promise.all(texts.map((user) => store.listThreads("p", { user })));
    const beforeEach = await Promise.all(
      texts.map((after) => store.listThreads("p", { after, limit: 1, order: "asc" })),
    );

    expect(found).toEqual(threads);
    expect(listed).toEqual(threads.map((one) => ({ items: [one], hasMore: false })));
    expect(beforeEach.slice(0, -1)).toMatchObject(
      threads.slice(1).map((one) => ({ items: [one] })),
    );
  });
});

describe("projects", () => {
  it("hold the same ids without seeing each other", async () => {
    const store = await openScratchStore();
    const mine = [thread("a", { title: "mine" }), item("i", "a", 1), session("s")];
    const theirs = [
      thread("a", { title: "theirs" }),
      item("i", "a", 2),
      session("s", { user: "another" }),
    ];
    await store.importRecords("mine", mine);
    await store.importRecords("theirs", theirs);

    const cancelled = await store.cancelSession("mine", "s", 1_700_000_001);
    const deleted = await store.deleteThread("mine", "a");

    expect([cancelled?.user, deleted]).toEqual(["user_1", true]);
    expect(await collect(store.exportRecords("theirs"))).toEqual(theirs);
    await store.clear("theirs");
    expect(await collect(store.exportRecords("theirs"))).toEqual([]);
    expect(await store.listThreads("theirs", { after: "a" })).toEqual({ unknownCursor: "after" });
    expect(await store.listThreads("mine", { after: "a" })).toEqual({ items: [], hasMore: false });
    expect(await store.findSession("mine", "s")).toEqual(cancelled);
  });

  it("do not know each other's cursors, deleted ones neither", async () => {
    const store = await openScratchStore();
    await store.importRecords("theirs", [thread("live"), thread("gone")]);
    await store.deleteThread("theirs", "gone");

    for (const id of ["live", "gone"]) {
      expect(await store.listThreads("mine", { after: id })).toEqual({ unknownCursor: "after" });
      expect(await store.listThreads("mine", { before: id, limit: 0 })).toEqual({
        unknownCursor: "before",
      });
    }
  });
});

describe("an import", () => {
  it("replaces in place and keeps positions, however often it is repeated", async () => {
    const store = await openScratchStore();
    const records = [
      thread("a"),
      item("i", "a"),
      item("j", "a"),
      thread("b"),
      thread("c"),
      session("s"),
    ];
    await store.importRecords("p", records);

    await store.importRecords("p", [thread("b", { title: "new" }), item("j", "a"), item("i", "a")]);
    await store.importRecords("p", [session("s", { user: "another" })]);

    expect(await collect(store.exportRecords("p"))).toEqual([
      thread("a"),
      item("i", "a"),
      item("j", "a"),
      thread("b", { title: "new" }),
      thread("c"),
      session("s", { user: "another" }),
    ]);
  });

  it.each([
    {
      what: "an item without a thread",
      records: [thread("b"), item("i", "nowhere")],
      index: 1,
      message: "there is no thread nowhere that it could be of",
    },
    {
      what: "an item of a deleted thread",
      records: [thread("b"), item("i", "gone")],
      index: 1,
      message: "there is no thread gone that it could be of",
    },
    {
      what: "an item that another thread has",
      records: [thread("b"), item("kept", "b")],
      index: 1,
      message: "item kept belongs to another thread than b",
    },
    {
      what: "an empty id",
      records: [thread("b"), thread("")],
      index: 1,
      message: "id must not be empty: the empty cursor never exists",
    },
    {
      what: "a time beyond what is kept",
      records: [thread("b"), session("s", { expires_at: 1e300 })],
      index: 1,
      message: "expires_at must be a whole number of at most 9007199254740991, not 1e+300",
    },
  ])("refuses $what, and with it the batch", async ({ records, index, message }) => {
    const store = await openScratchStore();
    const before = [thread("a"), item("kept", "a"), thread("gone")];
    await store.importRecords("p", before);
    await store.deleteThread("p", "gone");

    const importing = store.importRecords("p", records);

    await expect(importing).rejects.toThrow(new RefusedRecordError(index, message));
    await expect(importing).rejects.toMatchObject({ index });
    expect(await collect(store.exportRecords("p"))).toEqual(before.slice(0, 2));
    expect(await store.listThreads("p", { after: "b" })).toEqual({ unknownCursor: "after" });
  });

  it("of an export gives the same pages to the byte", async () => {
    const store = await openScratchStore();
    const ties = Array.from({ length: 30 }, (_, index) =>
      thread(`t${index % 17}_${index}`, { created_at: index % 3, title: index % 2 ? null : "x" }),
    );
    const items = Array.from({ length: 1200 }, (_, index) =>
      item(`i${index}`, ties[index % 2]?.id ?? "", 5 - (index % 5)),
    );
    await store.importRecords("from", [...ties, ...items, session("s2"), session("s1")]);
    await store.deleteThread("from", "t3_3");

    const exported = await collect(store.exportRecords("from"));
    await store.importRecords("to", exported);

    expect(exported).toHaveLength(29 + 1200 + 2);
    for (const order of ["asc", "desc"] as const) {
      const [one, other] = await Promise.all(
        ["from", "to"].map((project) => store.listThreads(project, { limit: 100, order })),
      );
      expect(JSON.stringify(one)).toBe(JSON.stringify(other));
      const [its, others] = await Promise.all(
        ["from", "to"].map((project) => store.listItems(project, "t0_0", { limit: 1000, order })),
      );
      expect(JSON.stringify(its)).toBe(JSON.stringify(others));
    }
    expect(await collect(store.exportRecords("to"))).toEqual(exported);
  });

  it("and what else is asked meanwhile do not mix", async () => {
    const store = await openScratchStore();
    const writers = Array.from({ length: 20 }, (_, writer) =>
      store.importRecords("p", [
        thread(`t${writer}`),
        item(`i${writer}`, writer % 4 === 3 ? "nowhere" : `t${writer}`),
      ]),
    );
    const seen = Array.from({ length: 20 }, () => store.listThreads("p", { limit: 100 }));

    const outcomes = await Promise.allSettled(writers);
    const pages = await Promise.all(seen);

    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(5);
    expect(
      (await collect(store.exportRecords("p"))).filter(({ id }) => id.startsWith("t")),
    ).toHaveLength(15);
    expect(pages.every((page) => page.unknownCursor === undefined)).toBe(true);
  });
});

describe("a store", () => {
  it("is ready until it is closed", async () => {
    const store = await openScratchStore();
    const wasReady = await store.isReady();

    await store.close();
    await store.close();

    expect([wasReady, await store.isReady()]).toEqual([true, false]);
    await expect(store.findThread("p", "a")).rejects.toThrow("not open");
  });

  it("ends what was asked for before it closes", async () => {
    const store = await openScratchStore();

    const writing = store.importRecords("p", [thread("a")]);
    const reading = store.findThread("p", "a");
    await store.close();

    await expect(writing).resolves.toBeUndefined();
    expect(await reading).toEqual(thread("a"));
  });

  it("has a secret key of its own", async () => {
    const [one, other] = [await openScratchStore(), await openScratchStore()];

    expect(one.secretKey).toHaveLength(32);
    expect(Buffer.from(one.secretKey).equals(other.secretKey)).toBe(false);
  });
});
