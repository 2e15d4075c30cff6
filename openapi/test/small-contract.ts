/** A small contract of a book shop, with one of everything that the comparer looks at. */
export const smallContract: object = {
  openapi: "3.1.0",
  info: { title: "Book shop", version: "1.0.0" },
  servers: [{ url: "https://books.test/v1" }],
  security: [{ key: [] }],
  paths: {
    "/books": {
      get: {
        operationId: "books.list",
        summary: "List books",
        tags: ["Books"],
        "x-pagination": { after: "after", limit: "limit" },
        parameters: [
          { $ref: "#/components/parameters/Limit" },
          { name: "genre", in: "query", schema: { $ref: "#/components/schemas/Genre" } },
          {
            name: "ids",
            in: "query",
            schema: { type: "array", items: { type: "string" }, maxItems: 9 },
          },
          { name: "X-Trace", in: "header", schema: { type: "string", maxLength: 64 } },
        ],
        responses: {
          "200": {
            description: "A page",
            headers: { "X-Request-Id": { required: true, schema: { type: "string" } } },
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: {
                    data: { type: "array", items: { $ref: "#/components/schemas/Book" } },
                    next: { anyOf: [{ type: "string", minLength: 1 }, { type: "null" }] },
                  },
                  required: ["data", "next"],
                },
              },
            },
          },
        },
      },
    },
    "/books/{book_id}": {
      parameters: [{ name: "book_id", in: "path", required: true, schema: { type: "string" } }],
      get: {
        operationId: "books.retrieve",
        responses: {
          "200": {
            description: "The book",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Book" } } },
          },
          "404": { $ref: "#/components/responses/NotFound" },
        },
      },
      delete: {
        operationId: "books.delete",
        responses: { "204": { description: "Deleted" } },
      },
    },
    "/orders": {
      post: {
        operationId: "orders.place",
        "x-idempotent": true,
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/NewOrder" } } },
        },
        responses: {
          "201": {
            description: "The order",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      key: { type: "http", scheme: "bearer" },
      cookie: { type: "apiKey", in: "cookie", name: "session" },
    },
    parameters: {
      Limit: {
        name: "limit",
        in: "query",
        schema: { type: "integer", minimum: 0, maximum: 100, default: 20 },
      },
    },
    responses: {
      NotFound: {
        description: "No such book",
        content: {
          "application/json": {
            schema: { type: "object", properties: { message: { type: "string" } } },
          },
        },
      },
    },
    schemas: {
      Genre: { type: "string", enum: ["crime", "poetry"], "x-open": true },
      Book: {
        type: "object",
        properties: {
          id: { type: "string" },
          object: { type: "string", const: "book" },
          pages: { type: "integer", minimum: 1, multipleOf: 2 },
          isbn: { type: "string", pattern: "^[0-9]+$", format: "isbn" },
          subtitle: { type: ["string", "null"], description: "What stands below the title" },
          cover: { $ref: "#/components/schemas/Cover" },
          category: { $ref: "#/components/schemas/Category" },
          rating: { type: "number", exclusiveMinimum: 0 },
        },
        required: ["id", "object", "cover", "subtitle"],
      },
      Cover: {
        oneOf: [
          { $ref: "#/components/schemas/HardCover" },
          { $ref: "#/components/schemas/SoftCover" },
        ],
        discriminator: {
          propertyName: "kind",
          mapping: {
            hard: "#/components/schemas/HardCover",
            soft: "#/components/schemas/SoftCover",
          },
        },
        "x-open": true,
      },
      HardCover: {
        type: "object",
        properties: { kind: { const: "hard" }, colour: { type: "string" } },
        required: ["kind"],
      },
      SoftCover: {
        type: "object",
        properties: { kind: { const: "soft" }, gloss: { type: "boolean" } },
        required: ["kind"],
      },
      Category: {
        type: "object",
        properties: {
          name: { type: "string", title: "Name" },
          within: {
            type: "array",
            maxItems: 5,
            uniqueItems: true,
            items: { $ref: "#/components/schemas/Category" },
          },
        },
      },
      NewOrder: {
        type: "object",
        additionalProperties: false,
        properties: {
          book_id: { type: "string", example: "book_1" },
          quantity: { type: "integer", minimum: 1, maximum: 99, default: 1 },
          address: { $ref: "#/components/schemas/Address" },
          extras: {
            type: "object",
            maxProperties: 8,
            propertyNames: { maxLength: 10 },
            additionalProperties: { anyOf: [{ type: "string" }, { type: "number" }] },
          },
        },
        required: ["book_id"],
      },
      Order: {
        type: "object",
        properties: {
          id: { type: "string" },
          address: { $ref: "#/components/schemas/Address" },
        },
        required: ["id", "address"],
      },
      Address: {
        type: "object",
        properties: { city: { type: "string", maxLength: 80 } },
        required: ["city"],
      },
    },
  },
};

/** What to do to a document: a JSON pointer and its new value, or nothing to take it out. */
export type Edit = readonly [pointer: string, value?: unknown];

/** A copy of a document with edits made one after another. */
export function edited(document: object, ...edits: readonly Edit[]): object {
  const copy = structuredClone(document) as Container;
  for (const [pointer, value] of edits) {
    const path = pointer.split("/").slice(1).map(unescape);
    const key = path.pop() ?? "";
    const parent = path.reduce<Container>((node, part) => {
      const next = node[part];
      if (typeof next !== "object" || next === null) throw new Error(`${pointer}: nothing there`);
      return next as Container;
    }, copy);
    if (value === undefined && !(key in parent)) throw new Error(`${pointer}: nothing to take out`);
    if (value === undefined && Array.isArray(parent)) parent.splice(Number(key), 1);
    else if (value === undefined) delete parent[key];
    else parent[key] = value;
  }
  return copy;
}

type Container = Record<string, unknown>;

function unescape(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
