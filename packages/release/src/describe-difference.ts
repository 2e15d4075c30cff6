import { render, type Difference, type Kind } from "@chatkit-contract/openapi/compare";

/** What changed, as a sentence in Markdown for the person who upgrades. */
export function describeDifference(difference: Difference): string {
  const { kind, change, before, after } = difference;
  const place = quote(placeOf(difference));
  const isWhole = WHOLE.has(kind);
  if (kind === "name") {
    const what = isPathParameter(difference)
      ? `The path parameter ${quote(before)} of ${quote(rootOf(difference))}`
      : `The operation ${quote(rootOf(difference))}, ${quote(before)},`;
    return `${what} is called ${quote(after)} now.`;
  }
  if (difference.where.endsWith(" x-open")) {
    const name = quote(difference.where.slice(0, -" x-open".length));
    return change === "removed"
      ? `${name} is not open any more: nothing unknown comes.`
      : `${name} is open: values may come that this contract does not know.`;
  }
  if (kind === "operation") {
    return change === "added" ? `${place} is new.` : `${place} is gone.`;
  }
  if (kind === "enum" || kind === "member") {
    const value = quote(change === "added" ? after : before);
    const noun = kind === "enum" ? "value" : "case";
    return change === "added"
      ? `${place} has the new ${noun} ${value}${sideOf(difference)}.`
      : `${place} has no ${noun} ${value} any more${sideOf(difference)}.`;
  }
  if (kind === "required" || kind === "nullable") {
    const word = kind === "required" ? "required" : "null";
    const verb = kind === "required" ? "is" : "may be";
    const negated = kind === "required" ? "is not" : "is never";
    return `${place} ${after === true ? verb : negated} ${word}${after === true ? " now" : " any more"}${sideOf(difference)}.`.replace(
      "is never null any more",
      "is never null now",
    );
  }
  if (isWhole && change === "added")
    return `${place} is new: ${quote(after)}${sideOf(difference)}.`;
  if (isWhole && change === "removed")
    return `${place} is gone: ${quote(before)}${sideOf(difference)}.`;
  return `${place} was ${quote(before)} and is ${quote(after)}${sideOf(difference)}.`;
}

/** What a caller does about a major change, as a sentence. */
export function adviseOn(difference: Difference): string {
  const { kind, change, direction, before, after } = difference;
  const place = quote(placeOf(difference));
  const isRequest = direction !== "answer";
  switch (kind) {
    case "name":
      return isPathParameter(difference)
        ? `Write ${quote(after)} for ${quote(before)} where you name the parameters of ${quote(rootOf(difference))}.`
        : `Call ${quote(after)} instead of ${quote(before)}.`;
    case "operation":
      return `Stop calling ${place}.`;
    case "server":
      return "Pass `baseUrl` if you mean the old one.";
    case "security":
      return `Send credentials as asked: ${render(after)}.`;
    case "field":
    case "parameter":
    case "header":
    case "body":
    case "mediaType":
    case "answer":
      if (change === "added") {
        return isRequest ? `Send ${place} with every request.` : `Handle ${place}.`;
      }
      return isRequest ? `Leave ${place} out of requests.` : `Do not rely on ${place}.`;
    case "required":
      return isRequest ? `Send ${place} with every request.` : `Handle an answer without ${place}.`;
    case "nullable":
      return after === true
        ? `Handle null where you read ${place}.`
        : `Do not send null as ${place}.`;
    case "enum":
    case "member":
    case "mapping":
      if (change === "removed") return `Do not use ${quote(before)} with ${place}.`;
      return `Handle ${quote(after)} where you read ${place}.`;
    case "default":
      return `Send ${quote(before)} as ${place} if you relied on leaving it out.`;
    case "extension":
      if (difference.where.endsWith(" x-open")) {
        const name = quote(difference.where.slice(0, -" x-open".length));
        return change === "removed"
          ? `Take out what handles an unknown ${name}.`
          : `Handle an unknown ${name}.`;
      }
      return `Compile, and look at each use of ${place}.`;
    case "pattern":
    case "format":
    case "type":
      return isRequest
        ? `Check that what you send as ${place} is ${quote(after)}.`
        : `Check that you read ${place} as ${quote(after)}.`;
    default:
      return isRequest
        ? `Keep what you send within ${place}: ${quote(after)}.`
        : `Expect ${place} beyond ${quote(before)}.`;
  }
}

/** Kinds whose place names the thing itself, which can come and go. */
const WHOLE = new Set<Kind>(["parameter", "body", "mediaType", "answer", "header", "field"]);

/** Kinds whose place ends in a word that the sentence says anyway. */
const SAID = new Set<Kind>(["required", "nullable", "enum", "default"]);

function placeOf({ where, kind }: Difference): string {
  const suffix = ` ${kind}`;
  return SAID.has(kind) && where.endsWith(suffix) && kind !== "default"
    ? where.slice(0, -suffix.length)
    : where;
}

function isPathParameter({ where }: Difference): boolean {
  return !where.endsWith(" operationId");
}

/** `GET /threads` of what lies in it. */
function rootOf({ where }: Difference): string {
  return where.split(" ").slice(0, 2).join(" ");
}

function sideOf({ direction, where }: Difference): string {
  if (direction === "both" || / (path|query|header|body)\b/.test(where)) return "";
  return direction === "request" ? ", in requests" : ", in answers";
}

function quote(value: unknown): string {
  return `\`${render(value).replaceAll("`", "'")}\``;
}
