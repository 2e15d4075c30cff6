import fc from "fast-check";
import { validate } from "@chatkit-contract/types/validators/closed-answers/ErrorEnvelope";
import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { describe, expect, test } from "vitest";

import { createClock } from "../src/clock.ts";
import { createRateLimit } from "../src/rate-limit.ts";
import { call, openServer, type Answered } from "./open-server.ts";

const path = "/chatkit/threads";

function standing({ headers }: Answered): (string | null)[] {
  return ["limit", "remaining", "reset"].map((name) => headers.get(`x-ratelimit-${name}-requests`));
}

test("there is none unless it is asked for", async () => {
  const server = await openServer();

  const answers = await Promise.all(Array.from({ length: 300 }, () => call(server, path)));

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(standing(answers[0]!)).toEqual([null, null, null]);
});

test("lets so many requests in, and says when the next one will be", async () => {
  const server = await openServer({ rateLimit: 3 });
  server.clock.freeze();

  const served = [await call(server, path), await call(server, path), await call(server, path)];
  const refused = await call(server, path);

  expect(served.map(standing)).toEqual([
    ["3", "2", "20s"],
    ["3", "1", "40s"],
    ["3", "0", "1m0s"],
  ]);
  expect(refused).toMatchObject({
    status: 429,
    body: { error: { code: "rate_limit_exceeded", type: "rate_limit_error", param: null } },
  });
  expect(validate(refused.body)).toBe(true);
  expect(standing(refused)).toEqual(["3", "0", "1m0s"]);
  expect(refused.headers.get("retry-after")).toBe("20");
});

test("whoever comes back when Retry-After says is let in, and not before", async () => {
  const server = await openServer({ rateLimit: 7 });
  server.clock.freeze();
  await Promise.all(Array.from({ length: 7 }, () => call(server, path)));
  const wait = Number((await call(server, path)).headers.get("retry-after"));

  server.clock.advance(wait - 1);
  const early = await call(server, path);
  server.clock.advance(1);
  const inTime = await call(server, path);

  expect(wait).toBe(9);
  expect([early.status, inTime.status]).toEqual([429, 200]);
});

test("counts each project for itself, and a wrong key for nobody", async () => {
  const server = await openServer({ rateLimit: 1, apiKey: ["one", "two"] });
  server.clock.freeze();
  const as = (key: string): Promise<Answered> =>
    call(server, path, { headers: { authorization: `Bearer ${key}` } });

  const statuses = [await as("wrong"), await as("one"), await as("one"), await as("two")];

  expect(statuses.map(({ status }) => status)).toEqual([401, 200, 429, 200]);
});

test("counts refused requests too, and tells how a project stands on every answer to it", async () => {
  const server = await openServer({ rateLimit: 10 });
  server.clock.freeze();

  const answers = [
    await call(server, `${path}?limit=x`),
    await call(server, `${path}/unknown`),
    await call(server, "/nowhere"),
    await call(server, path, { method: "PUT" }),
    await call(server, path, { method: "HEAD" }),
  ];

  expect(answers.map((answer) => standing(answer)[1])).toEqual(["9", "8", "8", "8", "7"]);
});

test("is whole again after a reset", async () => {
  const server = await openServer({ rateLimit: 1 });
  server.clock.freeze();
  await call(server, path);

  await server.reset();

  expect((await call(server, path)).status).toBe(200);
});

describe("at any limit and any moment", () => {
  const { pattern } = contract.components.headers.RateLimitReset.schema;

  test("Retry-After is true: one second less is refused, and then it is let in", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 4e9, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 5 }),
        (perMinute, start, pauses) => {
          const clock = createClock(() => 0);
          clock.freeze(start);
          const limit = createRateLimit(perMinute, clock);
          for (const pause of pauses) {
            for (let index = 0; index <= perMinute && limit.take("p") === undefined; index += 1) {
              // As many as are let in.
            }
            clock.advance(pause);
          }
          let wait = limit.take("p");
          while (wait === undefined) {
            wait = limit.take("p");
          }

          clock.advance(wait - 1);
          const early = wait === 1 ? 1 : limit.take("p");
          clock.advance(1);

          expect(Number.isInteger(wait) && wait >= 1).toBe(true);
          expect(early).toBe(1);
          expect(limit.take("p")).toBeUndefined();
        },
      ),
      { numRuns: 60 },
    );
  });

  test("the headers are as the contract writes them, and 0 left means a refusal", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 0, max: 6_000 }),
        fc.double({ min: 0, max: 120, noNaN: true }),
        (perMinute, taken, pause) => {
          const clock = createClock(() => 1_763_856_000_123);
          clock.freeze();
          const limit = createRateLimit(perMinute, clock);
          for (let index = 0; index < taken; index += 1) {
            limit.take("p");
          }
          clock.advance(pause);

          const headers = limit.describe("p");
          const remaining = Number(headers["x-ratelimit-remaining-requests"]);
          const reset = headers["x-ratelimit-reset-requests"]!;

          expect(reset).toMatch(new RegExp(pattern));
          expect(remaining).toBeGreaterThanOrEqual(0);
          expect(remaining).toBeLessThanOrEqual(perMinute);
          expect(reset === "0s").toBe(
            limit.take("q") === undefined && isWhole(perMinute, taken, pause),
          );
          expect(limit.take("p") === undefined).toBe(remaining > 0);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Whether all that was taken has come back, to the thousandth of a second. */
function isWhole(perMinute: number, taken: number, pause: number): boolean {
  return (Math.min(taken, perMinute) / perMinute) * 60 - pause <= 0;
}
