import { stripTypeScriptTypes } from "node:module";

import { expect, test } from "vitest";

import type { ContractDocument, Schema } from "../src/document.ts";
import { readOperations } from "../src/model.ts";
import { emitOpenShapes } from "../src/open-shapes.ts";
import { findOpenShapes } from "../src/open-unions.ts";
import { emitWireTypes } from "../src/schema-types.ts";

function contractOf(
  schemas: Record<string, Schema>,
  paths: ContractDocument["paths"] = {},
): ContractDocument {
  return {
    openapi: "3.1.0",
    info: { title: "Small", version: "1.0.0" },
    paths,
    components: { schemas },
  };
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const pets: Record<string, Schema> = {
  Cat: { type: "object", required: ["kind"], properties: { kind: { const: "cat" } } },
  Pet: {
    "x-open": true,
    oneOf: [ref("Cat")],
    discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat" } },
  },
};

test.for<[way: string, field: Schema]>([
  ["by name", ref("Pet")],
  ["in an array", { type: "array", items: ref("Pet") }],
  ["in arrays of arrays", { type: "array", items: { type: "array", items: ref("Pet") } }],
  ["in an array that has a name", ref("Pets")],
  ["in an array that has two names", ref("Herd")],
  ["beside null", { anyOf: [{ type: "null" }, ref("Pet")] }],
  ["beside null, under a name", ref("PetOrNull")],
  ["in a wrapper", { allOf: [ref("Pet")] }],
])("an open union is found %s", ([, field]) => {
  const shapes = findOpenShapes(
    contractOf({
      ...pets,
      Pets: { type: "array", items: ref("Pet") },
      Herd: ref("Pets"),
      PetOrNull: { anyOf: [ref("Pet"), { type: "null" }] },
      Home: { type: "object", properties: { field, other: { type: "string" } } },
    }),
  );

  expect(shapes["Home"]).toEqual({ fields: { field: "Pet" } });
});

test("an open union is found in every part of an object, however deep", () => {
  const shapes = findOpenShapes(
    contractOf({
      ...pets,
      Base: { type: "object", properties: { first: ref("Pet") } },
      Middle: { allOf: [ref("Base"), { type: "object", properties: { second: ref("Pet") } }] },
      Top: { allOf: [ref("Middle"), { type: "object", properties: { third: ref("Pet") } }] },
    }),
  );

  expect(shapes["Top"]).toEqual({ fields: { first: "Pet", second: "Pet", third: "Pet" } });
});

test("a schema that holds only itself leads nowhere, and the search ends", () => {
  const shapes = findOpenShapes(
    contractOf({
      Nest: { type: "array", items: ref("Nest") },
      Tree: { type: "object", properties: { nest: ref("Nest") } },
    }),
  );

  expect(shapes).toEqual({});
});

test("a property keeps its place in the type, whatever its name means to OpenAPI", async () => {
  const source = await emitWireTypes(
    contractOf({
      Form: {
        title: "A title that is not shown",
        type: "object",
        properties: {
          discriminator: { type: "object", properties: { propertyName: { type: "string" } } },
          title: { type: "string" },
          parameters: { type: "array", items: { type: "integer" } },
          properties: { type: "object", properties: { title: { type: "boolean" } } },
        },
      },
    }),
  );

  const form = /export interface Form \{.*?\n\}/s.exec(source)?.[0].replaceAll(/\s+/g, " ");
  expect(form).toBe(
    "export interface Form { discriminator?: { propertyName?: string | undefined; } | undefined; title?: string | undefined; parameters?: number[] | undefined; properties?: { title?: boolean | undefined; } | undefined; }",
  );
  expect(source).not.toContain("A title that is not shown");
});

test("an operation's parameter stands for the path's of the same name and place", () => {
  const [operation] = readOperations(
    contractOf(
      {},
      {
        "/pets/{size}": {
          parameters: [
            { name: "size", in: "path", required: true, schema: { type: "string" } },
            { name: "size", in: "query", schema: { type: "string" } },
            { name: "age", in: "query", schema: { type: "integer" } },
          ],
          get: {
            operationId: "pets.list",
            parameters: [{ name: "size", in: "query", schema: { type: "integer" } }],
            responses: { "204": { description: "None." } },
          },
        },
      },
    ),
  );

  expect(operation?.pathParameters.map(({ schema }) => schema?.type)).toEqual(["string"]);
  expect(operation?.queryParameters.map(({ name, schema }) => [name, schema?.type])).toEqual([
    ["size", "integer"],
    ["age", "integer"],
  ]);
});

test("the items of a page are known, though its list has a name", () => {
  const page = { "application/json": { schema: ref("Herd") } };
  const [operation] = readOperations(
    contractOf(
      {
        ...pets,
        Pets: { type: "array", items: ref("Pet") },
        Herd: { type: "object", properties: { animals: ref("Pets") } },
      },
      {
        "/pets": {
          get: {
            operationId: "pets.list",
            "x-pagination": {
              after: "after",
              before: "before",
              limit: "limit",
              order: "order",
              items: "animals",
              first_id: "first",
              last_id: "last",
              has_more: "more",
              item_id: "id",
              sort_key: "age",
            },
            responses: { "200": { description: "A page.", content: page } },
          },
        },
      },
    ),
  );

  expect(operation?.item).toBe("Pet");
});

test("a schema that holds itself, or is held in several places, is one shape for all of them", async () => {
  const shapes = findOpenShapes(
    contractOf({
      ...pets,
      Home: {
        type: "object",
        properties: { pet: ref("Pet"), friend: ref("Pet"), rooms: ref("Room") },
      },
      Room: {
        type: "object",
        properties: { inner: ref("Room"), pet: ref("Pet"), of: ref("Home") },
      },
    }),
  );

  const source = stripTypeScriptTypes(emitOpenShapes(shapes, ["Home", "Cat", "Home"]));
  const { openShapes } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
    openShapes: Record<string, Record<string, object>>;
  };

  const pet = ["kind", { cat: null }];
  expect(Object.keys(openShapes)).toEqual(["Home"]);
  const { Home: home } = openShapes;
  const rooms = home?.["rooms"];
  expect(home?.["pet"]).toEqual(pet);
  expect(home?.["friend"]).toBe(home?.["pet"]);
  expect(rooms).toEqual({ inner: rooms, pet, of: home });
  // Of a schema that is needed once no name is left.
  expect(source).not.toContain("Cat");
});
