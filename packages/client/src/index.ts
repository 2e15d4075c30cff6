export { CONTRACT_VERSION } from "@chatkit-contract/types/operations";

export type { ApiPromise, WithResponse } from "./api-promise.ts";
export type { AnswerCheck } from "./binder.ts";
export type { CallOptions } from "./call-options.ts";
export { createChatKit, type ChatKit } from "./client.ts";
export {
  ApiError,
  ChatKitError,
  ConnectionError,
  InvalidAnswerError,
  TimeoutError,
  type ChatKitErrorKind,
} from "./errors.ts";
export type * from "./facade.gen.ts";
export type { AttemptEnd, AttemptEvent, Hooks } from "./hooks.ts";
export type { AllOptions, Listing } from "./listing.ts";
export type * from "./models.gen.ts";
export type { ChatKitOptions } from "./options.ts";
export type { Page, PageLinks } from "./page.ts";
export { UNKNOWN, type UnknownCase, type UnknownValue } from "./unknown.ts";
