import { validateHeaderName, validateHeaderValue } from "node:http";

import { operations } from "@chatkit-contract/types/operations";

import { MAX_LATENCY_MS } from "./draw-latency.ts";
import type { Fault } from "./fault.ts";

/** A fault's definition makes no sense; the message says where and what would. */
export class BadFaultError extends TypeError {
  override readonly name = "BadFaultError";
  /** The field at fault, with dots; empty for the whole of it. */
  readonly field: string;

  constructor(field: string, given: unknown, allowed: string) {
    const shown = JSON.stringify(given)?.slice(0, 80) ?? "left out";
    super(`A fault's ${field || "definition"} must be ${allowed}, not ${shown}.`);
    this.field = field;
  }
}

/**
 * Reads a fault from outside.
 *
 * @throws {BadFaultError} It makes no sense.
 */
export function readFault(value: unknown): Fault {
  const fault = readObject("", value, Object.keys(RULES));
  for (const [field, rule] of Object.entries(RULES)) {
    if (fault[field] !== undefined) {
      rule(fault[field], field);
    }
  }
  if (EFFECTS.every((field) => fault[field] === undefined)) {
    throw new BadFaultError("", value, `an object with one of ${EFFECTS.join(", ")}`);
  }
  if (fault["message"] !== undefined && fault["status"] === undefined) {
    throw new BadFaultError("status", undefined, "given where there is a message");
  }
  // Held against every rule.
  return fault;
}

const EFFECTS = ["status", "headers", "latencyMs", "connection"];

type Rule = (value: unknown, field: string) => void;

const RULES: Readonly<Record<keyof Fault, Rule>> = {
  operation: oneOf(Object.keys(operations)),
  times: number("a whole number from 1", (value) => Number.isSafeInteger(value) && value >= 1),
  share: number("a number over 0 and up to 1", (value) => value > 0 && value <= 1),
  seed: number("a whole number", Number.isSafeInteger),
  status: number(
    "a whole number from 400 to 599",
    (value) => Number.isInteger(value) && value >= 400 && value <= 599,
  ),
  headers: checkHeaders,
  message: (value, field) => {
    if (typeof value !== "string") {
      throw new BadFaultError(field, value, "a text");
    }
  },
  latencyMs: checkLatency,
  connection: oneOf(["reset", "truncate", "stall"]),
};

/** Headers that say how long the answer is, or how it travels: another length would be another fault. */
const FRAMING = new Set(["content-length", "transfer-encoding", "connection", "trailer"]);

function checkHeaders(value: unknown, field: string): void {
  for (const [name, text] of Object.entries(readObject(field, value))) {
    try {
      validateHeaderName(name);
    } catch {
      throw new BadFaultError(field, name, "an object of names that a header can have");
    }
    if (FRAMING.has(name.toLowerCase())) {
      throw new BadFaultError(field, name, "free of headers about the length of the answer");
    }
    try {
      validateHeaderValue(name, typeof text === "string" ? text : "\n");
    } catch {
      throw new BadFaultError(`${field}.${name}`, text, "a text that a header can have");
    }
  }
}

const ms = number(
  `a number of milliseconds from 0 to ${MAX_LATENCY_MS}`,
  (value) => value >= 0 && value <= MAX_LATENCY_MS,
);
const spread = number("a number from 0 to 10", (value) => value >= 0 && value <= 10);

const DISTRIBUTIONS: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  uniform: { min: ms, max: ms },
  normal: { mean: ms, deviation: ms },
  lognormal: { median: ms, sigma: spread },
};

function checkLatency(value: unknown, field: string): void {
  if (typeof value === "number") {
    ms(value, field);
    return;
  }
  const latency = readObject(field, value);
  oneOf(Object.keys(DISTRIBUTIONS))(latency["distribution"], `${field}.distribution`);
  const rules = DISTRIBUTIONS[String(latency["distribution"])] ?? {};
  readObject(field, value, ["distribution", ...Object.keys(rules)]);
  for (const [name, rule] of Object.entries(rules)) {
    rule(latency[name], `${field}.${name}`);
  }
  if (Number(latency["min"]) > Number(latency["max"])) {
    throw new BadFaultError(`${field}.max`, latency["max"], `at least min`);
  }
}

function readObject(
  field: string,
  value: unknown,
  names?: readonly string[],
): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BadFaultError(field, value, "an object");
  }
  const unknown = names && Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new BadFaultError(field, unknown, `an object of ${names?.join(", ")}`);
  }
  return value as Record<string, unknown>;
}

function number(allowed: string, holds: (value: number) => boolean): Rule {
  return (value, field) => {
    if (typeof value !== "number" || !holds(value)) {
      throw new BadFaultError(field, value, allowed);
    }
  };
}

function oneOf(values: readonly string[]): Rule {
  return (value, field) => {
    if (typeof value !== "string" || !values.includes(value)) {
      throw new BadFaultError(field, value, `one of ${values.join(", ")}`);
    }
  };
}
