import type { ContractDocument } from "@chatkit-contract/codegen";
import bundled from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations, type OperationId } from "@chatkit-contract/types/operations";
import { afterAll, expect, test } from "vitest";

import { openInEditor, type Hover } from "./language-service.ts";

const contract = bundled as unknown as ContractDocument;
const schemas = contract.components?.schemas ?? {};

type Schema = (typeof schemas)[string];
type OperationObject = NonNullable<ContractDocument["paths"][string]["get"]>;
type Parameter = Exclude<NonNullable<OperationObject["parameters"]>[number], { $ref: string }>;

/** A place in a source, and what hovering over it has to show. */
interface Place {
  name: string;
  position: number;
  docs: string[];
  /** Tags by their beginning: `param threadId`, `returns`. */
  tags: Record<string, string>;
}

/** Source text that remembers the places to hover over. */
class Source {
  text = "";
  /** Whether unions have a case for what is newer than the contract: the client's do, wire types list what is known. */
  hasUnknownCases = true;
  readonly places: Place[] = [];
  #variables = 0;

  write(text: string): void {
    this.text += text;
  }

  hover(token: string, name: string, docs: string[], tags: Record<string, string> = {}): void {
    this.places.push({ name, position: this.text.length, docs, tags });
    this.text += token;
  }

  variable(): string {
    return `value${this.#variables++}`;
  }
}

const calls = Object.entries(contract.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) =>
    method === "parameters"
      ? []
      : [writeCall(path, item.parameters ?? [], operation as unknown as OperationObject)],
  ),
);
const models = writeModels();
const wire = writeWireTypes();

const editor = openInEditor({
  ...Object.fromEntries(calls.map(({ file, source }) => [file, source.text])),
  "models.virtual.ts": models.text,
  "wire.virtual.ts": wire.text,
});

let hovers = 0;
afterAll(() => {
  console.info(`${hovers} hovers, each with the contract's words`);
});

test.each(calls)(
  "hovering over $id, its parameters and every field of its request and answer shows the contract's words",
  ({ file, source }) => {
    expect(editor.errorsIn(file)).toEqual([]);
    expect(source.places.flatMap((place) => faults(file, place))).toEqual([]);
  },
);

test("hovering over the name of a schema's type shows the contract's words", () => {
  expect(editor.errorsIn("models.virtual.ts")).toEqual([]);
  expect(models.places.flatMap((place) => faults("models.virtual.ts", place))).toEqual([]);
});

test("hovering over every field of the wire types below the client shows the contract's words", () => {
  expect(editor.errorsIn("wire.virtual.ts")).toEqual([]);
  expect(wire.places.flatMap((place) => faults("wire.virtual.ts", place))).toEqual([]);
});

function faults(file: string, { name, position, docs, tags }: Place): string[] {
  hovers++;
  const hover = editor.hover(file, position);
  const shown = normalize(hover.docs);
  if (shown === "") {
    return [`${name} has no docs`];
  }
  return [
    ...docs
      .filter((words) => words.trim() === "" || !shown.includes(normalize(words)))
      .map((words) => `${name} lacks ${JSON.stringify(words)}`),
    ...Object.entries(tags)
      .filter(([tag, words]) => !readTag(hover, tag).includes(normalize(words)))
      .map(([tag, words]) => `${name} lacks @${tag} ${words}`),
  ];
}

function readTag({ tags }: Hover, start: string): string {
  const all = tags.map(({ name, text }) => normalize(`${name} ${text}`));
  return all.find((text) => text.startsWith(`${start} `)) ?? "";
}

function normalize(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** A function that makes the call with every parameter and field there is, and reads every field of the answer. */
function writeCall(
  path: string,
  shared: NonNullable<OperationObject["parameters"]>,
  object: OperationObject,
): { id: string; file: string; source: Source } {
  const id = object.operationId;
  const parameters = [...shared, ...(object.parameters ?? [])].map((node) =>
    resolve<Parameter>(node),
  );
  const body = object.requestBody && resolve<RequestBody>(object.requestBody);
  const success = Object.entries(object.responses).find(([status]) => status.startsWith("2"));
  const answer = resolve<Answer>(success?.[1] ?? { description: "" });

  const source = new Source();
  source.write('import { UNKNOWN, type ChatKit } from "@chatkit-contract/client";\n');
  source.write("export const unknown: symbol = UNKNOWN;\ndeclare const chatkit: ChatKit;\n");
  source.write("const answer = await chatkit");
  const names = id.split(".");
  for (const group of names.slice(0, -1)) {
    source.write(".");
    source.hover(group, `${id}: the group ${group}`, groupDocs(group));
  }
  source.write(".");
  const pathValues = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) =>
    parameters.find((parameter) => parameter.in === "path" && parameter.name === name),
  );
  source.hover(names.at(-1) ?? "", id, [object.summary ?? "", object.description ?? ""], {
    ...Object.fromEntries(
      pathValues.map((parameter) => [
        `param ${toCamelCase(parameter?.name ?? "")}`,
        parameter?.description ?? "no description",
      ]),
    ),
    ...(body ? { "param body": body.description ?? "no description" } : {}),
    "param options": "Settings of this one call.",
    returns: answer.description,
  });
  source.write(`(${pathValues.map(() => '"id", ').join("")}`);
  if (body) {
    writeLiteral(source, schemaOf(body), `${id}: body`);
    source.write(", ");
  }
  const query = parameters.filter((parameter) => parameter.in === "query");
  if (query.length > 0) {
    writeFields(
      source,
      query.map(({ name, description, schema = {} }) => ({ name, description, schema })),
      `${id}: query`,
    );
    source.write(", ");
  }
  const options = Object.entries(operations[id as OperationId].headerOptions ?? {});
  writeFields(
    source,
    options.map(([name, header]) => ({
      name,
      description: parameters.find((each) => each.name === header)?.description,
      schema: { type: "string" },
    })),
    `${id}: options`,
  );
  source.write(");\n");
  writeReads(source, schemaOf(answer), "answer", `${id}: answer`, []);
  return { id, file: `${id}.virtual.ts`, source };
}

type RequestBody = Exclude<OperationObject["requestBody"], { $ref: string } | undefined>;
type Answer = Exclude<OperationObject["responses"][string], { $ref: string }>;

function schemaOf({ content }: RequestBody | Answer): Schema {
  return content?.["application/json"]?.schema ?? {};
}

/** A tag describes the group of its name, whatever the tags of the group's operations. */
function groupDocs(group: string): string[] {
  const tag = contract.tags?.find(({ name }) => toCamelCase(name.toLowerCase()) === group);
  return tag?.description === undefined ? [] : [tag.description];
}

interface Field {
  name: string;
  description: string | undefined;
  schema: Schema;
}

function fieldsOf({ properties = {} }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    description: schema.description ?? resolve<Schema>(schema).description,
    schema,
  }));
}

/** An object literal with every field that there may be, all the way down. */
function writeLiteral(source: Source, node: Schema, place: string): void {
  const schema = resolve<Schema>(node);
  const [branch] = schema.anyOf ?? schema.oneOf ?? [];
  if (branch) {
    writeLiteral(source, branch, place);
  } else if (schema.properties) {
    writeFields(source, fieldsOf(schema), place);
  } else if (typeof schema.additionalProperties === "object") {
    source.write("{ key: ");
    writeLiteral(source, schema.additionalProperties, `${place}.key`);
    source.write(" }");
  } else if (schema.items) {
    source.write("[");
    writeLiteral(source, schema.items, `${place}[]`);
    source.write("]");
  } else {
    const [type = ""] = [schema.type].flat();
    const values: Record<string, unknown> = { integer: 1, number: 1, boolean: true, string: "" };
    source.write(JSON.stringify(schema.const ?? schema.enum?.[0] ?? values[type] ?? null));
  }
}

function writeFields(source: Source, fields: Field[], place: string): void {
  source.write("{ ");
  for (const { name, description, schema } of fields) {
    source.hover(name, `${place}.${name}`, [description ?? ""]);
    source.write(": ");
    writeLiteral(source, schema, `${place}.${name}`);
    source.write(", ");
  }
  source.write("}");
}

/** Statements that read every field, in every case of every union. */
function writeReads(
  source: Source,
  node: Schema,
  expression: string,
  place: string,
  above: Schema[],
): void {
  const schema = resolve<Schema>(node);
  if (above.includes(schema)) {
    return;
  }
  const within = [...above, schema];
  const { discriminator, oneOf } = schema;
  if (oneOf && discriminator) {
    const tag = discriminator.propertyName;
    const cases = Object.entries(discriminator.mapping ?? {});
    const variable = source.variable();
    source.write(`const ${variable} = ${expression};\n${variable}.`);
    const docs = cases.map(
      ([, $ref]) => resolve<Schema>({ $ref }).properties?.[tag]?.description ?? "",
    );
    source.hover(tag, `${place}.${tag}`, docs);
    source.write(";\n");
    for (const [value, $ref] of cases) {
      source.write(`if (${variable}.${tag} === ${JSON.stringify(value)}) {\n`);
      writeReads(source, { $ref }, variable, `${place} (${value})`, within);
      source.write("}\n");
    }
    if (schema["x-open"] === true && source.hasUnknownCases) {
      source.write(`if (${variable}.${tag} === UNKNOWN) {\n${variable}.`);
      source.hover("raw", `${place} (unknown).raw`, ["The whole value as the server sent it."]);
      source.write(";\n}\n");
    }
    return;
  }
  for (const branch of schema.anyOf ?? oneOf ?? []) {
    writeReads(source, branch, expression, place, within);
  }
  for (const field of fieldsOf(schema)) {
    source.write(`${expression}.`);
    source.hover(field.name, `${place}.${field.name}`, [field.description ?? ""]);
    source.write(";\n");
    writeReads(
      source,
      field.schema,
      `${expression}.${field.name}!`,
      `${place}.${field.name}`,
      within,
    );
  }
  if (typeof schema.additionalProperties === "object") {
    const { additionalProperties } = schema;
    writeReads(source, additionalProperties, `${expression}["key"]!`, `${place}.key`, within);
  }
  if (schema.items) {
    writeReads(source, schema.items, `${expression}[0]!`, `${place}[]`, within);
  }
}

function writeModels(): Source {
  const source = new Source();
  source.write('import type * as client from "@chatkit-contract/client";\n');
  for (const [name, { description }] of Object.entries(schemas)) {
    source.write(`export type ${name} = client.`);
    source.hover(name, name, [description ?? ""]);
    source.write(";\n");
  }
  return source;
}

function writeWireTypes(): Source {
  const source = new Source();
  source.hasUnknownCases = false;
  source.write('import type * as wire from "@chatkit-contract/types";\n');
  for (const name of Object.keys(schemas)) {
    source.write(`{\nconst value = {} as wire.${name};\nvoid value;\n`);
    writeReads(source, { $ref: `#/components/schemas/${name}` }, "value", `wire ${name}`, []);
    source.write("}\n");
  }
  return source;
}

function toCamelCase(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+(.)/g, (_all, letter: string) => letter.toUpperCase());
}

function resolve<T>(node: T | { $ref: string }): T {
  let current: unknown = node;
  while (typeof current === "object" && current !== null && "$ref" in current) {
    current = String(current.$ref)
      .split("/")
      .slice(1)
      .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], contract);
  }
  return current as T;
}
