import type {
  ChatSession,
  CreateSessionRequest,
  Thread,
  ThreadItem,
  ThreadItemList,
  ThreadList,
} from "@chatkit-contract/types";
import contract from "@chatkit-contract/types/openapi.json" with { type: "json" };

import type { StoredRecord, StoredSession } from "../store/store.ts";
import { answerExamples, requestExamples } from "./contract-examples.ts";

/**
 * The small project that the contract's examples show, taken from them: every status and item type, several users, and
 * ids that are the examples' ids. On it a call of an example is answered with that example.
 */
export function createSeed(): StoredRecord[] {
  return [...readThreads(), ...readItems(), ...readSessions()];
}

function readThreads(): Thread[] {
  const pages = [...answerExamples("threads.list").values()] as ThreadList[];
  const alone = [...answerExamples("threads.retrieve").values()] as Thread[];
  return oldestFirst([...pages.map(({ data }) => data), alone]);
}

function readItems(): ThreadItem[] {
  const pages = [...answerExamples("threads.listItems").values()] as ThreadItemList[];
  return oldestFirst(pages.map(({ data }) => data));
}

/** The first page is the whole listing, newest first, and tells ties apart; what is met again elsewhere is the same. */
function oldestFirst<Element extends Thread | ThreadItem>([
  whole = [],
  ...others
]: Element[][]): Element[] {
  const elements = [...whole.toReversed(), ...others.flat()];
  const byId = new Map(elements.map((element) => [element.id, element]));
  return [...byId.values()].toSorted((one, other) => one.created_at - other.created_at);
}

/** A session that an example shows cancelled is so: the last state that the contract tells of it. */
function readSessions(): StoredSession[] {
  const requests = requestExamples("sessions.create");
  const examples = [...answerExamples("sessions.create"), ...answerExamples("sessions.cancel")];
  const sessions = new Map<string, StoredSession>();
  for (const [name, answer] of examples) {
    const { client_secret: _secret, status, ...session } = answer as ChatSession;
    const request = requests.get(name) as CreateSessionRequest | undefined;
    const lifetime = request?.expires_after?.seconds ?? DEFAULT_LIFETIME_SECONDS;
    const created_at = sessions.get(session.id)?.created_at ?? session.expires_at - lifetime;
    const cancelled_at = status === "cancelled" ? created_at : null;
    sessions.set(session.id, { ...session, created_at, cancelled_at });
  }
  return [...sessions.values()];
}

const DEFAULT_LIFETIME_SECONDS: number =
  contract.components.schemas.CreateSessionRequest.properties.expires_after.default.seconds;
