import type { Thread, ThreadItem, ThreadStatus } from "@chatkit-contract/types";

import { Conversation } from "./conversation.ts";
import { Random } from "./random.ts";

export interface GenerateThreadsOptions {
  /** How many threads. */
  count: number;
  /** The same seed and count give the same records. Default: 1. */
  seed?: number;
  /** When the newest thread came into being at the latest, in seconds. Default: the start of 2026. */
  until?: number;
  /** Whether threads have items. Default: true. */
  hasItems?: boolean;
}

const START_OF_2026 = 1_767_225_600;
/** The time that the threads are spread over. */
const SPAN_SECONDS = 365 * 24 * 60 * 60;

/**
 * Makes up the conversations of a year, oldest first, each thread followed by its items: a few users have most of the
 * threads (Zipf), most threads are short and a few very long, some share a second, and every status and type of item
 * occurs. Nothing is held: a million threads take as much memory as one.
 */
export function* generateThreads({
  count,
  seed = 1,
  until = START_OF_2026,
  hasItems = true,
}: GenerateThreadsOptions): Generator<Thread | ThreadItem> {
  const random = new Random(seed);
  const createItemId = createIds("cthi", random);
  const createThreadId = createIds("cthr", random);
  const users = countUsers(count);
  let created_at = 0;
  for (let index = 0; index < count; index += 1) {
    const isTie = index > 0 && random.happens(0.04);
    const moment = until - SPAN_SECONDS + ((index + random.next()) / count) * SPAN_SECONDS;
    created_at = isTie ? created_at : Math.floor(moment);
    const conversation = new Conversation(random);
    const thread: Thread = {
      id: createThreadId(),
      object: "chatkit.thread",
      created_at,
      title: conversation.title(),
      status: pickStatus(random, index / count),
      user: userOfRank(pickRank(random, users)),
    };
    yield thread;
    if (hasItems && !random.happens(0.03)) {
      yield* conversation.items(thread, random.tail(2, 600, 1.2), createItemId);
    }
  }
}

/** How many users share so many threads; some may have none. */
export function countUsers(threads: number): number {
  return Math.ceil(threads ** 0.75);
}

/** The user who has the most threads but `rank - 1` others: 1 is the busiest. */
export function userOfRank(rank: number): string {
  const index = rank - 1;
  const given = GIVEN_NAMES[index % GIVEN_NAMES.length];
  const family = FAMILY_NAMES[Math.floor(index / GIVEN_NAMES.length) % FAMILY_NAMES.length];
  const round = Math.floor(index / (GIVEN_NAMES.length * FAMILY_NAMES.length));
  return `${given}.${family}${round === 0 ? "" : `.${round}`}@example.com`;
}

/** Zipf's law with the exponent 1, by its continuous form: no table, whatever the number of users. */
function pickRank(random: Random, users: number): number {
  return Math.floor(Math.exp(random.next() * Math.log(users + 1)));
}

/** The older a thread is, the likelier it is closed. */
function pickStatus(random: Random, age: number): ThreadStatus {
  if (random.happens(0.3 * (1 - age))) {
    return { type: "closed", reason: random.pick(CLOSED_REASONS) };
  }
  return random.happens(0.07)
    ? { type: "locked", reason: random.pick(LOCKED_REASONS) }
    : { type: "active" };
}

/** Identifiers that look like chance, and of which no two are the same. */
function createIds(prefix: string, random: Random): () => string {
  let count = 0;
  return () => {
    count += 1;
    // Mixing 32 bits in steps that can be undone keeps different counts different.
    let mixed = Math.imul(count ^ (count >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    const own = ((mixed ^ (mixed >>> 16)) >>> 0).toString(36).padStart(7, "0");
    const chance = Math.floor(random.next() * 36 ** 6).toString(36);
    return `${prefix}_${own}${chance.padStart(6, "0")}`;
  };
}

const CLOSED_REASONS = [
  "Resolved by the customer.",
  "Resolved.",
  "No answer for two weeks.",
  null,
] as const;
const LOCKED_REASONS = [
  "Waiting for the billing team.",
  "Waiting for a person.",
  "Too many messages at once.",
  null,
] as const;

const GIVEN_NAMES: readonly string[] = (
  "amira björn chidi dolores emeka fatima giulia haruto ines jakub " +
  "keiko leila mateo nadia oscar priya quentin rosa samuel thandi"
).split(" ");
const FAMILY_NAMES: readonly string[] = (
  "okafor silva novak tanaka haddad moreau lindqvist castillo mbeki " +
  "keller rossi iyer osei jansen petrova nguyen santos yilmaz berg"
).split(" ");
