export type { Operation, Pagination } from "./operation.ts";
export type * from "./schemas.gen.ts";
