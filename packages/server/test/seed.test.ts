import { describe, expect, it } from "vitest";

import type { ThreadItemList, ThreadList } from "@chatkit-contract/types";
import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };

import { answerExamples } from "../src/data/contract-examples.ts";
import { createSeed } from "../src/data/seed.ts";
import { validateRecord } from "../src/data/validate-record.ts";
import type { Listed, StoredRecord } from "../src/store/store.ts";
import { collect, openScratchStore } from "./scratch-store.ts";

const of = (object: StoredRecord["object"]) =>
  createSeed().filter((record) => record.object === object);

it("holds every status, every type of item and several users", () => {
  const { ActiveStatus: _active, ...schemas } = contract.components.schemas;
  const threads = of("chatkit.thread") as { status: { type: string }; user: string }[];
  const items = of("chatkit.thread_item") as { type: string }[];
  const known = (union: { discriminator: { mapping: object } }) =>
    Object.keys(union.discriminator.mapping);

  expect(new Set(threads.map(({ status }) => status.type))).toEqual(
    new Set(known(schemas.ThreadStatus)),
  );
  expect(new Set(items.map(({ type }) => type))).toEqual(new Set(known(schemas.ThreadItem)));
  expect(new Set(threads.map(({ user }) => user)).size).toBeGreaterThan(2);
});

it("is valid under the contract and can be imported", async () => {
  const store = await openScratchStore();
  const seed = createSeed();

  await store.importRecords("p", seed);

  expect(seed.map((record) => validateRecord(record).fault)).toEqual(seed.map(() => undefined));
  expect(await collect(store.exportRecords("p"))).toHaveLength(seed.length);
});

describe.each([
  { operation: "threads.list" as const, count: 7 },
  { operation: "threads.listItems" as const, count: 5 },
])("on it a page of $operation", ({ operation, count }) => {
  // The contract says in the summary which call an example answers: "The first page of two (`limit=2`)".
  const names = [...answerExamples(operation).keys()];

  it("has examples", () => {
    expect(names).toHaveLength(count);
  });

  it.each(names)("is the contract's example %s", async (name) => {
    const store = await openScratchStore();
    await store.importRecords("p", createSeed());
    const example = answerExamples(operation).get(name) as ThreadList | ThreadItemList;

    for (const query of readCalls(name, operation)) {
      const page =
        operation === "threads.list"
          ? await store.listThreads("p", query)
          : await store.listItems("p", threadOf(example), query);

      expect(page).toEqual({
        items: example.data,
        hasMore: example.has_more,
      } satisfies Listed<unknown>);
    }
  });
});

it("has the contract's sessions, cancelled where an example shows them so", () => {
  const sessions = of("chatkit.session");

  expect(sessions).toMatchObject([
    { id: "cksess_123", created_at: 1712349576, expires_at: 1712349876, cancelled_at: 1712349576 },
    { id: "cksess_456", created_at: 1712349600, expires_at: 1712350200, cancelled_at: null },
    { id: "cksess_789", created_at: 1712344400, expires_at: 1712345000, cancelled_at: null },
  ]);
  expect(sessions.every((one) => !("client_secret" in one || "status" in one))).toBe(true);
});

/** The thread that an example shows, which is one without items where it shows none. */
function threadOf({ data }: ThreadList | ThreadItemList): string {
  const [first] = data;
  return first && "thread_id" in first ? first.thread_id : "cthr_def456";
}

/** The queries that an example's summary names; without one it answers the bare call. */
function readCalls(name: string, operation: "threads.list" | "threads.listItems") {
  const path =
    operation === "threads.list" ? "/chatkit/threads" : "/chatkit/threads/{thread_id}/items";
  const { examples } = contract.paths[path].get.responses["200"].content["application/json"];
  const { $ref } = (examples as Record<string, { $ref: string }>)[name]!;
  const summaries = contract.components.examples as Record<string, { summary: string }>;
  const { summary } = summaries[$ref.split("/").at(-1)!]!;
  const texts = [...summary.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  const queries = (texts.length === 0 ? [""] : texts).map((text) =>
    Object.fromEntries(new URLSearchParams(text)),
  );
  return queries.map(({ limit, ...query }) =>
    limit === undefined ? query : { ...query, limit: Number(limit) },
  );
}
