import { jsDoc, pascalCase } from "./docs.ts";
import type { Operation } from "./model.ts";

/** The query of an operation as a named interface, or undefined where it takes none. */
export function queryTypeName(operation: Operation): string | undefined {
  return operation.queryParameters.length > 0 ? `${pascalCase(operation.id)}Query` : undefined;
}

/** Named interfaces for the query of every operation that takes one. */
export function emitParameterTypes(operations: Operation[]): string {
  const interfaces = operations.flatMap((operation) => {
    const name = queryTypeName(operation);
    const type = `operations[${JSON.stringify(operation.id)}]["parameters"]["query"]`;
    return name === undefined
      ? []
      : [
          `${jsDoc([`The query of \`${operation.id}\`.`])}\nexport interface ${name} extends NonNullable<${type}> {}\n`,
        ];
  });
  return interfaces.length === 0
    ? "export {};\n"
    : `import type { operations } from "./schemas.gen.ts";\n\n${interfaces.join("\n")}`;
}
