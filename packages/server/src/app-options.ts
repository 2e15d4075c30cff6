import type { Clock } from "./clock.ts";
import type { FaultList } from "./faults/fault-list.ts";
import type { Gate } from "./gate.ts";
import type { Handlers } from "./handlers/handler.ts";
import type { Logger } from "./logger.ts";
import type { Projects } from "./projects.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Store } from "./store/store.ts";

/** What an app is built from. */
export interface AppOptions {
  readonly store: Store;
  readonly projects: Projects;
  readonly clock: Clock;
  readonly faults: FaultList;
  /** What everything but a probe waits at while the data is being made. */
  readonly gate: Gate;
  /** What answers the operations; those that are missing are answered from the contract. */
  readonly handlers: Handlers;
  /** Whether an operation without a handler is answered 501. */
  readonly isStrict: boolean;
  /** Undefined for no limit. */
  readonly rateLimit: RateLimit | undefined;
  /** Undefined for silence. */
  readonly log: Logger | undefined;
  /** Whether the log names users. */
  readonly logsUsers: boolean;
  /** Aborted when the server begins to close: what would wait for long stops waiting. */
  readonly closing: AbortSignal;
  /** What the control API does; undefined where there is none. */
  readonly control: Control | undefined;
}

/** What the control API needs beside the app. */
export interface Control {
  /** What its header has to carry. */
  readonly secret: string;
  /** Brings everything back to what it was at the start. */
  readonly reset: () => Promise<void>;
}
