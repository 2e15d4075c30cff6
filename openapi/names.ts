/** `thread_id` and `Idempotency-Key` as an argument's name: `threadId`, `idempotencyKey`. */
export function camelCase(name: string): string {
  return pascalCase(name).replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
}

/** `threads.listItems` as part of a type's name: `ThreadsListItems`. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
}

/** Whether a name can stand in code as it is: an identifier, and no word that the language keeps for itself. */
export function isFreeName(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name) && !RESERVED_WORDS.has(name);
}

/** What no parameter of a function and no type can be called (ECMA-262, section 12.7.2, and TypeScript's own types). */
const RESERVED_WORDS = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum export extends false finally for " +
    "function if import in instanceof new null return super switch this throw true try typeof var void while with yield " +
    "let static implements interface package private protected public arguments eval " +
    "any bigint boolean never number object string symbol undefined unknown"
  ).split(" "),
);

/** What code is generated under for an operation: its query, options and variables, and the interfaces of its groups. */
export function generatedNames(operationId: string): string[] {
  return [
    queryTypeName(operationId),
    optionsTypeName(operationId),
    variablesTypeName(operationId),
    ...groupsOf(operationId).flatMap((group) => [groupTypeName(group), queriesTypeName(group)]),
  ];
}

/** The groups that an operation is in, the outermost first: `shop` and `shop.orders` of `shop.orders.place`. */
export function groupsOf(operationId: string): string[][] {
  const parts = operationId.split(".").slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1));
}

/** The name of the interface for an operation's query. */
export function queryTypeName(operationId: string): string {
  return `${pascalCase(operationId)}Query`;
}

/** The name of the interface for the settings of one call of an operation. */
export function optionsTypeName(operationId: string): string {
  return `${pascalCase(operationId)}Options`;
}

/** The name of the interface for what a mutation of an operation is given. */
export function variablesTypeName(operationId: string): string {
  return `${pascalCase(operationId)}Variables`;
}

/** The name of the interface for a group of operations; for no group, that of the whole client. */
export function groupTypeName(group: string[]): string {
  return `${pascalCase(group.join("."))}Api`;
}

/** The name of the interface for the query options of a group; for no group, that of all of them. */
export function queriesTypeName(group: string[]): string {
  return `${pascalCase(group.join("."))}Queries`;
}

/** What generated code uses without declaring it. */
const USED = ["Array", "Extract", "Omit", "Promise", "Readonly", "ReadonlyArray", "Record"];

/** What generated files declare beside the contract's own names. */
const DECLARED = [
  "$defs",
  "Api",
  "Queries",
  "WithRequired",
  "components",
  "operations",
  "paths",
  "webhooks",
];

/** What is exported by hand beside what is generated, or imported into it. */
const WRITTEN = [
  "ApiError",
  "CONTRACT_HEADER",
  "CallOptions",
  "ChatKit",
  "ChatKitError",
  "ChatKitErrorKind",
  "ChatKitInfiniteQuery",
  "ChatKitKey",
  "ChatKitMutation",
  "ChatKitOptions",
  "ChatKitQuery",
  "ChatKitQueryError",
  "ConnectionError",
  "InvalidAnswerError",
  "AllOptions",
  "AnswerCheck",
  "ApiPromise",
  "AttemptEnd",
  "AttemptEvent",
  "Hooks",
  "Listing",
  "Page",
  "PageLinks",
  "PageParam",
  "QueriesOptions",
  "TimeoutError",
  "WithResponse",
  "OpenShape",
  "Operation",
  "OperationId",
  "Pagination",
  "RequestValidators",
  "UNKNOWN",
  "UnknownCase",
  "UnknownValue",
  "Validate",
  "answers",
  "closedAnswers",
  "createChatKit",
  "createQueries",
  "deserializeData",
  "requests",
  "serializeData",
];

/** What no schema can be called, whatever the contract. */
export const TAKEN_NAMES: ReadonlySet<string> = new Set([...USED, ...DECLARED, ...WRITTEN]);
