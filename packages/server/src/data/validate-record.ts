import { explain, type Issue, type Validate } from "@chatkit-contract/types/validation";
import { validate as validateSession } from "@chatkit-contract/types/validators/closed-answers/ChatSession";
import { validate as validateThread } from "@chatkit-contract/types/validators/closed-answers/Thread";
import { validate as validateItems } from "@chatkit-contract/types/validators/closed-answers/ThreadItemList";

import type { StoredRecord, StoredSession } from "../store/store.ts";

/** A parsed value as a record, or what keeps it from being one, in one sentence. */
export type ValidatedRecord =
  | { readonly record: StoredRecord; readonly fault?: undefined }
  | { readonly fault: string };

/** Holds a value against the contract's closed schema of the object that it says it is. */
export function validateRecord(value: unknown): ValidatedRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { fault: `a record must be an object, not ${describeKind(value)}` };
  }
  const fault = checkByObject(value as Record<string, unknown>);
  // A valid record of one of the three kinds.
  return fault === undefined ? { record: value as StoredRecord } : { fault: fault.message };
}

function checkByObject(value: Record<string, unknown>): Pick<Issue, "message"> | undefined {
  switch (value["object"] as StoredRecord["object"] | undefined) {
    case "chatkit.thread":
      return check(validateThread, value);
    case "chatkit.thread_item":
      // The contract validates items by the page.
      return check(validateItems, { ...EMPTY_PAGE, data: [value] }, "/data/0");
    case "chatkit.session":
      return checkSession(value);
    default: {
      const allowed = "chatkit.thread, chatkit.thread_item or chatkit.session";
      const given = JSON.stringify(value["object"])?.slice(0, 80);
      return {
        message: given ? `object must be ${allowed}, not ${given}` : "object is missing",
      };
    }
  }
}

const EMPTY_PAGE = { object: "list", first_id: null, last_id: null, has_more: false };

/** What an answer has and the store derives, with values that are valid. */
const DERIVED = { client_secret: "", status: "active" };

/** A session is kept as it is answered, but without what is derived, and with two times more. */
function checkSession(value: Record<string, unknown>): Pick<Issue, "message"> | undefined {
  const derived = Object.keys(DERIVED).find((name) => name in value);
  if (derived !== undefined) {
    return { message: `${derived} is unknown in a session that is kept: it is derived` };
  }
  const { created_at, cancelled_at, ...answered } = value;
  return (
    check(validateSession, { ...answered, ...DERIVED }) ??
    checkTime("created_at", created_at, answered) ??
    (cancelled_at === null ? undefined : checkTime("cancelled_at", cancelled_at, answered))
  );
}

type TimeName = "created_at" | ("cancelled_at" & keyof StoredSession);

/** A time is what the contract says that `expires_at` is. */
function checkTime(
  name: TimeName,
  time: unknown,
  answered: Record<string, unknown>,
): Pick<Issue, "message"> | undefined {
  if (time === undefined) {
    return { message: `${name} is missing` };
  }
  const issue = check(validateSession, { ...answered, ...DERIVED, expires_at: time });
  return issue && { message: issue.message.replace("expires_at", name) };
}

/** @param root Where in the value the record stands, as a JSON pointer. */
function check(validate: Validate, value: object, root = ""): Issue | undefined {
  if (validate(value)) {
    return undefined;
  }
  const record = root === "" ? value : (value as { data: unknown[] }).data[0];
  const faults = validate.errors?.map((fault) => ({
    ...fault,
    instancePath: fault.instancePath.slice(root.length),
  }));
  return explain(faults, record);
}

function describeKind(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
