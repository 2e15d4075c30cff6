export type { CallOptions } from "./call-options.ts";
export { createChatKit, type ChatKit, type ChatKitOptions } from "./client.ts";
export {
  ApiError,
  ChatKitError,
  ConnectionError,
  InvalidAnswerError,
  type ChatKitErrorKind,
} from "./errors.ts";
export type * from "./facade.gen.ts";
export type { Listing } from "./listing.ts";
export type * from "./models.gen.ts";
export { UNKNOWN, type UnknownCase, type UnknownValue } from "./unknown.ts";
