export type {
  Answer,
  ContractDocument,
  OperationObject,
  Parameter,
  PathItem,
  RequestBody,
  Schema,
} from "./document.ts";
export { generateTypes } from "./outputs.ts";
