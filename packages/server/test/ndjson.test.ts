import { Readable } from "node:stream";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { generateThreads } from "../src/data/generate-threads.ts";
import { importInBatches } from "../src/data/import-in-batches.ts";
import { MAX_LINE_BYTES } from "../src/data/lines.ts";
import { exportNdjson, importNdjson } from "../src/data/ndjson.ts";
import { item, session, thread } from "./records.ts";
import { collect, openScratchStore } from "./scratch-store.ts";

const toLines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`);

async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* parts;
}

describe("an import of NDJSON", () => {
  it("writes every record, however the stream is cut", async () => {
    const store = await openScratchStore();
    const records = [thread("a", { title: "Größe 😀" }), item("i", "a"), session("s")];
    const bytes = Buffer.from(toLines(...records).join(""));

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: bytes.length })),
        fc.constantFrom("", "\n", "\r\n", " "),
        async (cuts, end) => {
          await store.clear("p");
          const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
          const parts = places.slice(1).map((place, index) => bytes.subarray(places[index], place));

          const result = await importNdjson(store, "p", chunks(...parts, end));

          expect(result).toMatchObject({ written: 3, faultCount: 0 });
          expect(await collect(store.exportRecords("p"))).toEqual(records);
        },
      ),
    );
  });

  it("takes CR LF, empty lines, a byte order mark and a last line without an end", async () => {
    const store = await openScratchStore();
    const [a, b] = toLines(thread("a"), thread("b")).map((line) => line.trim());

    const result = await importNdjson(store, "p", chunks(`\ufeff${a}\r\n\r\n\n${b}`));

    expect(result).toEqual({ written: 2, lines: 4, faultCount: 0, faults: [] });
  });

  it("takes a buffer that its stream uses again", async () => {
    const store = await openScratchStore();
    const line = toLines(thread("a")).join("");
    async function* reusing(): AsyncGenerator<Uint8Array> {
      const buffer = Buffer.alloc(7);
      for (let start = 0; start < line.length; start += 7) {
        const length = buffer.write(line.slice(start, start + 7));
        yield buffer.subarray(0, length);
      }
    }

    expect(await importNdjson(store, "p", reusing())).toMatchObject({ written: 1, faultCount: 0 });
  });

  const { title: _title, ...untitled } = thread("a");
  const { created_at: _created, ...timeless } = session("s");

  it.each([
    ["nonsense", /^the line is not valid JSON: SyntaxError/],
    ['{"object":"chatkit.thread"', /^the line is not valid JSON/],
    ["[1]", "a record must be an object, not an array"],
    ["null", "a record must be an object, not null"],
    ["17", "a record must be an object, not a number"],
    ["{}", "object is missing"],
    [
      { object: "chatkit.widget" },
      'object must be chatkit.thread, chatkit.thread_item or chatkit.session, not "chatkit.widget"',
    ],
    [untitled, "title is missing"],
    [thread("a", { created_at: -1 }), "created_at must be >= 0, not -1"],
    [{ ...thread("a"), colour: "red" }, "colour is unknown"],
    [
      { ...thread("a"), status: { type: "paused" } },
      /^status\.type must be .*active.*, not "paused"$/,
    ],
    [{ ...item("i", "a"), summary: 7 }, "summary must be of type string or null, not 7"],
    [
      { ...item("i", "a"), type: "chatkit.poem" },
      /^type must be .*chatkit\.task.*"chatkit\.poem"$/,
    ],
    [timeless, "created_at is missing"],
    [session("s", { created_at: -5 }), "created_at must be >= 0, not -5"],
    [{ ...session("s"), cancelled_at: "now" }, 'cancelled_at must be of type integer, not "now"'],
    [{ ...session("s"), cancelled_at: undefined }, "cancelled_at is missing"],
    [
      { ...session("s"), status: "active" },
      "status is unknown in a session that is kept: it is derived",
    ],
    [
      { ...session("s"), client_secret: "ek_1" },
      "client_secret is unknown in a session that is kept: it is derived",
    ],
    [{ ...session("s"), user: null }, "user must be of type string, not null"],
    [thread(""), "id must not be empty: the empty cursor never exists"],
    [item("i", "nowhere"), "there is no thread nowhere that it could be of"],
  ])("names the line and what is wrong: %j", async (bad, message) => {
    const store = await openScratchStore();
    const line = typeof bad === "string" ? `${bad}\n` : `${JSON.stringify(bad)}\n`;
    const [good = ""] = toLines(thread("good"));

    const result = await importNdjson(store, "p", chunks(good, "\n", line, good));

    expect(result).toEqual({
      written: 0,
      lines: 4,
      faultCount: 1,
      faults: [{ line: 3, message: expect.stringMatching(toPattern(message)) as string }],
    });
    expect(await collect(store.exportRecords("p"))).toEqual([]);
  });

  it("refuses what is not UTF-8, and a line that is too long without holding it", async () => {
    const store = await openScratchStore();
    const piece = "x".repeat(1024 * 1024);
    const long = Array.from({ length: MAX_LINE_BYTES / piece.length + 1 }, () => piece);

    const result = await importNdjson(
      store,
      "p",
      chunks(Uint8Array.of(0x22, 0xff, 0x22, 0x0a), ...long, "\n", ...toLines(thread("a"))),
    );

    expect(result.faults).toEqual([
      { line: 1, message: "the line is not valid UTF-8" },
      {
        line: 2,
        message: `the line must be at most ${MAX_LINE_BYTES} bytes, not ${MAX_LINE_BYTES + piece.length}`,
      },
    ]);
  });

  it("writes batches whole, stops writing at the first bad one and names every bad line", async () => {
    const store = await openScratchStore();
    const lines = Array.from({ length: 10 }, (_, index) =>
      index === 5 || index === 8 ? "bad\n" : toLines(thread(`t${index}`)).join(""),
    );
    const progress: number[] = [];

    const result = await importNdjson(store, "p", chunks(...lines), {
      batchSize: 2,
      onProgress: (written) => progress.push(written),
    });

    expect(result).toMatchObject({ written: 4, lines: 10, faultCount: 2 });
    expect(result.faults.map(({ line }) => line)).toEqual([6, 9]);
    expect(progress).toEqual([2, 4]);
    const kept = await collect(store.exportRecords("p"));
    expect(kept.map(({ id }) => id)).toEqual(["t0", "t1", "t2", "t3"]);
  });

  it("is completed by another one of the mended file", async () => {
    const store = await openScratchStore();
    const good = [thread("a"), item("i", "a"), thread("b"), item("j", "b")];
    const lines = toLines(...good);

    await importNdjson(store, "p", chunks(...lines.slice(0, 3), "bad\n"), { batchSize: 1 });
    const result = await importNdjson(store, "p", chunks(...lines), { batchSize: 1 });

    expect(result).toMatchObject({ written: 4, faultCount: 0 });
    expect(await collect(store.exportRecords("p"))).toEqual(good);
  });

  it("counts all bad lines but holds a hundred of them", async () => {
    const store = await openScratchStore();
    const lines = Array.from({ length: 250 }, () => "bad\n");

    const result = await importNdjson(store, "p", chunks(...lines));

    expect(result.faultCount).toBe(250);
    expect(result.faults).toHaveLength(100);
  });

  it("reads no further ahead than it writes", async () => {
    const store = await openScratchStore();
    let made = 0;
    let furthestAhead = 0;
    async function* lines(): AsyncGenerator<string> {
      for (; made < 5000; made += 1) {
        yield toLines(thread(`t${made}`)).join("");
      }
    }

    await importNdjson(store, "p", lines(), {
      batchSize: 100,
      onProgress: (written) => {
        furthestAhead = Math.max(furthestAhead, made - written);
      },
    });

    expect(made).toBe(5000);
    expect(furthestAhead).toBeLessThanOrEqual(100);
  });

  it("passes on that its source failed", async () => {
    const store = await openScratchStore();
    const broken = Readable.from(
      (function* () {
        yield toLines(thread("a")).join("");
        throw new Error("the connection was lost");
      })(),
    );

    await expect(importNdjson(store, "p", broken)).rejects.toThrow("the connection was lost");
  });
});

describe("an export as NDJSON", () => {
  it("imported into an empty project gives the same listings, and the same export to the byte", async () => {
    const store = await openScratchStore();
    await importInBatches(store, "from", generateThreads({ count: 60, seed: 5 }));
    await store.createSession("from", session("s"));
    await store.cancelSession("from", "s", session("s").created_at);
    const exported = await collect(exportNdjson(store, "from"));

    const result = await importNdjson(store, "to", chunks(...exported), { batchSize: 37 });

    expect(result.faultCount).toBe(0);
    expect((await collect(exportNdjson(store, "to"))).join("")).toBe(exported.join(""));
    for (const query of [{ limit: 100 }, { limit: 7, order: "asc" as const }]) {
      expect(JSON.stringify(await store.listThreads("to", query))).toBe(
        JSON.stringify(await store.listThreads("from", query)),
      );
    }
  });

  it("of nothing is nothing", async () => {
    const store = await openScratchStore();

    expect(await collect(exportNdjson(store, "p"))).toEqual([]);
  });
});

function toPattern(message: string | RegExp): RegExp {
  return typeof message === "string" ? new RegExp(`^${RegExp.escape(message)}$`) : message;
}
