import { render, type Difference, type Kind, type Part } from "@chatkit-contract/openapi/compare";

import type { Weight } from "./weight.ts";
import { heaviest } from "./weight.ts";

/** A weight, and why. */
export interface Verdict {
  weight: Weight;
  reason: string;
}

/** What the weight of a difference depends on besides itself. */
export interface Surroundings {
  /** Whether the operation of this answer (`GET /threads 418`) already had a `default` answer. */
  hasDefaultAnswer: (where: string) => boolean;
}

/**
 * Weighs a difference that the comparer found. What a request may hold may only grow, what an answer may hold may only
 * shrink, and nothing that callers name in code may go: all else is major. What is used both ways is weighed both ways.
 */
export function weighDifference(difference: Difference, surroundings: Surroundings): Verdict {
  const { direction } = difference;
  const sides = direction === "both" && !ONE_SIDED.has(difference.kind) ? SIDES : [direction];
  const verdicts = sides.map((side) => weighSide(difference, side === "request", surroundings));
  const weight = heaviest(verdicts.map((verdict) => verdict.weight));
  return verdicts.find((verdict) => verdict.weight === weight) ?? fallback();
}

const SIDES = ["request", "answer"] as const;

/** Differences of an operation as a whole: neither a request's nor an answer's. */
const ONE_SIDED = new Set<Kind>(["name", "operation"]);

type Rule = (
  difference: Difference,
  isRequest: boolean,
  surroundings: Surroundings,
) => Verdict | undefined;

function weighSide(difference: Difference, isRequest: boolean, around: Surroundings): Verdict {
  return RULES[difference.kind](difference, isRequest, around) ?? fallback();
}

function fallback(): Verdict {
  return major("nothing is known that makes this safe");
}

const RULES: Readonly<Record<Kind, Rule>> = {
  name: () => major("code and types go by this name"),
  operation: ({ change }) =>
    change === "added" ? minor("a new operation") : major("calls of it fail"),
  server: ({ before, after }) => {
    const [old, now] = [listOf(before), listOf(after)];
    return old[0] === now[0] && old.every((url) => now.includes(url))
      ? minor("a further base URL")
      : major("calls go elsewhere");
  },
  security: ({ before, after }) => {
    // No word on security is the same as being open to all.
    const [old, now] = [waysOf(before), waysOf(after)];
    return now.includes(OPEN_TO_ALL) || old.every((way) => now.includes(way))
      ? minor("whoever was let in still is")
      : major("callers who were let in are refused");
  },
  extension: weighExtension,
  keyword: () => major("what this keyword allows is not known to the judge"),
  parameter: weighPart,
  field: weighPart,
  header: weighPart,
  required: ({ after }, isRequest) => {
    if (isRequest) {
      return after === true
        ? major("requests that leave it out are refused")
        : minor("it may be left out now");
    }
    return after === true ? minor("it always comes now") : major("it may be missing now");
  },
  serialization: ({ where, after }) =>
    /allow(Reserved|EmptyValue)$/.test(where) && after === true
      ? minor("more spellings are taken")
      : major("it is read differently"),
  body: ({ change, after }) => {
    if (change === "removed") return major("the body that callers send is refused");
    return after === "required"
      ? major("calls without a body are refused")
      : minor("a body may be sent now");
  },
  mediaType: ({ change }, isRequest) => {
    if (change === "removed")
      return major(isRequest ? "it is refused now" : "it is not answered any more");
    return isRequest
      ? minor("a further form is taken")
      : major("a caller who names no media type may be answered it");
  },
  answer: ({ where, change }, _, { hasDefaultAnswer }) => {
    if (change === "removed") return major("callers who wait for this answer do not get it");
    if (/ 2..$/.test(where)) return major("a success that callers do not know");
    return hasDefaultAnswer(where)
      ? minor("it was covered by the default answer")
      : major("an answer that callers do not know");
  },
  type: ({ before, after }, isRequest) => {
    const [grows, shrinks] = [isWithin(before, after), isWithin(after, before)];
    return weighRange(grows, shrinks, isRequest);
  },
  nullable: ({ after }, isRequest) => weighRange(after === true, after !== true, isRequest),
  enum: weighCase,
  member: weighCase,
  mapping: ({ before, after, isOpen }, isRequest) => {
    const [old, now] = [listOf(before), listOf(after)];
    if (before === undefined || after === undefined) return minor("a help to tell cases apart");
    if (old.some((entry) => !now.includes(entry))) return major("a value stands for another case");
    return isRequest || isOpen ? minor("a further value") : major("a value that callers not know");
  },
  default: ({ before, change }, isRequest) => {
    if (!isRequest) return minor("an answer's default is a note");
    return change === "added"
      ? minor("what leaving it out means is promised now")
      : major(`leaving it out does not mean ${render(before)} any more`);
  },
  additionalProperties: ({ before, after }, isRequest) =>
    weighRange(after === true || before === false, before === true || after === false, isRequest),
  oneOf: ({ after }, isRequest) => {
    const isLoosened = typeof after === "string" && after.startsWith("anyOf");
    return weighRange(isLoosened, !isLoosened, isRequest);
  },
  discriminator: ({ change }) =>
    change === "changed"
      ? major("cases are told apart by another field")
      : minor("a help to tell cases apart"),
  minimum: weighLowerBound,
  exclusiveMinimum: weighLowerBound,
  minLength: weighLowerBound,
  minItems: weighLowerBound,
  minProperties: weighLowerBound,
  maximum: weighUpperBound,
  exclusiveMaximum: weighUpperBound,
  maxLength: weighUpperBound,
  maxItems: weighUpperBound,
  maxProperties: weighUpperBound,
  multipleOf: ({ before, after }, isRequest) =>
    weighRange(
      after === undefined || isMultiple(before, after),
      before === undefined || isMultiple(after, before),
      isRequest,
    ),
  pattern: weighOpaque,
  format: weighOpaque,
  uniqueItems: weighOpaque,
};

const OPEN_TO_ALL = "open to all";

function weighExtension({ where, change }: Difference): Verdict {
  const name = where.split(" ").at(-1);
  if (name === "x-open") {
    return major(
      change === "removed"
        ? "code that handles the unknown case does not compile"
        : "code has to handle an unknown case now",
    );
  }
  if (name === "x-idempotent") {
    return change === "added"
      ? minor("it may be sent again")
      : major("clients do not send it again after a failure");
  }
  if (name === "x-client-value" && change === "changed") return minor("the client sends it itself");
  if (name === "x-client-value") return major("it moves between the client and its caller");
  return major("how a listing is walked changes");
}

function weighPart({ change, before, after }: Difference, isRequest: boolean): Verdict {
  if (!isRequest) {
    return change === "added"
      ? minor("answers hold more")
      : major("code that reads it finds nothing");
  }
  if (change === "removed") return major(`requests that send it are refused${typeOf(before)}`);
  return isPart(after) && after.required
    ? major("requests without it are refused")
    : minor("it may be left out");
}

function typeOf(part: unknown): string {
  return isPart(part) && part.required ? ", and they all did" : "";
}

/** An enum's value, a whole enum, or a branch of a union. */
function weighCase(
  { kind, change, before, after, isOpen }: Difference,
  isRequest: boolean,
): Verdict {
  // With an array a whole enum came or went: all values became a few, or a few all.
  if (kind === "enum" && Array.isArray(after)) return weighRange(false, true, isRequest);
  if (kind === "enum" && Array.isArray(before)) return weighRange(true, false, isRequest);
  if (change === "removed") {
    return major(
      isRequest ? "requests that use it are refused" : "code that names it does not compile",
    );
  }
  if (isRequest) return minor("requests may use it");
  return isOpen
    ? minor("it may grow, and callers handle the unknown case")
    : major("callers get a case that they do not know");
}

function weighLowerBound({ before, after }: Difference, isRequest: boolean): Verdict {
  const [old, now] = [boundOf(before, -Infinity), boundOf(after, -Infinity)];
  return weighRange(now < old, now > old, isRequest);
}

function weighUpperBound({ before, after }: Difference, isRequest: boolean): Verdict {
  const [old, now] = [boundOf(before, Infinity), boundOf(after, Infinity)];
  return weighRange(now > old, now < old, isRequest);
}

/** What cannot be held against another value: only that there is a condition or none. */
function weighOpaque({ change }: Difference, isRequest: boolean): Verdict {
  return weighRange(change === "removed", change === "added", isRequest);
}

/** Weighs a range of values by whether it took in more, or less, or (neither or both) something else. */
function weighRange(grows: boolean, shrinks: boolean, isRequest: boolean): Verdict {
  if (grows === shrinks) return major("other values than before");
  if (isRequest)
    return grows ? minor("more is taken") : major("requests that were fine are refused");
  return grows ? major("answers hold what they did not before") : minor("answers hold less");
}

function isWithin(inner: unknown, outer: unknown): boolean {
  if (outer === "anything" || inner === "nothing") return true;
  if (inner === "anything" || outer === "nothing") return false;
  const types = listOf(outer);
  return listOf(inner).every(
    (type) => types.includes(type) || (type === "integer" && types.includes("number")),
  );
}

function isMultiple(value: unknown, of: unknown): boolean {
  return typeof value === "number" && typeof of === "number" && value % of === 0;
}

function boundOf(value: unknown, none: number): number {
  return typeof value === "number" ? value : none;
}

function waysOf(value: unknown): readonly unknown[] {
  return value === undefined ? [OPEN_TO_ALL] : listOf(value);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && "required" in value && "type" in value;
}

function minor(reason: string): Verdict {
  return { weight: "minor", reason };
}

function major(reason: string): Verdict {
  return { weight: "major", reason };
}
