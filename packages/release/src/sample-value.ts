import {
  resolveRef,
  schemaName,
  type ContractDocument,
  type Schema,
} from "@chatkit-contract/codegen";

/** A schema's choices: its constant, its enum's values, or none. */
export function choicesOf(schema: Schema): unknown[] {
  if ("const" in schema) return [schema.const];
  return schema.enum ?? [];
}

/** The fields of an object, those of what it is made of included. */
export function fieldsOf(
  document: ContractDocument,
  schema: Schema,
): { properties: Record<string, Schema>; required: string[] } {
  const parts = (schema.allOf ?? []).map((part) => fieldsOf(document, resolveRef(document, part)));
  return {
    properties: Object.assign(
      {},
      ...parts.map((part) => part.properties),
      schema.properties,
    ) as Record<string, Schema>,
    required: [...parts.flatMap((part) => part.required), ...(schema.required ?? [])],
  };
}

/** The smallest value that a schema's type takes, as it stands in a program. Bounds are not looked at. */
export function sampleValue(document: ContractDocument, node: Schema): string {
  const schema = resolveRef<Schema>(document, node);
  const [choice] = choicesOf(schema);
  if (choice !== undefined) return JSON.stringify(choice);
  const branch = branchesOf(schema).find((each) => !isNull(resolveRef(document, each)));
  if (branch) return sampleValue(document, branch);
  const type = [schema.type ?? []].flat().find((each) => each !== "null");
  switch (type) {
    case "string":
      return '"text"';
    case "integer":
    case "number":
      return "1";
    case "boolean":
      return "true";
    case "array":
      return `[${schema.items ? sampleValue(document, schema.items) : ""}]`;
    case "null":
      return "null";
    default:
      return sampleObject(document, schema, []);
  }
}

/** An object with its required fields and some others. */
export function sampleObject(
  document: ContractDocument,
  schema: Schema,
  others: readonly (readonly [name: string, value: string])[],
): string {
  const { properties, required } = fieldsOf(document, schema);
  const fields = new Map(
    required.map((name) => [name, sampleValue(document, properties[name] ?? {})] as const),
  );
  for (const [name, value] of others) fields.set(name, value);
  const entries = [...fields].map(([name, value]) => `${printKey(name)}: ${value}`);
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
}

/** Every value that shows something of a field's type: its first, each choice, each branch, and null. */
export function sampleValues(
  document: ContractDocument,
  node: Schema,
): { value: string; suffix: string }[] {
  const schema = resolveRef<Schema>(document, node);
  const branches = branchesOf(schema).filter((each) => !isNull(resolveRef(document, each)));
  return [
    { value: sampleValue(document, node), suffix: "" },
    ...choicesOf(schema).map((choice) => ({ value: JSON.stringify(choice), suffix: " enum" })),
    ...branches.map((branch) => ({ value: sampleValue(document, branch), suffix: "" })),
    ...(isNullable(document, node) ? [{ value: "null", suffix: " nullable" }] : []),
  ];
}

/** Whether a schema takes null besides other values. */
export function isNullable(document: ContractDocument, node: Schema): boolean {
  const schema = resolveRef<Schema>(document, node);
  return (
    isNull(schema) ||
    choicesOf(schema).includes(null) ||
    [schema.type ?? []].flat().includes("null") ||
    branchesOf(schema).some((branch) => isNull(resolveRef(document, branch)))
  );
}

/** A schema as a type, undefined where it has no short one. Collects the names of schemas that it uses. */
export function typeText(
  document: ContractDocument,
  schema: Schema,
  names: string[],
): string | undefined {
  const name = schemaName(schema);
  if (name !== undefined) {
    names.push(name);
    return name;
  }
  if (schema["x-open"] === true) return undefined;
  const choices = choicesOf(schema);
  if (choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  const branches = branchesOf(schema);
  if (branches.length > 0) {
    return joinTypes(branches.map((branch) => typeText(document, branch, names)));
  }
  const types = [schema.type ?? []].flat();
  if (types.length === 0 || schema.allOf) return undefined;
  return joinTypes(types.map((type) => typeOf(document, schema, type, names)));
}

/** A name as a key of an object literal. */
export function printKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function typeOf(
  document: ContractDocument,
  schema: Schema,
  type: string,
  names: string[],
): string | undefined {
  if (["string", "boolean", "null"].includes(type)) return type;
  if (type === "integer" || type === "number") return "number";
  if (type === "array") {
    const items = schema.items && typeText(document, schema.items, names);
    return items === undefined ? undefined : `${/ \| /.test(items) ? `(${items})` : items}[]`;
  }
  const { additionalProperties: others } = schema;
  if (schema.properties || typeof others !== "object") return undefined;
  const values = typeText(document, others, names);
  return values === undefined ? undefined : `{ [name: string]: ${values} }`;
}

function joinTypes(types: readonly (string | undefined)[]): string | undefined {
  return types.includes(undefined) ? undefined : [...new Set(types)].join(" | ");
}

function branchesOf({ oneOf, anyOf }: Schema): Schema[] {
  return oneOf ?? anyOf ?? [];
}

function isNull(schema: Schema): boolean {
  return schema.type === "null" || ("const" in schema && schema.const === null);
}
