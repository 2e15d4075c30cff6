/** A guard of the client, and what tells when it is gone. */
export interface Guard {
  /** What the client does about a misbehaving server. */
  what: string;
  file: string;
  /** The guard, as it stands in the file exactly once. */
  text: string;
  /** What stands there without it. */
  replacement: string;
  /** Cases that turn red. */
  red: string[];
}

/** Every guard that the suite in `test/misbehaving` is there for. */
export const guards: Guard[] = [
  // One attempt.
  {
    what: "tells a broken connection from other failures",
    file: "binder.ts",
    text: "throw new ConnectionError(failed, cause, readSecrets(operation, call, headers));",
    replacement: "throw cause;",
    red: [
      "a reset before the headers, each time: a ConnectionError with its cause after 3 requests",
      "a reset in the body, each time: a ConnectionError with its cause after 3 requests",
      "an answer that is no HTTP, once: the page with the second request",
      "a refused connection: a ConnectionError that says so, after 3 attempts",
      "gzip that is none: a ConnectionError after 3 requests",
      "a redirect to another protocol: a typed error, never endless",
    ],
  },
  {
    what: "takes an error status for an error, whatever the body",
    file: "binder.ts",
    text: "if (!response.ok) {",
    replacement: "if (!response.ok && answer) {",
    red: ["500 with an empty body: an ApiError after 3 requests"],
  },
  {
    what: "takes everything but a success for an error",
    file: "binder.ts",
    text: "if (!response.ok) {",
    replacement: "if (response.status >= 400) {",
    red: ["a redirect without a place to go to: an ApiError after 1 request"],
  },
  {
    what: "takes any success status",
    file: "binder.ts",
    text: "if (!response.ok) {",
    replacement: "if (response.status !== 200) {",
    red: ["JSON with another success status: every item with 1 request"],
  },
  {
    what: "reads what was zipped on the way",
    file: "binder.ts",
    text: "if (!response.ok) {",
    replacement: 'if (!response.ok || response.headers.has("content-encoding")) {',
    red: ["JSON gzipped: every item with 1 request"],
  },
  {
    what: "reads a page of any size",
    file: "binder.ts",
    text: "if (!response.ok) {",
    replacement: "if (!response.ok || text.length > 5_000_000) {",
    red: ["JSON of 10 MB: every item with 1 request"],
  },
  {
    what: "reads JSON under any content type",
    file: "binder.ts",
    text: "if (result === undefined) {",
    replacement: 'if (!response.headers.get("content-type")?.includes("json")) {',
    red: [
      "JSON as text/plain: every item with 1 request",
      "JSON without a content type: every item with 1 request",
    ],
  },
  {
    what: "refuses what is no JSON",
    file: "binder.ts",
    text: 'problem = "its body is not JSON";',
    replacement: "answer = { data: [], has_more: false };",
    red: [
      "truncated JSON with 200 to a list, iterated: an InvalidAnswerError after 1 request",
      "HTML with 200 to a list, iterated: an InvalidAnswerError after 1 request",
      "HTML with 200 to a retrieve: an InvalidAnswerError after 1 request",
      "gzip that is cut short: an InvalidAnswerError after 1 request",
    ],
  },
  {
    what: "refuses JSON that is no object",
    file: "binder.ts",
    text: 'if (typeof answer !== "object" || !answer || Array.isArray(answer)) {',
    replacement: "if (false) {",
    red: [
      "null with 200 to a retrieve: an InvalidAnswerError after 1 request",
      "a list with 200 to a retrieve: an InvalidAnswerError after 1 request",
      "a string with 200 to a list, awaited: an InvalidAnswerError after 1 request",
    ],
  },
  {
    what: "refuses a page without a list of items",
    file: "binder.ts",
    text: "if (!Array.isArray(page[items])) {",
    replacement: "page[items] ??= [];\n    page[has_more] ??= false;\n    if (false) {",
    red: [
      "a page without data with 200 to a list, iterated: an InvalidAnswerError after 1 request",
      "an error with 200 with 200 to a list, awaited: an InvalidAnswerError after 1 request",
    ],
  },
  {
    what: "refuses a page that does not say whether there is more",
    file: "binder.ts",
    text: 'if (typeof page[has_more] !== "boolean") {',
    replacement: "if (false) {",
    red: [
      "a page without has_more with 200 to a list, iterated: an InvalidAnswerError after 1 request",
      "a page whose has_more is a text with 200 to a list, awaited: an InvalidAnswerError after 1 request",
    ],
  },
  {
    what: "refuses a path value that would be another path",
    file: "binder.ts",
    text: "/^\\.{0,2}$/.test(value) || ",
    replacement: "",
    red: [
      'the path value "": a TypeError before anything is sent',
      'the path value ".": a TypeError before anything is sent',
      'the path value "..": a TypeError before anything is sent',
    ],
  },
  {
    what: "refuses a path value that is no text",
    file: "binder.ts",
    text: 'typeof value !== "string" || /^\\.{0,2}$/.test(value) || !value.isWellFormed()',
    replacement: "/^\\.{0,2}$/.test(value)",
    red: [
      "the path value undefined: a TypeError before anything is sent",
      "the path value 7: a TypeError before anything is sent",
    ],
  },
  {
    what: "encodes path values",
    file: "binder.ts",
    text: "return encodeURIComponent(value);",
    replacement: "return value;",
    red: [
      'the path value "a/../b" stays one segment of the path',
      'the path value "//127.0.0.1:9/" does not lead to another origin',
    ],
  },
  {
    what: "encodes what stands in a query",
    file: "binder.ts",
    text: "response = await (fetch?.(new Request(url, init)) ?? globalThis.fetch(url, init));",
    replacement: "response = await globalThis.fetch(decodeURIComponent(url), init);",
    red: ["a cursor that would be read as another parameter, iterated: every item"],
  },
  {
    what: "sends a 0 in a query",
    file: "binder.ts",
    text: "params: { query },",
    replacement:
      "params: { query: Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value)) },",
    red: ["limit 0, awaited: the empty page that the contract promises"],
  },
  // Other origins.
  {
    what: "sends the key in the one header that a redirect strips",
    file: "binder.ts",
    text: 'headers["authorization"] = toBearer(',
    replacement: 'headers["x-api-key"] = headers["authorization"] = toBearer(',
    red: [
      ...[301, 302, 303, 307, 308].flatMap((status) =>
        ["a page", "every item"].map(
          (what) => `${status} to another origin, for ${what}: the key does not follow`,
        ),
      ),
      "a redirect to the same host under another port is another origin",
      "a redirect away and back again: the key does not come along on the way back",
    ],
  },
  {
    what: "follows a redirect within the origin",
    file: "binder.ts",
    text: "response = await (fetch?.(new Request(url, init)) ?? globalThis.fetch(url, init));",
    replacement: 'response = await globalThis.fetch(url, { ...init, redirect: "manual" });',
    red: [
      "a redirect within the origin: the page, with the key both times",
      "a redirect in a circle: a typed error, never endless",
    ],
  },
  {
    what: "takes a cursor for a position, never for an address",
    file: "binder.ts",
    text: "response = await (fetch?.(new Request(url, init)) ?? globalThis.fetch(url, init));",
    replacement:
      "response = await globalThis.fetch(/after=(http[^&]*)/.test(url) ? decodeURIComponent(/after=(http[^&]*)/.exec(url)![1]!) : url, init);",
    red: ["an absolute URL for a cursor or a next page: nothing is sent there"],
  },
  // Time.
  {
    what: "ends an attempt that takes too long",
    file: "sender.ts",
    text: "() => controller.abort(createReason()),",
    replacement: "() => ms < 600 && controller.abort(createReason()),",
    red: [
      "stalled headers, each time: a TimeoutError after 2 requests",
      "a stalled body, each time: a TimeoutError after 2 requests",
      "a body that drips without end, each time: a TimeoutError after 2 requests",
      "stalled headers, once: the page with the second request",
    ],
  },
  {
    what: "tells a timeout from a broken connection",
    file: "sender.ts",
    text: "error = signal.aborted ? signal.reason : thrown;",
    replacement: "error = thrown;",
    red: [
      "a stalled body, each time: a TimeoutError after 2 requests",
      "a connection that is taken and never answered: a TimeoutError",
    ],
  },
  {
    what: "gives an attempt all the time it may take",
    file: "sender.ts",
    text: "Math.min(ms, 2 ** 31 - 1),",
    replacement: "ms / 2,",
    red: ["a body that drips, but in time: every item with one request"],
  },
  {
    what: "counts the attempts",
    file: "sender.ts",
    text: "error.attempts = attempt;",
    replacement: "",
    red: ["500 with HTML: an ApiError after 3 requests"],
  },
  {
    what: "tries again",
    file: "sender.ts",
    text: "isRepeatable && attempt <= policy.maxRetries ?",
    replacement: "false ?",
    red: [
      "a reset in the body, once: the page with the second request",
      "a stalled body, once: the page with the second request",
      "a reset in the middle of a listing: every item, none of them twice",
      "500 twice, then a page: the page after 3 requests",
      "429 that says seconds: waits so long, then the page",
      "the wait doubles from 500 ms and ends at 8 s",
    ],
  },
  {
    what: "gives up",
    file: "sender.ts",
    text: "attempt <= policy.maxRetries ?",
    replacement: "attempt <= policy.maxRetries + 1 ?",
    red: [
      "an end before the announced length, each time: a ConnectionError with its cause after 3 requests",
      "a redirect in a circle: a typed error, never endless",
    ],
  },
  {
    what: "waits before it tries again",
    file: "sender.ts",
    text: "await sleep(delayMs, options?.signal);",
    replacement: "",
    red: [
      "429 that says nothing: waits so long, then the page",
      "429 that says a date: waits so long, then the page",
      "500 twice, then a page: the page after 3 requests",
    ],
  },
  // Whether, and how long to wait.
  {
    what: "tries no answer again that will come out alike",
    file: "retry.ts",
    text: "status === 408 || status === 429 || status >= 500",
    replacement: "status >= 400",
    red: [
      "400 with {} for ever: an ApiError after so many requests: 1",
      "401 with {} for ever: an ApiError after so many requests: 1",
      "409 with {} for ever: an ApiError after so many requests: 1",
      "404 with an envelope: an ApiError after 1 request",
    ],
  },
  {
    what: "tries 408 again",
    file: "retry.ts",
    text: "status === 408 || ",
    replacement: "",
    red: ["408 with {} for ever: an ApiError after so many requests: 3"],
  },
  {
    what: "tries 429 again",
    file: "retry.ts",
    text: "status === 429 || ",
    replacement: "",
    red: ["429 that says nothing: waits so long, then the page"],
  },
  {
    what: "tries every 5xx again",
    file: "retry.ts",
    text: "status >= 500",
    replacement: "status === 500",
    red: [
      "501 with {} for ever: an ApiError after so many requests: 3",
      "599 with {} for ever: an ApiError after so many requests: 3",
    ],
  },
  {
    what: "does not ask again for what breaks the contract",
    file: "retry.ts",
    text: 'error.kind !== "invalid_answer"',
    replacement: "true",
    red: [
      "a list with 200 to a retrieve: an InvalidAnswerError after 1 request",
      "a page without has_more with 200 to a list, all of it: an InvalidAnswerError after 1 request",
    ],
  },
  {
    what: "minds x-should-retry",
    file: "retry.ts",
    text: 'headers?.get("x-should-retry")',
    replacement: "null",
    red: [
      '409 with {"x-should-retry":"true"} for ever: an ApiError after so many requests: 3',
      "429 that says that it should not be retried: an ApiError at once",
      "429 that says 2 seconds, and that it should not be retried: an ApiError at once",
    ],
  },
  {
    what: "retries where x-should-retry says so",
    file: "retry.ts",
    text: 'advice !== "true"',
    replacement: 'advice !== "yes"',
    red: ['409 with {"x-should-retry":"true"} for ever: an ApiError after so many requests: 3'],
  },
  {
    what: "minds Retry-After",
    file: "retry.ts",
    text: "if (retryAfterMs !== null) {",
    replacement: "if (false) {",
    red: [
      "429 that says seconds: waits so long, then the page",
      "429 that says half a second: waits so long, then the page",
      "429 that says none: waits so long, then the page",
      "429 that says a past date: waits so long, then the page",
      "429 that says milliseconds: waits so long, then the page",
      "429 that says 120 seconds: an ApiError at once",
    ],
  },
  {
    what: "does not wait longer than the caller allows",
    file: "retry.ts",
    text: "retryAfterMs > maxRetryAfterMs ?",
    replacement: "false ?",
    red: [
      "429 that says 120 seconds: an ApiError at once",
      "429 that says a date an hour away: an ApiError at once",
      "429 that says 120,000 milliseconds: an ApiError at once",
      "429 that says 120 seconds, and that it should be retried: an ApiError at once",
    ],
  },
  {
    what: "waits as long as the caller allows",
    file: "retry.ts",
    text: "retryAfterMs > maxRetryAfterMs ?",
    replacement: "retryAfterMs >= maxRetryAfterMs ?",
    red: [
      "429 that says as much as is waited for: waits so long, then the page",
      "a longer Retry-After is waited for where the caller allows it",
    ],
  },
  {
    what: "ends the doubling of waits",
    file: "retry.ts",
    text: "MAX_DELAY_MS = 8_000",
    replacement: "MAX_DELAY_MS = 80_000",
    red: ["the wait doubles from 500 ms and ends at 8 s"],
  },
  {
    what: "reads only a whole number as a time",
    file: "errors.ts",
    text: "/^\\d+(\\.\\d+)?$/",
    replacement: "/\\d$/",
    red: [
      "429 that says a negative number: waits so long, then the page",
      "429 that says negative milliseconds: waits so long, then the page",
    ],
  },
  {
    what: "takes no garbage for a time",
    file: "errors.ts",
    text: "Number.isNaN(date) ? null : ",
    replacement: "Number.isNaN(date) ? 0 : ",
    red: [
      "429 that says garbage: waits so long, then the page",
      "429 that says an empty text: waits so long, then the page",
      "429 that says an infinite number: waits so long, then the page",
      "500 with HTML: an ApiError after 3 requests",
    ],
  },
  {
    what: "reads a date for a time",
    file: "errors.ts",
    text: "Date.parse(value)",
    replacement: "Number.NaN",
    red: [
      "429 that says a date: waits so long, then the page",
      "429 that says a date an hour away: an ApiError at once",
    ],
  },
  {
    what: "does not wait for a time that is past",
    file: "errors.ts",
    text: "Math.max(0, date - Date.now())",
    replacement: "Math.abs(date - Date.now())",
    red: ["429 that says a past date: waits so long, then the page"],
  },
  {
    what: "reads milliseconds, which win",
    file: "errors.ts",
    text: 'headers.get("retry-after-ms") ?? ""',
    replacement: '""',
    red: [
      "429 that says milliseconds: waits so long, then the page",
      "429 that says milliseconds beside seconds: waits so long, then the page",
    ],
  },
  {
    what: "reads seconds where the milliseconds are garbage",
    file: "errors.ts",
    text: "if (number.test(ms)) {",
    replacement: "if (ms) {",
    red: ["429 that says garbage for milliseconds beside seconds: waits so long, then the page"],
  },
  // What an error says.
  {
    what: "reads an envelope of any form",
    file: "errors.ts",
    text: 'typeof envelope[field] === "string"',
    replacement: "true",
    red: ["500 with an envelope of other types: an ApiError after 3 requests"],
  },
  {
    what: "does without an envelope",
    file: "errors.ts",
    text: 'looseRecord(looseRecord(body)["error"])',
    replacement: '(body as Record<string, Record<string, unknown>>)["error"]!',
    red: [
      "500 with an empty body: an ApiError after 3 requests",
      "500 with null: an ApiError after 3 requests",
      "500 with truncated JSON: an ApiError after 3 requests",
    ],
  },
  {
    what: "names the request",
    file: "errors.ts",
    text: "` (request ${requestId})`",
    replacement: '""',
    red: ["an answer that breaks the contract names its request"],
  },
  // Listings.
  {
    what: "refuses to go on without a cursor",
    file: "walk.ts",
    text: "cursor === null",
    replacement: "cursor === 0",
    red: [
      "has_more without last_id on an empty page, iterated: an InvalidAnswerError, never endless or cut short",
      "has_more without last_id, and items without ids, all of it: an InvalidAnswerError, never endless or cut short",
      "before alone, where the listing goes on without a cursor: an InvalidAnswerError",
    ],
  },
  {
    what: "refuses a cursor that is no text",
    file: "page.ts",
    text: 'typeof cursor === "string" && ',
    replacement: "cursor && ",
    red: [
      "has_more with a last_id that is no text, iterated: an InvalidAnswerError, never endless or cut short",
    ],
  },
  {
    what: "goes on from the last item where the page names no cursor",
    file: "page.ts",
    text: " ?? readField((page[items] as Envelope[]).at(end), item_id)",
    replacement: "",
    red: ["has_more without last_id, iterated: every item"],
  },
  {
    what: "ends a circle of any length",
    file: "walk.ts",
    text: "seen.has(cursor)",
    replacement: "false",
    red: [
      "the same cursor for ever, iterated: an InvalidAnswerError, never endless or cut short",
      "a cycle of 3 cursors, iterated: an InvalidAnswerError, never endless or cut short",
      "a cycle of 10 cursors, from both ends: an InvalidAnswerError",
      "before alone, where the listing goes on from the same cursor: an InvalidAnswerError",
    ],
  },
  {
    what: "knows the cursor that a listing was begun with",
    file: "walk.ts",
    text: "new Set<unknown>([query[direction]])",
    replacement: "new Set<unknown>()",
    red: ["the cursor that a listing was begun with, again: an InvalidAnswerError"],
  },
  {
    what: "ends a listing of empty pages",
    file: "walk.ts",
    text: "emptyPages === MAX_EMPTY_PAGES",
    replacement: "false",
    red: [
      "an empty page with a new cursor for ever, iterated: an InvalidAnswerError, never endless or cut short",
      "an empty page with a new cursor for ever, from both ends: an InvalidAnswerError",
    ],
  },
  {
    what: "has patience with empty pages",
    file: "walk.ts",
    text: "MAX_EMPTY_PAGES = 100",
    replacement: "MAX_EMPTY_PAGES = 99",
    red: ["99 empty pages between two that are not, iterated: every item"],
  },
  {
    what: "goes on past an empty page",
    file: "walk.ts",
    text: "if (!page[has_more]) {",
    replacement: "if (!page[has_more] || (page[items] as unknown[]).length === 0) {",
    red: ["an empty page with a new cursor, iterated: every item"],
  },
  {
    what: "goes on where there is more",
    file: "walk.ts",
    text: "if (!page[has_more]) {",
    replacement: "if (true) {",
    red: [
      "an id that comes again on the next page, iterated: as the server sends it, and it ends",
      "a page that is the whole page before again, under a new cursor: as the server sends it, and it ends",
      "before alone: walks backward by first_id, page by page",
    ],
  },
  {
    what: "ends where there is no more",
    file: "walk.ts",
    text: "if (!page[has_more]) {",
    replacement: "if (false) {",
    red: ["a cursor behind the last page, iterated: every item"],
  },
  {
    what: "refuses to iterate pages of nothing",
    file: "walk.ts",
    text: "if (query[limit] === 0) {",
    replacement: "if (false) {",
    red: ["limit 0, iterated: a TypeError before anything is sent"],
  },
  {
    what: "walks backward by the first id",
    file: "page.ts",
    text: "isBackward(pagination, query) ? 0 : -1",
    replacement: "-1",
    red: ["before alone: walks backward by first_id, page by page"],
  },
  {
    what: "gives each item once, from both ends",
    file: "both-ends.ts",
    text: "side.set(readField(item, item_id), item);",
    replacement: "side.set(item, item);",
    red: ["an id that comes again on the next page, all of it: once"],
  },
  {
    what: "takes only true and false for an advice",
    file: "retry.ts",
    text: 'advice === "false" || ',
    replacement: 'Boolean(advice && advice !== "true") || ',
    red: ['500 with {"x-should-retry":"maybe"} for ever: an ApiError after so many requests: 3'],
  },
  {
    what: "refuses null as a path value",
    file: "binder.ts",
    text: 'typeof value !== "string" || /^\\.{0,2}$/.test(value) || !value.isWellFormed()',
    replacement: '(typeof value !== "string" && value !== null) || /^\\.{0,2}$/.test(value)',
    red: ["the path value null: a TypeError before anything is sent"],
  },
  {
    what: "takes a body that breaks off for a broken connection, not for one that is no JSON",
    file: "binder.ts",
    text: "text = await response.text();",
    replacement: 'text = await response.text().catch(() => "{");',
    red: [
      "gzip that is none: a ConnectionError after 3 requests",
      "a reset in the body, each time: a ConnectionError with its cause after 3 requests",
    ],
  },
  {
    what: "lets its links win over fields of the same name",
    file: "page.ts",
    text: "Object.defineProperty(page, name, { value: links[name as keyof typeof links] });",
    replacement: "page[name] ??= links[name as keyof typeof links];",
    red: ["cursor", "requestId", "next", "previous"].map(
      (name) =>
        `a new field ${name}, which is the name of a page's own: every item, and the page's own wins`,
    ),
  },
  {
    what: "repeats nothing secret that others repeat",
    file: "conceal.ts",
    text: "forms.length > 0",
    replacement: "text === undefined",
    red: [
      "an error 401 that repeats the key and the user: the error does not",
      "a fetch whose error quotes the URL: the message of ours does not",
    ],
  },
  {
    what: "refuses an empty body",
    file: "binder.ts",
    text: 'return "its body is empty";',
    replacement: "return undefined;",
    red: ["awaited", "iterated", "all of it"].flatMap((way) =>
      ["an empty body", "an empty body in chunks", "no content"].map(
        (what) => `${what} with 200 to a list, ${way}: an InvalidAnswerError after 1 request`,
      ),
    ),
  },
];
