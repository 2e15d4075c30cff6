import type { OperationId } from "@chatkit-contract/types/operations";

/** A fault on order: which calls it befalls, and what befalls them. At least one of the effects has to be given. */
export interface Fault {
  /** The operation whose calls it befalls. Default: any. */
  operation?: OperationId | undefined;
  /** How many calls it befalls, the next ones. Default: 1; with `share`, all that come. */
  times?: number | undefined;
  /** Which share of the calls it befalls, over 0 and up to 1, drawn from `seed`. Default: each one. */
  share?: number | undefined;
  /** What draws derive from: the same seed draws the same calls and latencies. An integer. Default: 1. */
  seed?: number | undefined;

  /** Effect: answers this error status, 400 to 599, in place of the answer. */
  status?: number | undefined;
  /** Headers that are sent along, over those of the answer. A 429 without `retry-after` has 0. Default: none. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** With `status`: the error's message. Default: one that says that it was ordered. */
  message?: string | undefined;
  /** Effect: waits before anything else, real time: milliseconds, or what they are drawn from. */
  latencyMs?: Latency | undefined;
  /** Effect: what becomes of the connection. */
  connection?: ConnectionFault | undefined;
}

/** Milliseconds, or a distribution of them. */
export type Latency =
  | number
  | { readonly distribution: "uniform"; readonly min: number; readonly max: number }
  | { readonly distribution: "normal"; readonly mean: number; readonly deviation: number }
  /** Half of the calls take longer than `median`; `sigma` is the deviation of the logarithm. */
  | { readonly distribution: "lognormal"; readonly median: number; readonly sigma: number };

/**
 * - `reset`: the connection is reset and nothing is done.
 * - `truncate`: the call is served, and the connection is closed after half of the answer's body.
 * - `stall`: the call is served, and after half of the answer's body nothing more comes.
 */
export type ConnectionFault = "reset" | "truncate" | "stall";

/** A fault that is in force. */
export interface ActiveFault extends Fault {
  /** What it is cleared by. */
  readonly id: string;
  /** How many calls it has befallen. */
  readonly hits: number;
  /** How many more it will, null where that is not bounded. */
  readonly remaining: number | null;
}
