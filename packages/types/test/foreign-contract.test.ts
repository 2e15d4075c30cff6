import type { Schema } from "@chatkit-contract/codegen";

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { generateTypes, type ContractDocument } from "@chatkit-contract/codegen";
import { explain, type Validate } from "@chatkit-contract/types/validation";
import { afterAll, beforeAll, expect, test } from "vitest";

// What this contract does not use, and another may.

let folder: string;
const validators = new Map<string, Validate>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "foreign-"));
  const outputs = await generateTypes(bookShop);
  for (const [path, source] of Object.entries(outputs)) {
    const [, name] = /validators\/(.*\/.*)\.gen\.ts$/.exec(path) ?? [];
    if (name !== undefined) {
      const file = join(folder, `${name.replace("/", ".")}.ts`);
      const validation = resolve(import.meta.dirname, "../src/validation");
      await writeFile(file, source.replaceAll("../../validation", validation));
      const module = (await import(pathToFileURL(file).href)) as { validate: Validate };
      validators.set(name, module.validate);
    }
  }
});

afterAll(() => rm(folder, { recursive: true }));

function judge(name: string, value: unknown): string {
  const validate = validators.get(name);
  if (validate === undefined) {
    return `there is no ${name}`;
  }
  return validate(value) ? "valid" : explain(validate.errors, value).message;
}

const novel = { kind: "novel", isbn: "1" };

test("a union in a request is told by its discriminator", () => {
  expect(judge("requests/books.add.body", { book: novel })).toBe("valid");
  expect(judge("requests/books.add.body", { book: { kind: "scroll" } })).toBe(
    'book.kind must be "novel" or "map", not "scroll"',
  );
  expect(judge("requests/books.add.body", { book: {} })).toBe("book.kind is missing");
  expect(judge("requests/books.add.body", { book: { kind: "novel" } })).toBe(
    "book.isbn is missing",
  );
});

test("a union in an answer that is not open refuses a case that it does not have", () => {
  for (const variant of ["answers", "closed-answers"]) {
    expect(judge(`${variant}/Added`, { book: novel })).toBe("valid");
    expect(judge(`${variant}/Added`, { book: { kind: "scroll" } })).toBe(
      'book.kind must be "novel" or "map", not "scroll"',
    );
  }
});

test("an object made of parts is closed as a whole", () => {
  expect(judge("closed-answers/Added", { book: { ...novel, printed: 1 } })).toBe("valid");
  expect(judge("closed-answers/Added", { book: { ...novel, printed: "1" } })).toBe(
    'book.printed must be of type integer, not "1"',
  );
  expect(judge("closed-answers/Added", { book: { ...novel, shelf: 1 } })).toBe(
    "book.shelf is unknown",
  );
  expect(judge("answers/Added", { book: { ...novel, shelf: 1 } })).toBe("valid");
});

test("an answer that shares a closed object with a request is open all the same", () => {
  const added = { book: novel, note: { text: "t", newer: true } };

  expect(judge("answers/Added", added)).toBe("valid");
  expect(judge("closed-answers/Added", added)).toBe("note.newer is unknown");
  expect(judge("requests/books.add.body", added)).toBe("note.newer is unknown");
});

test("the formats that have a check are checked, and any other is a remark", () => {
  const stamp = (field: string, value: unknown): string =>
    judge("requests/books.add.body", { stamp: { [field]: value } });

  expect(stamp("at", "2024-02-29T12:00:00Z")).toBe("valid");
  expect(stamp("at", "2023-02-29T12:00:00Z")).toBe(
    'stamp.at must be a date-time, not "2023-02-29T12:00:00Z"',
  );
  expect(stamp("day", "2024-02-29")).toBe("valid");
  expect(stamp("day", "2024-02-30")).toBe('stamp.day must be a date, not "2024-02-30"');
  expect(stamp("id", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")).toBe("valid");
  expect(stamp("id", "7")).toBe('stamp.id must be a uuid, not "7"');
  expect(stamp("link", "urn:isbn:1")).toBe("valid");
  expect(stamp("link", "/1")).toBe('stamp.link must be a uri, not "/1"');
  expect(stamp("by", "nobody")).toBe("valid");
  expect(stamp("shelf", "anywhere")).toBe("valid");
  expect(stamp("count", 7)).toBe("valid");
});

test("a list whose elements have to differ compares objects by what they hold", () => {
  const marks = (...values: unknown[]): string =>
    judge("requests/books.add.body", { marks: values });

  expect(marks({ text: "a" }, { text: "b" })).toBe("valid");
  expect(marks({ text: "a" }, { text: "b" }, { text: "a" })).toMatch(/^marks must be /);
});

test("a field may have a name that means something to a schema", () => {
  expect(judge("requests/books.add.body", { words: { title: 1 } })).toBe(
    "words.title must be of type string, not 1",
  );
  expect(judge("requests/books.add.body", { words: { format: 1 } })).toBe(
    "words.format must be of type string, not 1",
  );
});

const schemas: Record<string, Schema> = {
  Printed: {
    type: "object",
    required: ["isbn"],
    properties: { isbn: { type: "string" }, printed: { type: "integer" } },
  },
  Novel: {
    allOf: [
      { $ref: "#/components/schemas/Printed" },
      {
        type: "object",
        required: ["kind"],
        properties: { kind: { type: "string", const: "novel" } },
      },
    ],
  },
  Map: {
    type: "object",
    required: ["kind"],
    properties: { kind: { type: "string", const: "map" } },
  },
  Book: {
    oneOf: [{ $ref: "#/components/schemas/Novel" }, { $ref: "#/components/schemas/Map" }],
    discriminator: {
      propertyName: "kind",
      mapping: { novel: "#/components/schemas/Novel", map: "#/components/schemas/Map" },
    },
  },
  Note: {
    type: "object",
    additionalProperties: false,
    properties: { text: { type: "string" } },
  },
  Stamp: {
    type: "object",
    properties: {
      at: { type: "string", format: "date-time" },
      day: { type: "string", format: "date" },
      id: { type: "string", format: "uuid" },
      link: { type: "string", format: "uri" },
      by: { type: "string", format: "email" },
      shelf: { type: "string", format: "house-rule" },
      count: { type: "integer", format: "int32" },
    },
  },
  Added: {
    type: "object",
    properties: {
      book: { $ref: "#/components/schemas/Book" },
      note: { $ref: "#/components/schemas/Note" },
      stamp: { $ref: "#/components/schemas/Stamp" },
      marks: {
        type: "array",
        uniqueItems: true,
        items: { type: "object", properties: { text: { type: "string" } } },
      },
      words: {
        type: "object",
        properties: { title: { type: "string" }, format: { type: "string" } },
      },
    },
  },
};

const added = { "application/json": { schema: { $ref: "#/components/schemas/Added" } } };
const bookShop: ContractDocument = {
  openapi: "3.1.0",
  info: { title: "Book shop", version: "1.0.0" },
  paths: {
    "/books": {
      post: {
        operationId: "books.add",
        requestBody: { required: true, content: added },
        responses: { "200": { description: "Added.", content: added } },
      },
    },
  },
  components: { schemas },
};
