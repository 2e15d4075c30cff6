import type {
  ContractDocument,
  OperationObject,
  Parameter,
  PathItem,
  RequestBody,
  Schema,
} from "@chatkit-contract/codegen";
import type { Operation } from "@chatkit-contract/types";
import bundled from "@chatkit-contract/types/openapi.json" with { type: "json" };
import { operations } from "@chatkit-contract/types/operations";

/** An argument of a method of the client, by the contract. */
export interface Argument {
  /** A path parameter's name, or `body`, `query` or `options`. */
  name: string;
  schema: Schema;
  /** A valid value, from the contract's examples. */
  example: unknown;
  isRequired: boolean;
}

/** What each method of the client is to be called with, by the contract. */
export const calls: { id: string; args: Argument[] }[] = Object.entries(operations).map(
  ([id, operation]) => ({ id, args: readArguments(operation) }),
);

function readArguments({ path, method, headerOptions = {} }: Operation): Argument[] {
  const item = (bundled.paths as unknown as ContractDocument["paths"])[path] as PathItem;
  const declared = item[method.toLowerCase() as "get"] as OperationObject;
  const parameters = [...(item.parameters ?? []), ...(declared.parameters ?? [])].map((parameter) =>
    resolve<Parameter>(parameter),
  );
  const find = (place: string, wanted: string): Parameter =>
    parameters.find((parameter) => parameter.in === place && parameter.name === wanted)!;
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string);
  const body = declared.requestBody && resolve<RequestBody>(declared.requestBody);
  const media = body?.content["application/json"];
  const query = parameters.filter((parameter) => parameter.in === "query");
  const headers = Object.entries(headerOptions).map(([option, header]) => ({
    ...find("header", header),
    name: option,
  }));
  return [
    ...names.map((name) => ({
      name,
      schema: { type: "string" },
      example: exampleOf(find("path", name)),
      isRequired: true,
    })),
    ...(media
      ? [
          {
            name: "body",
            schema: media.schema ?? {},
            example: firstExample(media.examples),
            isRequired: body.required ?? false,
          },
        ]
      : []),
    ...(query.length > 0 ? [gather("query", query)] : []),
    gather("options", headers),
  ];
}

/** Parameters as the one object that a method takes them in. */
function gather(name: string, parameters: Parameter[]): Argument {
  const required = parameters.filter((parameter) => parameter.required).map((each) => each.name);
  return {
    name,
    schema: {
      type: "object",
      additionalProperties: false,
      required,
      properties: Object.fromEntries(parameters.map((each) => [each.name, each.schema ?? {}])),
    },
    example: Object.fromEntries(parameters.map((each) => [each.name, exampleOf(each)])),
    isRequired: required.length > 0,
  };
}

function exampleOf({ examples, schema }: Parameter): unknown {
  return firstExample(examples) ?? sampleValue(schema ?? {});
}

function firstExample(examples: Record<string, object> | undefined): unknown {
  const [first] = Object.values(examples ?? {});
  return first && resolve<{ value: unknown }>(first).value;
}

/** A value of a schema's type, with every field; its bounds are no matter of the compiler. */
export function sampleValue(node: Schema): unknown {
  const schema = resolve<Schema>(node);
  const { enum: [choice] = [], const: constant = choice, properties = {} } = schema;
  const [branch] = schema.oneOf ?? schema.anyOf ?? [];
  if (constant !== undefined || branch) {
    return constant ?? sampleValue(branch!);
  }
  switch ([schema.type].flat()[0]) {
    case "object":
      return Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, sampleValue(property)]),
      );
    case "array":
      return [sampleValue(schema.items ?? {})];
    case "boolean":
      return true;
    case "integer":
    case "number":
      return 1;
    default:
      return "text";
  }
}

/** Follows references to what they name. */
export function resolve<T extends object>(node: object): T {
  const { $ref } = node as { $ref?: string };
  if ($ref === undefined) {
    return node as T;
  }
  const keys = $ref.split("/").slice(1);
  return resolve(
    keys.reduce<unknown>(
      (value, key) =>
        (value as Record<string, unknown>)[key.replaceAll("~1", "/").replaceAll("~0", "~")],
      bundled,
    ) as object,
  );
}
