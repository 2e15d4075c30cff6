import { RULES, SECRETS, type ServerOptions } from "./options.ts";

/** What the command takes, as a flag or from the environment. */
export interface Setting {
  readonly name: keyof ServerOptions;
  /** As commander writes it. */
  readonly flags: string;
  readonly description: string;
  /** The value as a person would write it. */
  readonly default?: string;
  /** Text as a value; undefined where it is none. Default: the text itself. */
  readonly read?: (text: string) => unknown;
}

/** Every setting, in the order of `--help`. */
export const SETTINGS: readonly Setting[] = [
  {
    name: "port",
    flags: "--port <port>",
    description: "the port to listen on, 0 for any free one",
    default: "4020",
    read: readInteger,
  },
  {
    name: "host",
    flags: "--host <host>",
    description: "the host name or address to listen on",
    default: "127.0.0.1",
  },
  {
    name: "database",
    flags: "--database <file>",
    description: "keep the data in this SQLite file (default: in memory)",
  },
  {
    name: "threads",
    flags: "--threads <count>",
    description: "make up so many threads where there are none (default: a small seed)",
    read: readInteger,
  },
  {
    name: "seed",
    flags: "--seed <number>",
    description: "what made-up threads derive from",
    default: "1",
    read: readInteger,
  },
  {
    name: "apiKey",
    flags: "--api-key <key>",
    description: "let in this key, with a project of its own; may be repeated (default: any key)",
    read: (text) => text.split(","),
  },
  {
    name: "rateLimit",
    flags: "--rate-limit <count>",
    description: "requests that a project may send in a minute (default: any number)",
    read: readInteger,
  },
  {
    name: "strict",
    flags: "--strict",
    description: "answer 501 for an operation that is not served, in place of an example",
    read: readFlag,
  },
  {
    name: "log",
    flags: "--log <level>",
    description: "how much is logged to stderr; info is a line for every request",
    default: "warn",
  },
  { name: "logUsers", flags: "--log-users", description: "let the log name users", read: readFlag },
  {
    name: "control",
    flags: "--control",
    description: "serve the control API (default: in memory only; --no-control for never)",
    read: readFlag,
  },
  {
    name: "controlSecret",
    flags: "--control-secret <secret>",
    description: "what the control API asks for (default: made up and printed)",
  },
];

/** The environment variable of a setting. */
export function variableOf(name: string): string {
  return PREFIX + name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

const PREFIX = "CHATKIT_SERVER_";

/** Reads a setting from text; undefined where the text is no value of it. */
export function readSetting({ name, read }: Setting, text: string): unknown {
  const value = read ? read(text) : text;
  return RULES[name].holds(value) ? value : undefined;
}

/** Settings from the environment, and what is wrong with each variable that is. */
export interface EnvironmentSettings {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly string[];
}

/**
 * Reads the environment, once and whole.
 *
 * @param isGiven Whether a setting came as a flag, which wins: its variable is not read.
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  isGiven: (name: string) => boolean,
): EnvironmentSettings {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  const byVariable = new Map(SETTINGS.map((setting) => [variableOf(setting.name), setting]));
  for (const [variable, text] of Object.entries(environment)) {
    // An empty variable is how many tools leave one out.
    if (!variable.startsWith(PREFIX) || !text) {
      continue;
    }
    const setting = byVariable.get(variable);
    if (setting === undefined) {
      problems.push(`${variable} is unknown; there are ${[...byVariable.keys()].join(", ")}`);
    } else if (!isGiven(setting.name)) {
      const value = readSetting(setting, text);
      values[setting.name] = value;
      problems.push(
        ...(value === undefined ? [`${variable} must be ${describeAllowed(setting)}`] : []),
      );
    }
  }
  return { values, problems };
}

/** Whether a value must not be shown, not even a wrong one. */
export function isSecret({ name }: Setting): boolean {
  return SECRETS.has(name);
}

/** What a setting may be, in words. */
export function describeAllowed({ name }: Setting): string {
  return name === "log"
    ? RULES.log.allowed.replace(/, or a pino logger$/, "")
    : RULES[name].allowed;
}

function readInteger(text: string): number {
  return /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
}

function readFlag(text: string): unknown {
  return new Map([
    ["true", true],
    ["1", true],
    ["false", false],
    ["0", false],
  ]).get(text);
}
