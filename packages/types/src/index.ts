export { CONTRACT_HEADER } from "./contract-header.ts";
export type { Operation, Pagination } from "./operation.ts";
export { CONTRACT_VERSION } from "./operations.gen.ts";
export type * from "./schemas.gen.ts";
