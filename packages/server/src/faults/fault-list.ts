import type { OperationId } from "@chatkit-contract/types/operations";

import { Random } from "../data/random.ts";
import { drawLatency } from "./draw-latency.ts";
import type { ActiveFault, Fault } from "./fault.ts";

/** What befalls one call. */
export interface Blow extends Pick<Fault, "status" | "headers" | "message" | "connection"> {
  readonly latencyMs: number;
}

/** The faults that are in force. */
export interface FaultList {
  /** Puts a fault in force, behind those that are. */
  add(fault: Fault): ActiveFault;
  list(): ActiveFault[];
  /** Lifts a fault; false where there is none with that id. */
  remove(id: string): boolean;
  clear(): void;
  /** What befalls a call of an operation: the first fault that wants it has it. */
  draw(operation: OperationId): Blow | undefined;
}

/** Makes an empty list. */
export function createFaultList(): FaultList {
  const entries: Entry[] = [];
  let count = 0;
  return {
    add: (fault) => {
      count += 1;
      const times = fault.times ?? (fault.share === undefined ? 1 : Infinity);
      const random = new Random(fault.seed ?? 1);
      const entry = { fault, id: `fault_${count}`, hits: 0, remaining: times, random };
      entries.push(entry);
      return describe(entry);
    },
    list: () => entries.map(describe),
    remove: (id) => {
      const index = entries.findIndex((entry) => entry.id === id);
      return index !== -1 && entries.splice(index, 1).length > 0;
    },
    clear: () => {
      entries.length = 0;
    },
    draw: (operation) => {
      const index = entries.findIndex((entry) => wants(entry, operation));
      const entry = entries[index];
      if (entry === undefined) {
        return undefined;
      }
      entry.hits += 1;
      entry.remaining -= 1;
      if (entry.remaining === 0) {
        entries.splice(index, 1);
      }
      const { status, headers, message, connection, latencyMs = 0 } = entry.fault;
      const drawn = drawLatency(latencyMs, entry.random);
      return { status, headers, message, connection, latencyMs: drawn };
    },
  };
}

interface Entry {
  readonly fault: Fault;
  readonly id: string;
  readonly random: Random;
  hits: number;
  remaining: number;
}

function wants({ fault, random }: Entry, operation: OperationId): boolean {
  return (
    (fault.operation ?? operation) === operation &&
    (fault.share === undefined || random.next() < fault.share)
  );
}

function describe({ fault, id, hits, remaining }: Entry): ActiveFault {
  return { id, ...fault, hits, remaining: Number.isFinite(remaining) ? remaining : null };
}
