export { DEFAULT_CONTRACT, loadContract } from "./contract.ts";
export type { ContractDocument } from "./document.ts";
export { InvalidContractError } from "./invalid-contract.ts";
export { readOperations, type Operation } from "./model.ts";
export { generateClient, generateTypes, TARGETS, writeOutputs, type Outputs } from "./outputs.ts";
