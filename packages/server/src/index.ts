export { CONTRACT_VERSION } from "@chatkit-contract/types/operations";

export type { Clock } from "./clock.ts";
export type { ActiveFault, ConnectionFault, Fault, Latency } from "./faults/fault.ts";
export { BadFaultError } from "./faults/read-fault.ts";
export { ImportError, type ImportSource } from "./import-error.ts";
export type { Logger, LogLevel } from "./logger.ts";
export type { ServerOptions } from "./options.ts";
export { ServerStartError } from "./server-start-error.ts";
export { startServer, type ChatKitServer, type ProjectOptions } from "./start-server.ts";
export { StoreOpenError } from "./store/store-open-error.ts";
export type { StoredRecord, StoredSession } from "./store/store.ts";
