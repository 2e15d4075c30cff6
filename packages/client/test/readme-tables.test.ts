import { readFileSync } from "node:fs";
import { join } from "node:path";

import type OpenAI from "openai";
import type { ClientOptions } from "openai";
import { expect, test } from "vitest";

import type { SessionsCreateOptions } from "../src/facade.gen.ts";
import type { ChatKitOptions } from "../src/index.ts";
import { DEFAULT_POLICY } from "../src/retry.ts";
import { openInEditor } from "./language-service.ts";

const README = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");

/** The rows of each table below a heading, as they stand. */
function tablesBelow(heading: string): string[][][] {
  const [, section = ""] = new RegExp(`^## ${heading}\\n([^]*?)\\n## `, "m").exec(README) ?? [];
  return [...section.matchAll(/(^\|.*\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split("\n")
      .slice(2)
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

// A new option does not compile here until it has a name, and then does not pass without a row.
const OURS = Object.keys({
  apiKey: 0,
  baseUrl: 0,
  fetch: 0,
  timeoutMs: 0,
  deadlineMs: 0,
  maxRetries: 0,
  maxRetryAfterMs: 0,
  headers: 0,
  hooks: 0,
  validate: 0,
  dangerouslyAllowBrowser: 0,
} satisfies Record<keyof ChatKitOptions, 0>);

const OF_OPENAI = Object.keys({
  apiKey: 0,
  adminAPIKey: 0,
  organization: 0,
  project: 0,
  webhookSecret: 0,
  baseURL: 0,
  dataResidency: 0,
  timeout: 0,
  fetchOptions: 0,
  fetch: 0,
  maxRetries: 0,
  defaultHeaders: 0,
  defaultQuery: 0,
  dangerouslyAllowBrowser: 0,
  logLevel: 0,
  logger: 0,
  workloadIdentity: 0,
  x509Transport: 0,
  credential: 0,
  provider: 0,
} satisfies Record<keyof ClientOptions, 0>);

/** Those of a call that are its caller's to give; the others are set by openai's own methods. */
const OF_A_CALL = Object.keys({
  query: 0,
  headers: 0,
  maxRetries: 0,
  timeout: 0,
  signal: 0,
  idempotencyKey: 0,
} satisfies Partial<Record<keyof OpenAI.RequestOptions, 0>>);

test("the README's table of options has every option, with its default", () => {
  const [rows = []] = tablesBelow("Options");

  expect(rows.map(([name]) => name)).toEqual(OURS.map((name) => `\`${name}\``));
  for (const [name, value] of Object.entries(DEFAULT_POLICY)) {
    const shown = value === Infinity ? "none" : value.toLocaleString("en");
    expect(rows.find(([row]) => row === `\`${name}\``)?.[1]).toBe(shown);
  }
});

test("the README's table of a call's options has every option", () => {
  const names = Object.keys({
    signal: 0,
    timeoutMs: 0,
    deadlineMs: 0,
    maxRetries: 0,
    maxRetryAfterMs: 0,
    headers: 0,
    idempotencyKey: 0,
  } satisfies Record<keyof SessionsCreateOptions, 0>);

  const rows = tablesBelow("Options")[1] ?? [];

  const named = rows.flatMap(([cell = ""]) => [...cell.matchAll(/\w+/g)].map(([word]) => word));
  expect(named.toSorted()).toEqual(names.toSorted());
});

test("the README says for every option of openai what there is instead", () => {
  const [table = []] = tablesBelow("Coming from `openai`");
  const left = table.map(([theirs = ""]) => theirs);
  const named = left.flatMap((cell) => [...cell.matchAll(/\w+/g)].map(([word]) => word));

  expect([...OF_OPENAI, ...OF_A_CALL].filter((name) => !named.includes(name))).toEqual([]);
});

test("the README's example of validation compiles", () => {
  const [, example = ""] = /## Validation on demand\n[^]*?```ts\n([^]*?)\n```/.exec(README) ?? [];
  expect(example).toContain("validateAnswers");

  const editor = openInEditor({ "validation.virtual.ts": example });

  expect(editor.errorsIn("validation.virtual.ts")).toEqual([]);
});
