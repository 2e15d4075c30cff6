import {
  InvalidContractError,
  resolveRef,
  type ContractDocument,
  type Operation,
  type Parameter,
  type RequestBody,
  type Schema,
} from "@chatkit-contract/codegen";
import { camelCase, isFreeName } from "@chatkit-contract/openapi/names";
import { format } from "oxfmt";

/** How wide a sample may be before its lines break, so that it fits beside the text. */
const PRINT_WIDTH = 52;

/**
 * Writes a program that calls an operation through the client: with all that a call needs, from the contract's first
 * examples, or, where it needs no query, with the first parameter that selects. It stands alone and is run as it is.
 *
 * @throws {InvalidContractError} The contract gives no example of something that the call needs.
 */
export async function writeSample(
  document: ContractDocument,
  operation: Operation,
): Promise<string> {
  const lines = [
    'import { createChatKit } from "@chatkit-contract/client";',
    "",
    "// The key is read from OPENAI_API_KEY.",
    "const chatkit = createChatKit();",
    "",
    ...callLines(document, operation),
  ];
  const { code, errors } = await format("sample.ts", lines.join("\n"), { printWidth: PRINT_WIDTH });
  const [error] = errors;
  if (error) throw new Error(`${operation.id}: its sample is no TypeScript: ${error.message}`);
  return code;
}

function callLines(document: ContractDocument, operation: Operation): string[] {
  const { id, pagination, item, result } = operation;
  const call = `chatkit.${id}(${callArguments(document, operation).join(", ")})`;
  if (pagination && item) {
    const name = variableFor(item);
    return [
      "// Goes through every page.",
      `for await (const ${name} of ${call}) {`,
      `  console.log(${name}${shownField(document, item, pagination.item_id)});`,
      "}",
    ];
  }
  if (result === undefined) return [`await ${call};`];
  const name = variableFor(result);
  return [
    `const ${name} = await ${call};`,
    `console.log(${name}${shownField(document, result, "id")});`,
  ];
}

/** What a call is given, in the order of the method's parameters. */
function callArguments(document: ContractDocument, operation: Operation): string[] {
  const { pathParameters, queryParameters, headerParameters } = operation;
  const exampleFor = (parameter: Parameter): unknown => {
    const place = `${operation.id}: the ${parameter.in} parameter ${parameter.name}`;
    return firstExample(document, parameter.examples, place);
  };
  const objectOf = (
    parameters: readonly Parameter[],
    nameOf: (name: string) => string,
  ): Record<string, unknown> | undefined =>
    parameters.length === 0
      ? undefined
      : Object.fromEntries(parameters.map((each) => [nameOf(each.name), exampleFor(each)]));

  const body = readBody(document, operation);
  const query = objectOf(shownQuery(operation), (name) => name);
  const options = objectOf(
    headerParameters.filter(({ required }) => required),
    camelCase,
  );
  const given = [
    ...pathParameters.map((parameter) => String(exampleFor(parameter))),
    ...(body === undefined ? [] : [body.value]),
    ...(queryParameters.length === 0 ? [] : [query]),
    options,
  ];
  // What is left out at the end need not be said.
  const last = given.findLastIndex((value) => value !== undefined);
  return given.slice(0, last + 1).map((value) => JSON.stringify(value) ?? "undefined");
}

/** The parameters that a call needs, or else the first that selects; paging is the client's. */
function shownQuery({ queryParameters, pagination }: Operation): Parameter[] {
  const needed = queryParameters.filter(({ required }) => required);
  if (needed.length > 0) return needed;
  const paging: string[] = pagination
    ? [pagination.after, pagination.before, pagination.limit, pagination.order]
    : [];
  return queryParameters
    .filter(({ name, examples }) => examples && !paging.includes(name))
    .slice(0, 1);
}

function readBody(
  document: ContractDocument,
  { id, path, method, body }: Operation,
): { value: unknown } | undefined {
  if (body === undefined) return undefined;
  const requestBody = document.paths[path]?.[method]?.requestBody ?? { content: {} };
  const { content } = resolveRef<RequestBody>(document, requestBody);
  const examples = content["application/json"]?.examples;
  return { value: firstExample(document, examples, `${id}: the body`) };
}

function firstExample(
  document: ContractDocument,
  examples: Record<string, object> | undefined,
  place: string,
): unknown {
  const [first] = Object.values(examples ?? {});
  if (first === undefined) {
    throw new InvalidContractError(
      `${place} has no example, and the sample needs one: give it under \`examples\``,
    );
  }
  return resolveRef<{ value?: unknown }>(document, first).value;
}

/** What of an answer is printed: what tells a union's members apart, or what names it; else the whole. */
function shownField(document: ContractDocument, name: string, id: string): string {
  const schema = resolveRef<Schema>(document, { $ref: `#/components/schemas/${name}` });
  const field = schema.discriminator?.propertyName ?? (schema.properties?.[id] ? id : undefined);
  if (field === undefined) return "";
  return /^[A-Za-z_$][\w$]*$/.test(field) ? `.${field}` : `[${JSON.stringify(field)}]`;
}

function variableFor(schema: string): string {
  const name = camelCase(schema);
  return isFreeName(name) && !TAKEN.includes(name) ? name : "answer";
}

/** What a sample uses besides. */
const TAKEN = ["chatkit", "console", "createChatKit"];
