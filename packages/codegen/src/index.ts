export type { ContractDocument } from "./document.ts";
export { generateTypes } from "./outputs.ts";
