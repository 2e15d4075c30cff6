export { DEFAULT_CONTRACT, loadContract } from "./contract.ts";
export type {
  Answer,
  ContractDocument,
  OperationObject,
  Parameter,
  PathItem,
  RequestBody,
  Schema,
} from "./document.ts";
export { resolveRef, schemaName } from "./document.ts";
export { InvalidContractError } from "./invalid-contract.ts";
export { readOperations, type Operation } from "./model.ts";
export { generateClient, generateTypes, type Outputs } from "./outputs.ts";
