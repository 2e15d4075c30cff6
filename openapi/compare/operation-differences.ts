import {
  contentDifferences,
  isRequired,
  partOf,
  valueDifferences,
  type Documents,
} from "./content-differences.ts";
import { findDifference, type Finding, type Site } from "./difference.ts";
import { isObject, keysOfBoth, objectIn, resolveIn, type JsonObject } from "./document.ts";
import { extensionDifferences } from "./extension-differences.ts";
import { placeOf, type Operation } from "./operations.ts";
import { parameterDifferences } from "./parameter-differences.ts";

/** How two operations of the same method and path differ. */
export function operationDifferences(documents: Documents, a: Operation, b: Operation): Finding[] {
  const place = placeOf(b);
  const site: Site = { place, direction: "both" };
  const names = [a.operation["operationId"], b.operation["operationId"]] as const;
  const callbacks = [callbacksOf(a), callbacksOf(b)] as const;
  return [
    ...findDifference(site, `${place} operationId`, "name", ...names),
    ...findDifference(site, `${place} callbacks`, "keyword", ...callbacks),
    ...extensionDifferences(site, a.operation, b.operation),
    ...parameterDifferences(documents, place, a, b),
    ...bodyDifferences(documents, `${place} body`, a, b),
    ...answersDifferences(documents, place, a, b),
  ];
}

function callbacksOf({ operation }: Operation): string[] | undefined {
  const names = Object.keys(objectIn(operation, "callbacks")).toSorted();
  return names.length > 0 ? names : undefined;
}

function bodyDifferences(
  documents: Documents,
  where: string,
  a: Operation,
  b: Operation,
): Finding[] {
  const site: Site = { place: where, direction: "request" };
  const x = resolveIn(documents.before.document, a.operation["requestBody"]);
  const y = resolveIn(documents.after.document, b.operation["requestBody"]);
  if (!isObject(x) || !isObject(y)) {
    return findDifference(site, where, "body", summaryOfBody(x), summaryOfBody(y));
  }
  return [
    ...findDifference(site, `${where} required`, "required", isRequired(x), isRequired(y)),
    ...contentDifferences(documents, where, "request", x, y),
  ];
}

function summaryOfBody(body: unknown): string | undefined {
  if (!isObject(body)) return undefined;
  return isRequired(body) ? "required" : "optional";
}

function answersDifferences(
  documents: Documents,
  place: string,
  before: Operation,
  after: Operation,
): Finding[] {
  const left = answersOf(documents.before.document, before);
  const right = answersOf(documents.after.document, after);
  return keysOfBoth(left.keys(), right.keys()).flatMap((status) => {
    const [a, b] = [left.get(status), right.get(status)];
    const where = `${place} ${status}`;
    if (!a || !b) {
      const site: Site = { place: where, direction: "answer" };
      return findDifference(site, where, "answer", summaryOfAnswer(a), summaryOfAnswer(b));
    }
    return [
      ...headerDifferences(documents, where, a, b),
      ...contentDifferences(documents, where, "answer", a, b),
    ];
  });
}

function answersOf(document: JsonObject, { operation }: Operation): Map<string, JsonObject> {
  const entries = Object.entries(objectIn(operation, "responses")).map(([status, answer]) => {
    const node = resolveIn(document, answer);
    return [status.replaceAll("x", "X"), isObject(node) ? node : {}] as const;
  });
  return new Map(entries);
}

function summaryOfAnswer(answer: JsonObject | undefined): string | undefined {
  return answer && (Object.keys(objectIn(answer, "content")).join(", ") || "empty");
}

function headerDifferences(
  documents: Documents,
  place: string,
  a: JsonObject,
  b: JsonObject,
): Finding[] {
  const left = headersOf(documents.before.document, a);
  const right = headersOf(documents.after.document, b);
  return keysOfBoth(left.keys(), right.keys()).flatMap((name) => {
    const [x, y] = [left.get(name), right.get(name)];
    const where = `${place} header ${name}`;
    const site: Site = { place: where, direction: "answer" };
    if (!x || !y) {
      const parts = [x && partOf(documents.before, x), y && partOf(documents.after, y)] as const;
      return findDifference(site, where, "header", ...parts);
    }
    return [
      ...findDifference(site, `${where} required`, "required", isRequired(x), isRequired(y)),
      ...valueDifferences(documents, where, "answer", x, y),
    ];
  });
}

/** Headers whatever their case. `Content-Type` is the media type's business. */
function headersOf(document: JsonObject, answer: JsonObject): Map<string, JsonObject> {
  const entries = Object.entries(objectIn(answer, "headers")).map(([name, header]) => {
    const node = resolveIn(document, header);
    return [name.toLowerCase(), isObject(node) ? node : {}] as const;
  });
  return new Map(entries.filter(([name]) => name !== "content-type"));
}
