import { describe, expect, it } from "vitest";

import { session } from "./records.ts";
import { openScratchStore, scratchFile } from "./scratch-store.ts";

const NOW = 1_700_000_000;
const DAY = 24 * 60 * 60;

describe("a session", () => {
  it("is kept as it was made", async () => {
    const store = await openScratchStore();

    const created = await store.createSession("p", session("s"));

    expect(created).toEqual(session("s"));
    expect(await store.findSession("p", "s")).toEqual(session("s"));
    expect(await store.findSession("p", "t")).toBeUndefined();
  });

  it("is cancelled once, and answered unchanged from then on", async () => {
    const store = await openScratchStore();
    await store.createSession("p", session("s"));

    const first = await store.cancelSession("p", "s", NOW + 10);
    const second = await store.cancelSession("p", "s", NOW + 20);

    expect(first).toEqual(session("s", { cancelled_at: NOW + 10 }));
    expect(second).toEqual(first);
    expect(await store.findSession("p", "s")).toEqual(first);
    expect(await store.cancelSession("p", "t", NOW)).toBeUndefined();
  });

  it("is not cancelled at the second in which it expires, nor later", async () => {
    const store = await openScratchStore();
    await store.createSession("p", session("s", { expires_at: NOW + 600 }));

    expect(await store.cancelSession("p", "s", NOW + 600)).toMatchObject({ cancelled_at: null });
    expect(await store.cancelSession("p", "s", NOW + 601)).toMatchObject({ cancelled_at: null });
    expect(await store.cancelSession("p", "s", NOW + 599)).toMatchObject({
      cancelled_at: NOW + 599,
    });
  });
});

describe("an idempotency key", () => {
  const call = { key: "k", bodyDigest: "body", now: NOW };

  it("gives the session of the first call, as it is by then", async () => {
    const store = await openScratchStore();

    const first = await store.createSession("p", session("s1"), call);
    const second = await store.createSession("p", session("s2"), { ...call, now: NOW + 5 });
    await store.cancelSession("p", "s1", NOW + 6);
    const third = await store.createSession("p", session("s3"), { ...call, now: NOW + 7 });

    expect([first, second]).toEqual([session("s1"), session("s1")]);
    expect(third).toEqual(session("s1", { cancelled_at: NOW + 6 }));
    expect(await store.findSession("p", "s2")).toBeUndefined();
  });

  it("with another body is reused, and makes nothing", async () => {
    const store = await openScratchStore();
    await store.createSession("p", session("s1"), call);

    const other = { ...call, bodyDigest: "other" };

    expect(await store.createSession("p", session("s2"), other)).toBe("reused");
    expect(await store.findSession("p", "s2")).toBeUndefined();
  });

  it("belongs to its project, and to nobody without it", async () => {
    const store = await openScratchStore();
    await store.createSession("p", session("s1"), call);

    expect(await store.createSession("q", session("s2"), call)).toEqual(session("s2"));
    expect(await store.createSession("q", session("s5"), call)).toEqual(session("s2"));
    expect(await store.createSession("p", session("s6"), call)).toEqual(session("s1"));
    expect(await store.createSession("p", session("s3"))).toEqual(session("s3"));
    expect(await store.createSession("p", session("s4"), { ...call, key: "K" })).toEqual(
      session("s4"),
    );
  });

  it("is kept for a day from the first call, and then free", async () => {
    const store = await openScratchStore();
    await store.createSession("p", session("s1"), call);
    await store.createSession("p", session("s2"), { ...call, now: NOW + DAY / 2 });

    const atTheEnd = await store.createSession("p", session("s3"), { ...call, now: NOW + DAY });
    const past = await store.createSession("p", session("s4"), {
      ...call,
      bodyDigest: "other",
      now: NOW + DAY + 1,
    });

    expect(atTheEnd).toEqual(session("s1"));
    expect(past).toEqual(session("s4"));
  });

  it("lets one of many calls at once make the session", async () => {
    const store = await openScratchStore();

    const calls = Array.from({ length: 20 }, (_, index) =>
      store.createSession("p", session(`s${index}`), {
        ...call,
        bodyDigest: index % 5 === 4 ? "other" : "body",
      }),
    );
    const answers = await Promise.all(calls);

    expect(answers.filter((answer) => answer === "reused")).toHaveLength(4);
    expect(new Set(answers.map((answer) => (answer === "reused" ? answer : answer.id)))).toEqual(
      new Set(["s0", "reused"]),
    );
  });

  it("is left unused by a call that fails", async () => {
    const store = await openScratchStore();
    await store.createSession("p", session("taken"));

    const failing = store.createSession("p", session("taken"), call);

    await expect(failing).rejects.toThrow("UNIQUE");
    expect(await store.createSession("p", session("s1"), call)).toEqual(session("s1"));
  });

  it("holds across restarts and between processes' connections", async () => {
    const file = scratchFile();
    const first = await openScratchStore(file);
    const beside = await openScratchStore(file);
    await first.createSession("p", session("s1"), call);
    const answerBeside = await beside.createSession("p", session("s2"), call);
    await Promise.all([first.close(), beside.close()]);

    const again = await openScratchStore(file);

    expect(answerBeside).toEqual(session("s1"));
    expect(await again.createSession("p", session("s3"), call)).toEqual(session("s1"));
    expect(Buffer.from(again.secretKey).equals(first.secretKey)).toBe(true);
  });
});
