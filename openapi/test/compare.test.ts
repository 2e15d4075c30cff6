import { describe, expect, it, test } from "vitest";
import { compareContracts } from "../compare/compare.ts";
import type { Difference } from "../compare/difference.ts";
import { edited, smallContract, type Edit } from "./small-contract.ts";

const LIST = "/paths/~1books/get";
const ITEM = "/paths/~1books~1{book_id}";
const ORDER = "/paths/~1orders/post";
const SCHEMAS = "/components/schemas";
const BOOK = `${SCHEMAS}/Book/properties`;
const NEW_ORDER = `${SCHEMAS}/NewOrder/properties`;
const PAGE = `${LIST}/responses/200/content/application~1json/schema/properties`;

/** An edit, and the line that says each difference it makes: direction, kind, text. */
type Case = [name: string, edits: Edit[], ...differences: string[]];

const both = { type: "object", properties: { kind: { const: "both" } } };

const wireEdits: Case[] = [
  [
    "another base URL",
    [["/servers/0/url", "https://books.test/v2"]],
    "request server | server: https://books.test/v1 -> https://books.test/v2",
  ],
  [
    "another base URL ahead of it",
    [["/servers", [{ url: "https://eu.books.test/v1" }, { url: "https://books.test/v1" }]]],
    "request server | server: https://books.test/v1 -> https://eu.books.test/v1, https://books.test/v1",
  ],
  [
    "a base URL of one path",
    [[`${ITEM}/servers`, [{ url: "/other" }]]],
    "request server | DELETE /books/{book_id} server: https://books.test/v1 -> /other",
    "request server | GET /books/{book_id} server: https://books.test/v1 -> /other",
  ],
  [
    "another key for all",
    [["/security", [{ cookie: [] }]]],
    "request security | security: http bearer -> apiKey cookie session",
  ],
  [
    "an operation without a key",
    [[`${LIST}/security`, []]],
    "request security | GET /books security: http bearer -> none",
  ],
  [
    "a new path",
    [["/paths/~1shelves", { get: { responses: {} } }]],
    "both operation | GET /shelves: none -> operation",
  ],
  ["a path taken out", [["/paths/~1orders"]], "both operation | POST /orders: operation -> none"],
  [
    "a new method",
    [[`${ITEM}/put`, { responses: {} }]],
    "both operation | PUT /books/{book_id}: none -> operation",
  ],
  [
    "a method taken out",
    [[`${ITEM}/delete`]],
    "both operation | DELETE /books/{book_id}: operation -> none",
  ],
  [
    "another operationId",
    [[`${LIST}/operationId`, "books.all"]],
    "both name | GET /books operationId: books.list -> books.all",
  ],
  [
    "another name of a path parameter",
    [
      [
        "/paths/~1books~1{id}",
        {
          parameters: [{ name: "id", in: "path", schema: { type: "string" } }],
          delete: { operationId: "books.delete", responses: { "204": {} } },
        },
      ],
      [`${ITEM}/delete`],
    ],
    "request name | DELETE /books/{id} path id name: book_id -> id",
  ],
  [
    "a bound of a path parameter",
    [[`${ITEM}/parameters/0/schema/maxLength`, 9]],
    "request maxLength | DELETE /books/{book_id} path book_id maxLength: none -> 9",
    "request maxLength | GET /books/{book_id} path book_id maxLength: none -> 9",
  ],
  [
    "pagination marked otherwise",
    [[`${LIST}/x-pagination/limit`, "size"]],
    'both extension | GET /books x-pagination: {"after":"after","limit":"limit"} -> {"after":"after","limit":"size"}',
  ],
  [
    "a POST no longer idempotent",
    [[`${ORDER}/x-idempotent`, false]],
    "both extension | POST /orders x-idempotent: true -> none",
  ],

  [
    "a new query parameter",
    [
      [
        `${LIST}/parameters/4`,
        { name: "q", in: "query", required: true, schema: { type: "string" } },
      ],
    ],
    "request parameter | GET /books query q: none -> required string",
  ],
  [
    "a query parameter taken out",
    [[`${LIST}/parameters/1`]],
    "request parameter | GET /books query genre: optional crime | poetry -> none",
  ],
  [
    "a parameter that moves into a header",
    [[`${LIST}/parameters/1/in`, "header"]],
    "request parameter | GET /books header genre: none -> optional crime | poetry",
    "request parameter | GET /books query genre: optional crime | poetry -> none",
  ],
  [
    "a parameter made required",
    [[`${LIST}/parameters/1/required`, true]],
    "request required | GET /books query genre required: false -> true",
  ],
  [
    "another style",
    [[`${LIST}/parameters/2/style`, "pipeDelimited"]],
    "request serialization | GET /books query ids explode: true -> false",
    "request serialization | GET /books query ids style: form -> pipeDelimited",
  ],
  [
    "a parameter's bound",
    [["/components/parameters/Limit/schema/maximum", 50]],
    "request maximum | GET /books query limit maximum: 100 -> 50",
  ],
  [
    "a parameter's default",
    [["/components/parameters/Limit/schema/default"]],
    "request default | GET /books query limit default: 20 -> none",
  ],
  [
    "a parameter's elements",
    [[`${LIST}/parameters/2/schema/items/type`, "integer"]],
    "request type | GET /books query ids [] type: string -> integer",
  ],
  [
    "the number of elements",
    [[`${LIST}/parameters/2/schema/maxItems`, 5]],
    "request maxItems | GET /books query ids maxItems: 9 -> 5",
  ],
  [
    "a request header taken out",
    [[`${LIST}/parameters/3`]],
    "request parameter | GET /books header X-Trace: optional string -> none",
  ],
  [
    "a request header that has to be sent",
    [[`${LIST}/parameters/3/x-client-value`, "on"]],
    "request extension | GET /books header X-Trace x-client-value: none -> on",
  ],

  [
    "a new body",
    [[`${ITEM}/delete/requestBody`, { content: { "application/json": {} } }]],
    "request body | DELETE /books/{book_id} body: none -> optional",
  ],
  [
    "a body taken out",
    [[`${ORDER}/requestBody`]],
    "request body | POST /orders body: required -> none",
  ],
  [
    "a body that may be left out",
    [[`${ORDER}/requestBody/required`]],
    "request required | POST /orders body required: true -> false",
  ],
  [
    "a new media type",
    [[`${ORDER}/requestBody/content/text~1csv`, { schema: { type: "string" } }]],
    "request mediaType | POST /orders body text/csv: none -> string",
  ],
  [
    "a media type taken out",
    [[`${ORDER}/responses/201/content/application~1json`]],
    "answer mediaType | POST /orders 201 application/json: object -> none",
  ],

  [
    "a new answer",
    [[`${LIST}/responses/429`, { description: "", content: { "application/json": {} } }]],
    "answer answer | GET /books 429: none -> application/json",
  ],
  [
    "an answer taken out",
    [[`${ITEM}/get/responses/404`]],
    "answer answer | GET /books/{book_id} 404: application/json -> none",
  ],
  [
    "another status",
    [[`${ITEM}/delete/responses`, { "200": { description: "" } }]],
    "answer answer | DELETE /books/{book_id} 200: none -> empty",
    "answer answer | DELETE /books/{book_id} 204: empty -> none",
  ],
  [
    "a new header of an answer",
    [[`${LIST}/responses/200/headers/Retry-After`, { schema: { type: "integer" } }]],
    "answer header | GET /books 200 header retry-after: none -> optional integer",
  ],
  [
    "a header of an answer taken out",
    [[`${LIST}/responses/200/headers/X-Request-Id`]],
    "answer header | GET /books 200 header x-request-id: required string -> none",
  ],
  [
    "a header of an answer that may be missing",
    [[`${LIST}/responses/200/headers/X-Request-Id/required`, false]],
    "answer required | GET /books 200 header x-request-id required: true -> false",
  ],
  [
    "a header's schema",
    [[`${LIST}/responses/200/headers/X-Request-Id/schema/minLength`, 1]],
    "answer minLength | GET /books 200 header x-request-id minLength: none -> 1",
  ],

  [
    "a new field of an answer",
    [[`${PAGE}/total`, { type: "integer" }]],
    "answer field | GET /books 200 total: none -> optional integer",
  ],
  [
    "a field of a shared schema",
    [[`${BOOK}/year`, { type: ["integer", "null"] }]],
    "answer field | Book.year: none -> optional integer or null",
  ],
  [
    "a field taken out",
    [[`${BOOK}/rating`]],
    "answer field | Book.rating: optional number -> none",
  ],
  [
    "a new required field of a request",
    [
      [`${NEW_ORDER}/code`, { type: "string" }],
      [`${SCHEMAS}/NewOrder/required`, ["book_id", "code"]],
    ],
    "request field | NewOrder.code: none -> required string",
  ],
  [
    "a field of a request and an answer",
    [[`${SCHEMAS}/Address/properties/city/maxLength`, 40]],
    "both maxLength | Address.city maxLength: 80 -> 40",
  ],
  [
    "a field made required",
    [[`${SCHEMAS}/NewOrder/required`, ["book_id", "quantity"]]],
    "request required | NewOrder.quantity required: false -> true",
  ],
  [
    "a field made optional",
    [[`${SCHEMAS}/Order/required`, ["id"]]],
    "answer required | Order.address required: true -> false",
  ],
  [
    "another type",
    [[`${BOOK}/pages/type`, "number"]],
    "answer type | Book.pages type: integer -> number",
  ],
  [
    "a second type",
    [[`${BOOK}/id/type`, ["string", "integer"]]],
    "answer type | Book.id type: string -> integer, string",
  ],
  ["any type", [[`${BOOK}/id`, {}]], "answer type | Book.id type: string -> anything"],
  [
    "null added",
    [[`${BOOK}/rating/type`, ["number", "null"]]],
    "answer nullable | Book.rating nullable: false -> true",
  ],
  [
    "null taken out",
    [[`${PAGE}/next`, { type: "string", minLength: 1 }]],
    "answer nullable | GET /books 200 next nullable: true -> false",
  ],
  [
    "null added around a reference",
    [[`${BOOK}/category`, { anyOf: [{ $ref: `#${SCHEMAS}/Category` }, { type: "null" }] }]],
    "answer nullable | Book.category nullable: false -> true",
  ],
  [
    "an enum's value added",
    [[`${SCHEMAS}/Genre/enum`, ["crime", "poetry", "drama"]]],
    "request enum | Genre enum: none -> drama",
  ],
  [
    "an enum's value exchanged",
    [[`${SCHEMAS}/Genre/enum`, ["crime", "drama"]]],
    "request enum | Genre enum: none -> drama",
    "request enum | Genre enum: poetry -> none",
  ],
  [
    "an enum opened",
    [[`${SCHEMAS}/Genre/enum`]],
    "request enum | Genre enum: crime, poetry -> none",
  ],
  [
    "another constant",
    [[`${BOOK}/object/const`, "volume"]],
    "answer enum | Book.object enum: book -> none",
    "answer enum | Book.object enum: none -> volume",
  ],
  [
    "x-open taken out of an enum",
    [[`${SCHEMAS}/Genre/x-open`]],
    "request extension | Genre x-open: true -> none",
  ],
  [
    "x-open taken out of a union",
    [[`${SCHEMAS}/Cover/x-open`]],
    "answer extension | Cover x-open: true -> none",
  ],
  [
    "minimum",
    [[`${NEW_ORDER}/quantity/minimum`, 2]],
    "request minimum | NewOrder.quantity minimum: 1 -> 2",
  ],
  [
    "exclusiveMinimum",
    [[`${BOOK}/rating/exclusiveMinimum`]],
    "answer exclusiveMinimum | Book.rating exclusiveMinimum: 0 -> none",
  ],
  [
    "multipleOf",
    [[`${BOOK}/pages/multipleOf`, 1]],
    "answer multipleOf | Book.pages multipleOf: 2 -> 1",
  ],
  [
    "pattern",
    [[`${BOOK}/isbn/pattern`, "^[0-9X]+$"]],
    "answer pattern | Book.isbn pattern: ^[0-9]+$ -> ^[0-9X]+$",
  ],
  ["format", [[`${BOOK}/isbn/format`]], "answer format | Book.isbn format: isbn -> none"],
  [
    "minLength",
    [[`${NEW_ORDER}/book_id/minLength`, 1]],
    "request minLength | NewOrder.book_id minLength: none -> 1",
  ],
  [
    "maxItems and uniqueItems",
    [
      [`${SCHEMAS}/Category/properties/within/maxItems`, 6],
      [`${SCHEMAS}/Category/properties/within/uniqueItems`],
    ],
    "answer maxItems | Category.within maxItems: 5 -> 6",
    "answer uniqueItems | Category.within uniqueItems: true -> none",
  ],
  [
    "maxProperties",
    [[`${NEW_ORDER}/extras/maxProperties`, 4]],
    "request maxProperties | NewOrder.extras maxProperties: 8 -> 4",
  ],
  [
    "propertyNames",
    [[`${NEW_ORDER}/extras/propertyNames`]],
    "request maxLength | NewOrder.extras propertyNames maxLength: 10 -> none",
  ],
  [
    "the values of a map",
    [[`${NEW_ORDER}/extras/additionalProperties`, { type: "string" }]],
    "request type | NewOrder.extras.* type: number, string -> string",
  ],
  [
    "a map closed",
    [[`${NEW_ORDER}/extras/additionalProperties`, false]],
    "request additionalProperties | NewOrder.extras additionalProperties: number | string -> false",
  ],
  [
    "a request opened",
    [[`${SCHEMAS}/NewOrder/additionalProperties`]],
    "request additionalProperties | NewOrder additionalProperties: false -> true",
  ],
  [
    "an answer closed",
    [[`${SCHEMAS}/Book/additionalProperties`, false]],
    "answer additionalProperties | Book additionalProperties: true -> false",
  ],
  [
    "a default",
    [[`${NEW_ORDER}/quantity/default`, 2]],
    "request default | NewOrder.quantity default: 1 -> 2",
  ],
  [
    "a default of null",
    [[`${BOOK}/subtitle/default`, null]],
    "answer default | Book.subtitle default: none -> null",
  ],
  [
    "a default beside a reference",
    [[`${NEW_ORDER}/address/default`, { city: "Ulm" }]],
    'request default | NewOrder.address default: none -> {"city":"Ulm"}',
  ],
  [
    "a bound beside a reference",
    [[`${NEW_ORDER}/address/minProperties`, 1]],
    "request minProperties | NewOrder.address minProperties: none -> 1",
  ],
  [
    "a union's member added",
    [
      [`${SCHEMAS}/Both`, both],
      [`${SCHEMAS}/Cover/oneOf/2`, { $ref: `#${SCHEMAS}/Both` }],
    ],
    "answer member | Cover(both): none -> object",
  ],
  [
    "a union's member taken out",
    [[`${SCHEMAS}/Cover/oneOf/1`], [`${SCHEMAS}/Cover/oneOf/1`, both]],
    "answer member | Cover(both): none -> object",
    "answer member | Cover(soft): object -> none",
    "answer mapping | Cover discriminator.mapping: hard, soft -> hard, soft -> #/components/schemas/SoftCover",
  ],
  [
    "a field of a union's member",
    [[`${SCHEMAS}/HardCover/properties/colour/maxLength`, 9]],
    "answer maxLength | HardCover.colour maxLength: none -> 9",
  ],
  [
    "a union where one type was",
    [[`${BOOK}/id`, { anyOf: [{ type: "string" }, { type: "array", items: {} }] }]],
    "answer member | Book.id(array): none -> array",
  ],
  [
    "oneOf whose members overlap",
    [
      [
        `${NEW_ORDER}/extras/additionalProperties`,
        { oneOf: [{ type: "string" }, { type: "integer" }, { type: "number" }] },
      ],
    ],
    "request oneOf | NewOrder.extras.* oneOf: anyOf number, string -> oneOf string, integer, number",
  ],
  [
    "no discriminator",
    [[`${SCHEMAS}/Cover/discriminator`]],
    "answer discriminator | Cover discriminator: kind -> none",
    "answer mapping | Cover discriminator.mapping: hard, soft -> none",
  ],
  [
    "no mapping",
    [[`${SCHEMAS}/Cover/discriminator/mapping`]],
    "answer mapping | Cover discriminator.mapping: hard, soft -> none",
  ],
  [
    "a mapping that is crossed",
    [[`${SCHEMAS}/Cover/discriminator/mapping/hard`, `#${SCHEMAS}/SoftCover`]],
    "answer mapping | Cover discriminator.mapping: hard, soft -> hard -> soft, soft",
  ],
  [
    "a schema that only some keyword tells",
    [[`${BOOK}/id/not`, { const: "none" }]],
    'answer keyword | Book.id not: none -> {"const":"none"}',
  ],
  [
    "a second list where one was",
    [
      [
        `${SCHEMAS}/Category/properties/within`,
        {
          anyOf: [
            {
              type: "array",
              maxItems: 6,
              uniqueItems: true,
              items: { $ref: `#${SCHEMAS}/Category` },
            },
            { type: "array", items: { type: "boolean" } },
          ],
        },
      ],
    ],
    "answer maxItems | Category.within(array) maxItems: 5 -> 6",
    "answer member | Category.within(#2): none -> array",
  ],
  [
    "how a part of a body is encoded",
    [
      [
        `${ORDER}/requestBody/content/application~1json/encoding`,
        { extras: { contentType: "text/csv" } },
      ],
    ],
    'request keyword | POST /orders body encoding: none -> {"extras":{"contentType":"text/csv"}}',
  ],
  [
    "a keyword that nobody knows",
    [[`${BOOK}/id/maxWords`, 3]],
    "answer keyword | Book.id maxWords: none -> 3",
  ],
];

describe("reports", () => {
  it.each(wireEdits)("%s", (_name, edits, ...lines) => {
    const found = compareContracts(smallContract, edited(smallContract, ...edits));

    expect(found.map(lineOf).toSorted()).toEqual(lines.toSorted());
  });

  it.each(wireEdits)("%s, the other way round", (_name, edits) => {
    const after = edited(smallContract, ...edits);

    const back = compareContracts(after, smallContract).map(({ where, kind, change, direction }) =>
      // A path goes by its name in the second document.
      [
        where.replace("{book_id} path book_id name", "{id} path id name"),
        kind,
        change,
        direction,
      ].join(" "),
    );

    expect(back.toSorted()).toEqual(
      compareContracts(smallContract, after)
        .map(({ where, kind, change, direction }) =>
          [where, kind, MIRROR[change], direction].join(" "),
        )
        .toSorted(),
    );
  });
});

const MIRROR = { added: "removed", removed: "added", changed: "changed" } as const;

const neutralEdits: [name: string, ...edits: Edit[]][] = [
  ["a description", [`${BOOK}/id/description`, "Its identifier"], [`${LIST}/description`, "Lists"]],
  [
    "a title, a summary, tags and a comment",
    [`${SCHEMAS}/Book/title`, "A book"],
    [`${LIST}/summary`, "Books"],
    [`${LIST}/tags`, []],
    [`${BOOK}/id/$comment`, "why"],
  ],
  [
    "an example",
    [`${NEW_ORDER}/book_id/example`],
    [`${BOOK}/id/examples`, ["book_2"]],
    [`${SCHEMAS}/Book/example`, {}],
  ],
  ["a deprecation", [`${LIST}/deprecated`, true], [`${BOOK}/id/deprecated`, true]],
  [
    "another order of keys and lists",
    [`${SCHEMAS}/Book/required`, ["subtitle", "cover", "object", "id"]],
    [`${SCHEMAS}/Genre`, { "x-open": true, enum: ["poetry", "crime"], type: "string" }],
  ],
  [
    "another order of parameters",
    [`${LIST}/parameters/0`],
    [`${LIST}/parameters/3`, { $ref: "#/components/parameters/Limit" }],
  ],
  [
    "another order of a union",
    [
      `${SCHEMAS}/Cover/oneOf`,
      [{ $ref: `#${SCHEMAS}/SoftCover` }, { $ref: `#${SCHEMAS}/HardCover` }],
    ],
  ],
  [
    "a component renamed",
    [`${SCHEMAS}/Kind`, { type: "string", enum: ["crime", "poetry"], "x-open": true }],
    [`${SCHEMAS}/Genre`],
    [`${LIST}/parameters/1/schema/$ref`, `#${SCHEMAS}/Kind`],
  ],
  [
    "a schema given a name",
    [`${SCHEMAS}/Total`, { type: "integer", minimum: 1, multipleOf: 2 }],
    [`${BOOK}/pages`, { $ref: `#${SCHEMAS}/Total` }],
  ],
  [
    "a parameter written out",
    [
      `${LIST}/parameters/0`,
      {
        name: "limit",
        in: "query",
        required: false,
        style: "form",
        explode: true,
        schema: { type: "integer", minimum: 0, maximum: 100, default: 20 },
      },
    ],
  ],
  [
    "a security scheme renamed",
    ["/security/0", { token: [] }],
    ["/components/securitySchemes/token", { type: "http", scheme: "Bearer" }],
  ],
  [
    "security and servers said again",
    [`${LIST}/security`, [{ key: [] }]],
    [`${LIST}/servers`, [{ url: "https://books.test/v1/" }]],
  ],
  [
    "null in another spelling",
    [`${BOOK}/subtitle`, { anyOf: [{ type: "string" }, { type: "null" }] }],
    [`${PAGE}/next`, { type: ["null", "string"], minLength: 1 }],
  ],
  [
    "null by oneOf and by the word of 3.0",
    [`${BOOK}/subtitle`, { type: "string", nullable: true }],
    [`${PAGE}/next`, { oneOf: [{ const: null }, { type: "string", minLength: 1 }] }],
  ],
  ["an enum of one for a constant", [`${BOOK}/object`, { enum: ["book"] }]],
  [
    "constants for an enum",
    [`${SCHEMAS}/Genre`, { oneOf: [{ const: "crime" }, { const: "poetry" }], "x-open": true }],
  ],
  [
    "integer beside number",
    [`${BOOK}/rating/type`, ["integer", "number"]],
    [
      `${NEW_ORDER}/extras/additionalProperties`,
      { anyOf: [{ type: "integer" }, { type: "string" }, { type: "number" }] },
    ],
  ],
  [
    "a list of types for anyOf",
    [`${NEW_ORDER}/extras/additionalProperties`, { type: ["string", "number"] }],
  ],
  [
    "oneOf whose members cannot overlap",
    [
      `${NEW_ORDER}/extras/additionalProperties`,
      { oneOf: [{ type: "number" }, { type: "string" }] },
    ],
  ],
  [
    "anyOf for a oneOf with a discriminator",
    [
      `${SCHEMAS}/Cover/anyOf`,
      [{ $ref: `#${SCHEMAS}/HardCover` }, { $ref: `#${SCHEMAS}/SoftCover` }],
    ],
    [`${SCHEMAS}/Cover/oneOf`],
  ],
  [
    "null around a reference by the word of 3.0, and of 3.1",
    [`${SCHEMAS}/Nothing`, { type: "null" }],
    [`${PAGE}/next`, { nullable: true, allOf: [{ type: "string", minLength: 1 }] }],
    [`${BOOK}/subtitle`, { anyOf: [{ $ref: `#${SCHEMAS}/Nothing` }, { type: "string" }] }],
  ],
  [
    "a header that the media type says",
    [`${LIST}/responses/200/headers/Content-Type`, { schema: { type: "string" } }],
  ],
  ["allOf around a reference", [`${BOOK}/cover`, { allOf: [{ $ref: `#${SCHEMAS}/Cover` }] }]],
  [
    "fields by allOf",
    [
      `${SCHEMAS}/Order`,
      {
        allOf: [
          { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
          {
            type: "object",
            properties: { address: { $ref: `#${SCHEMAS}/Address` } },
            required: ["address"],
          },
        ],
      },
    ],
  ],
  [
    "what holds anyway",
    [`${SCHEMAS}/Category/required`, []],
    [`${BOOK}/id/minLength`, 0],
    [`${SCHEMAS}/Book/additionalProperties`, {}],
  ],
  [
    "an exclusive bound over integers",
    [`${BOOK}/pages`, { type: "integer", exclusiveMinimum: 0, multipleOf: 2 }],
  ],
  ["the case of a header", [`${LIST}/parameters/3/name`, "x-trace"]],
  ["an unknown extension", [`${LIST}/x-internal`, true], [`${BOOK}/id/x-internal`, true]],
];

describe("has nothing to say of", () => {
  it.each(neutralEdits)("%s", (_name, ...edits) => {
    const after = edited(smallContract, ...edits);

    expect(compareContracts(smallContract, after).map(lineOf)).toEqual([]);
  });
});

test("a difference in a shared schema is one, with every request and answer that shows it", () => {
  const [difference, ...others] = compareContracts(
    smallContract,
    edited(smallContract, [`${SCHEMAS}/Address/properties/city/maxLength`, 40]),
  );

  expect(others).toEqual([]);
  expect(difference).toEqual({
    where: "Address.city maxLength",
    direction: "both",
    kind: "maxLength",
    isOpen: false,
    change: "changed",
    before: 80,
    after: 40,
    places: ["POST /orders 201", "POST /orders body"],
    text: "Address.city maxLength: 80 -> 40",
  });
});

test("an operation that uses schemas with differences adds no more than itself", () => {
  const before = edited(smallContract, [`${BOOK}/pages/minimum`, 2]);
  const operation = {
    responses: {
      "200": { content: { "application/json": { schema: { $ref: `#${SCHEMAS}/Book` } } } },
    },
  };
  const seventh = edited(smallContract, ["/paths/~1featured", { get: operation }]);

  const wheres = compareContracts(before, seventh).map(({ where }) => where);

  expect(wheres).toEqual(["Book.pages minimum", "GET /featured"]);
});

test("a schema exchanged for another that both documents have is reported where it is used", () => {
  const edits: Edit[] = [[`${SCHEMAS}/Order/properties/address/$ref`, `#${SCHEMAS}/HardCover`]];

  const wheres = compareContracts(smallContract, edited(smallContract, ...edits)).map(
    ({ where }) => where,
  );

  expect(wheres).toEqual(["Order.address.city", "Order.address.colour", "Order.address.kind"]);
});

test("schemas that hold each other, or themselves as their own alternative, come to an end", () => {
  const tangle = (limit: number): object =>
    edited(
      smallContract,
      [`${SCHEMAS}/Category/properties/book`, { $ref: `#${SCHEMAS}/Book` }],
      [
        `${SCHEMAS}/Loop`,
        { anyOf: [{ $ref: `#${SCHEMAS}/Loop` }, { type: "string", maxLength: limit }] },
      ],
      [
        `${SCHEMAS}/Grown`,
        {
          allOf: [{ $ref: `#${SCHEMAS}/Category` }],
          properties: { within: { $ref: `#${SCHEMAS}/Grown`, minProperties: limit } },
        },
      ],
      [`${BOOK}/loop`, { $ref: `#${SCHEMAS}/Loop` }],
      [`${BOOK}/grown`, { $ref: `#${SCHEMAS}/Grown` }],
    );

  const found = compareContracts(tangle(1), tangle(2)).map(({ where }) => where);

  expect(found).toEqual(["Grown.within minProperties", "Loop(string) maxLength"]);
  expect(compareContracts(tangle(1), tangle(1))).toEqual([]);
});

test("schemas that all hold each other are each compared once", { timeout: 2000 }, () => {
  const names = Array.from({ length: 9 }, (_, index) => `Node${index}`);
  const references = Object.fromEntries(
    names.map((name) => [name, { $ref: `#${SCHEMAS}/${name}` }] as const),
  );
  const knot = (limit: number): object =>
    edited(
      smallContract,
      ...names.map((name): Edit => {
        const size = { type: "integer", maximum: limit };
        return [`${SCHEMAS}/${name}`, { type: "object", properties: { ...references, size } }];
      }),
      [`${BOOK}/node`, { $ref: `#${SCHEMAS}/Node0` }],
    );

  expect(compareContracts(knot(1), knot(2))).toHaveLength(names.length);
});

test("null within a component does not count where the place adds it anyway", () => {
  const place: Edit = [
    `${BOOK}/category`,
    { anyOf: [{ $ref: `#${SCHEMAS}/Category` }, { type: "null" }] },
  ];
  const inner: Edit = [`${SCHEMAS}/Category/type`, ["object", "null"]];
  const within: Edit = [`${SCHEMAS}/Category/properties/within`];

  const found = compareContracts(
    edited(smallContract, within, place),
    edited(smallContract, within, place, inner),
  );

  expect(found).toEqual([]);
});

test("a reference to nothing is an error", () => {
  const broken = edited(smallContract, [`${SCHEMAS}/Genre`]);

  expect(() => compareContracts(smallContract, broken)).toThrow(
    "#/components/schemas/Genre names nothing in the document",
  );
});

function lineOf({ direction, kind, text }: Difference): string {
  return `${direction} ${kind} | ${text}`;
}

test.each([
  ["an enum", `${SCHEMAS}/Genre/enum`, ["crime", "poetry", "travel"], `${SCHEMAS}/Genre/x-open`],
  [
    "a union",
    `${SCHEMAS}/Cover/oneOf`,
    [
      { $ref: `#${SCHEMAS}/HardCover` },
      { $ref: `#${SCHEMAS}/SoftCover` },
      { type: "object", properties: { kind: { const: "none" } }, required: ["kind"] },
    ],
    `${SCHEMAS}/Cover/x-open`,
  ],
])("%s that both documents mark open grows as an open one", (_, at, value, mark) => {
  const closed = edited(smallContract, [mark]);

  const [open] = compareContracts(smallContract, edited(smallContract, [at, value]));
  const [unmarked] = compareContracts(closed, edited(closed, [at, value]));
  const grown = compareContracts(closed, edited(smallContract, [at, value]));

  expect(open).toMatchObject({ change: "added", isOpen: true });
  expect(unmarked).toMatchObject({ change: "added", isOpen: false });
  expect(grown.filter(({ isOpen }) => isOpen)).toEqual([]);
});
