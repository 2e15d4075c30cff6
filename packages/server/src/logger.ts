import type { Logger as PinoLogger } from "pino";

/** What the server logs to. */
export type Logger = Pick<PinoLogger, "info" | "warn" | "error" | "isLevelEnabled">;

/** How much is logged, from everything down to nothing. */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
