export { compareContracts } from "./compare.ts";
export { render, type Difference, type Direction, type Kind, type Part } from "./difference.ts";
export { canonical, compareText, isObject, isSame, type JsonObject } from "./document.ts";
export { readDocument, UnreadableError } from "./read-document.ts";
