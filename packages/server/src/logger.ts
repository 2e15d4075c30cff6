/** What the server logs to: a pino logger, or what behaves like one. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  isLevelEnabled(level: string): boolean;
}

/** How much is logged, from everything down to nothing. */
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What must not stand in a log, wherever in an object it is. */
const SECRET_FIELDS = ["authorization", "client_secret", "apiKey", "secret", "secretKey"];
const USER_FIELDS = ["user"];

/** Makes what the server logs to: JSON, a line each, on stderr. A logger of the caller's is taken as it is. */
export async function createLogger(
  log: LogLevel | Logger = "warn",
  { logsUsers = false }: { logsUsers?: boolean } = {},
): Promise<Logger | undefined> {
  if (log === "silent") {
    return undefined;
  }
  if (typeof log !== "string") {
    return log;
  }
  const { pino } = await import("pino");
  const hidden = [...SECRET_FIELDS, ...(logsUsers ? [] : USER_FIELDS)];
  const paths = hidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const logger: Logger = pino(
    { level: log, base: null, redact: { paths, censor: "[redacted]" } },
    pino.destination({ dest: 2, sync: true }),
  );
  return logger;
}
