export type * from "../query.gen.ts";
export { createQueries, type QueriesOptions } from "./create-queries.ts";
export { deserializeData, serializeData } from "./dehydration.ts";
export type {
  ChatKitInfiniteQuery,
  ChatKitKey,
  ChatKitMutation,
  ChatKitQuery,
  ChatKitQueryError,
  PageParam,
} from "./options.ts";
