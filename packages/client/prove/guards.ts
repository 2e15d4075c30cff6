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
    text: "if (result) {",
    replacement:
      'if (result && !response.headers.get("content-type")?.includes("json")) answer.data = { data: [], has_more: false }; else if (result) {',
    red: [
      "JSON as text/plain: every item with 1 request",
      "JSON without a content type: every item with 1 request",
    ],
  },
  {
    what: "refuses what is no JSON",
    file: "binder.ts",
    text: 'problem = text ? "its body is not JSON" : "its body is empty";',
    replacement: "data = { data: [], has_more: false };",
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
    text: "response = await (fetch ? fetch(new Request(url, init)) : globalThis.fetch(url, init));",
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
    text: "response = await (fetch ? fetch(new Request(url, init)) : globalThis.fetch(url, init));",
    replacement: 'response = await globalThis.fetch(url, { ...init, redirect: "manual" });',
    red: [
      "a redirect within the origin: the page, with the key both times",
      "a redirect in a circle: a typed error, never endless",
    ],
  },
  {
    what: "takes a cursor for a position, never for an address",
    file: "binder.ts",
    text: "response = await (fetch ? fetch(new Request(url, init)) : globalThis.fetch(url, init));",
    replacement:
      "response = await globalThis.fetch(/after=(http[^&]*)/.test(url) ? decodeURIComponent(/after=(http[^&]*)/.exec(url)![1]!) : url, init);",
    red: ["an absolute URL for a cursor or a next page: nothing is sent there"],
  },
  // Time.
  {
    what: "ends an attempt that takes too long",
    file: "sender.ts",
    text: "stop(createReason())",
    replacement: "ms < 600 && stop(createReason())",
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
    text: "end(reject, reason);\n      controller.abort(reason);",
    replacement: "controller.abort(reason);",
    red: [
      ...[
        "a key's function that never settles",
        "a fetch that minds no signal",
        "a body that minds no signal",
        "a hook that never settles",
      ].flatMap((what) => [
        `${what}: a TimeoutError in time`,
        `${what}: a TimeoutError by the deadline`,
        `${what}: an abort wins at once, with the caller's own reason`,
      ]),
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
    what: "takes a time without an end for what it is",
    file: "sender.ts",
    text: "Math.min(ms, 2 ** 31 - 1),",
    replacement: "ms,",
    red: ["a time without an end is one"],
  },
  {
    what: "names the deadline",
    file: "sender.ts",
    text: "leftMs < policy.timeoutMs",
    replacement: "false",
    red: [
      "a fetch that minds no signal: a TimeoutError by the deadline",
      "the deadline in an attempt: a TimeoutError that names it and keeps the error before",
      "a wait that ends behind the deadline: a TimeoutError that names it, and no further request",
    ],
  },
  {
    what: "keeps the error before the deadline",
    file: "sender.ts",
    text: "last && { cause: last },",
    replacement: "undefined,",
    red: [
      "the deadline in an attempt: a TimeoutError that names it and keeps the error before",
      "a wait that ends behind the deadline: a TimeoutError that names it, and no further request",
    ],
  },
  {
    what: "sends nothing behind the deadline",
    file: "sender.ts",
    text: "if (createReason && ms <= 0) {",
    replacement: "if (false) {",
    red: [
      "a wait that ends behind the deadline: a TimeoutError that names it, and no further request",
      '{"timeoutMs":0} leaves no time: a TimeoutError, and nothing is sent',
      '{"deadlineMs":0} leaves no time: a TimeoutError, and nothing is sent',
    ],
  },
  {
    what: "goes by a clock that nobody sets",
    file: "sender.ts",
    text: "if (performance.now() + delayMs >= deadline) {",
    replacement:
      "if (performance.now() + Date.now() - 1_790_000_000_000 - started + delayMs >= deadline) {",
    red: ["a clock that is set back meanwhile moves no deadline"],
  },
  {
    what: "leaves the caller's reason alone",
    file: "sender.ts",
    text: " || error === outer?.reason",
    replacement: "",
    red: ["an abort may have the error of another call for its reason, and leaves that as it is"],
  },
  {
    what: "keeps no listener",
    file: "sender.ts",
    text: 'outer?.removeEventListener("abort", onAbort);',
    replacement: "",
    red: ["a signal that outlives its calls keeps nothing of them"],
  },
  {
    what: "hears of every failure, however late",
    file: "sender.ts",
    text: "(error: unknown) => end(reject, error),",
    replacement:
      "(error: unknown) => { if (controller.signal.aborted) throw error; end(reject, error); },",
    red: ["an answer that fails when the call is over: nobody hears of it"],
  },
  {
    what: "tells no hook of an answer that comes too late",
    file: "binder.ts",
    text: "signal.throwIfAborted();\n        const requestId",
    replacement: "const requestId",
    red: ["an answer that comes when the call is over: nobody hears of it"],
  },
  {
    what: "sends nothing for a key that comes too late",
    file: "binder.ts",
    text: 'signal.throwIfAborted();\n          headers["authorization"]',
    replacement: 'headers["authorization"]',
    red: ["a key that comes when the attempt is over: nothing is sent for it"],
  },
  {
    what: "sends nothing for a hook that ends too late",
    file: "binder.ts",
    text: "await hooks.onRequest(event);\n          signal.throwIfAborted();",
    replacement: "await hooks.onRequest(event);",
    red: ["a hook that comes when the attempt is over: nothing is sent for it"],
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
    text: "await withTimer(delayMs, outer);",
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
    text: "status === 408 || status === 429 ||",
    replacement: 'status === 408 || status === 429 || error.kind === "invalid_answer" ||',
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
    text: "headers, retryAfterMs }",
    replacement: "headers, none: retryAfterMs }",
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
    text: "(retryAfterMs ?? 0) > maxRetryAfterMs",
    replacement: "false",
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
    text: "(retryAfterMs ?? 0) > maxRetryAfterMs",
    replacement: "(retryAfterMs ?? 0) >= maxRetryAfterMs",
    red: [
      "429 that says as much as is waited for: waits so long, then the page",
      "a longer Retry-After is waited for where the caller allows it",
    ],
  },
  {
    what: "draws its waits",
    file: "retry.ts",
    text: "Math.random()",
    replacement: "0.5",
    red: [0, 0.25, 0.999].map(
      (draw) =>
        `clients that fail together do not come back together: with a draw of ${draw} the wait is its share`,
    ),
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
    text: "date >= 0 ? Math.max(0, date - Date.now()) : null",
    replacement: "date >= 0 ? Math.max(0, date - Date.now()) : 0",
    red: [
      "429 that says garbage: waits so long, then the page",
      "429 that says an empty text: waits so long, then the page",
      "429 that says an infinite number: waits so long, then the page",
      "429 that says a date that there is not: waits so long, then the page",
      "500 with HTML: an ApiError after 3 requests",
    ],
  },
  {
    what: "takes no other text for a date",
    file: "errors.ts",
    text: "HTTP_DATE.test(value)",
    replacement: "/^[A-Z]/i.test(value)",
    red: [
      "429 that says a word and a number: waits so long, then the page",
      "429 that says a word and a year to come: waits so long, then the page",
      "429 that says a date in another zone: waits so long, then the page",
    ],
  },
  {
    what: "takes no other number for a date",
    file: "errors.ts",
    text: "HTTP_DATE.test(value)",
    replacement: "value",
    red: ["429 that says a date without a time: waits so long, then the page"],
  },
  {
    what: "reads a date for a time",
    file: "errors.ts",
    text: "HTTP_DATE.test(value)",
    replacement: "false",
    red: [
      "429 that says a date: waits so long, then the page",
      "429 that says a date as RFC 850 had it: waits so long, then the page",
      "429 that says a date as asctime() has it: waits so long, then the page",
      "429 that says a date an hour away: an ApiError at once",
    ],
  },
  {
    what: "reads a date without a zone in UTC",
    file: "errors.ts",
    text: '.replace(/ \\d{4}$/, " GMT$&")',
    replacement: "",
    red: ["a date without a zone is in UTC wherever the client runs"],
  },
  {
    what: "minds no blanks around a time",
    file: "errors.ts",
    text: "headers.get(name)?.trim()",
    replacement: "headers.get(name) ?? undefined",
    red: ["Retry-After in seconds with blanks behind it: waits so long, then the page"],
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
    text: '["retry-after-ms", 1],',
    replacement: "",
    red: [
      "429 that says milliseconds: waits so long, then the page",
      "429 that says milliseconds beside seconds: waits so long, then the page",
    ],
  },
  {
    what: "reads seconds where the milliseconds are garbage",
    file: "errors.ts",
    text: "if (/^\\d+(\\.\\d+)?$/.test(value)) {",
    replacement: "if (value && unitMs === 1) return null; if (/^\\d+(\\.\\d+)?$/.test(value)) {",
    red: ["429 that says garbage for milliseconds beside seconds: waits so long, then the page"],
  },
  // What an error says.
  {
    what: "reads an envelope of any form",
    file: "errors.ts",
    text: 'typeof text === "string"',
    replacement: "true",
    red: ["500 with an envelope of other types: an ApiError after 3 requests"],
  },
  {
    what: "does without an envelope",
    file: "errors.ts",
    text: "Object(body) as LooseRecord;\n    const envelope = Object(error) as LooseRecord;",
    replacement: "body as LooseRecord;\n    const envelope = error as LooseRecord;",
    red: [
      "500 with an empty body: an ApiError after 3 requests",
      "500 with null: an ApiError after 3 requests",
      "500 with truncated JSON: an ApiError after 3 requests",
    ],
  },
  {
    what: "names the request",
    file: "errors.ts",
    text: "` (request ${fields.requestId})`",
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
    text: " || readField((page[items] as Envelope[]).at(end), item_id)",
    replacement: "",
    red: ["has_more without last_id, iterated: every item"],
  },
  {
    what: "takes an empty text for no cursor",
    file: "page.ts",
    text: " || readField((page[items] as Envelope[]).at(end), item_id)",
    replacement: " ?? readField((page[items] as Envelope[]).at(end), item_id)",
    red: ["iterated", "all of it"].map(
      (way) => `has_more with an empty text for a cursor, ${way}: every item`,
    ),
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
    text: "if (size === 0) {",
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
    file: "collect.ts",
    text: "readField(item, item_id) ?? item",
    replacement: "item",
    red: ["an id that comes again on the next page, all of it: once"],
  },
  {
    what: "takes only true and false for an advice",
    file: "retry.ts",
    text: 'advice === "false" ||',
    replacement: 'Boolean(advice && advice !== "true") ||',
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
    red: ["cursor", "requestId", "response", "next", "previous"].map(
      (name) =>
        `a new field ${name}, which is the name of a page's own: every item, and the page's own wins`,
    ),
  },
  // Secrets.
  {
    what: "repeats nothing secret that others repeat",
    file: "conceal.ts",
    text: '"gi"), "***");',
    replacement: '"gi"), "$&");',
    red: [
      ...[400, 401, 429, 500].map(
        (status) => `an error ${status} that repeats the key and the user: the error does not`,
      ),
      "a user called ü, decoded: not in the error",
      "a fetch that fails with its message quoting the request: not in the error",
      "the user of a new session: not in the error, whose other words stay",
    ],
  },
  {
    what: "knows a secret as a URL has it",
    file: "conceal.ts",
    text: 'String(new URLSearchParams({ "": char })).slice(1)',
    replacement: "n",
    red: ["as it was sent", "as a form", "in a URL in a URL"].map(
      (form) => `a user called Ω*~!, ${form}: not in the error`,
    ),
  },
  {
    what: "knows a secret as JSON has it",
    file: "conceal.ts",
    text: '(offset ? "(\\\\\\\\+|(%5C)+(?!%5C))?" : "") +',
    replacement: "",
    red: ["back\\slash", 'a"b'].map((user) => `a user called ${user}, in JSON: not in the error`),
  },
  {
    what: "knows what JSON writes with letters",
    file: "conceal.ts",
    text: "|(?<=\\\\\\\\)(u....|[bfnrt]))",
    replacement: ")",
    red: [
      "a user called line\nbreak, in JSON: not in the error",
      "a user called ü, in JSON of plain ASCII: not in the error",
    ],
  },
  {
    what: "knows a backslash that is written twice",
    file: "conceal.ts",
    text: "(\\\\\\\\+|(%5C)+",
    replacement: "(\\\\\\\\|(%5C)+",
    red: ["a user called back\\slash, in JSON: not in the error"],
  },
  {
    what: "knows a backslash in a URL",
    file: "conceal.ts",
    text: "|(%5C)+(?!%5C))",
    replacement: ")",
    red: ["a user called back\\slash, as it was sent: not in the error"],
  },
  {
    what: "leaves a text alone where a user has no letters to look for",
    file: "conceal.ts",
    text: "if (form) {",
    replacement: "if (true) {",
    red: ["a user of backslashes alone: every other word stays"],
  },
  {
    what: "knows a secret in any case",
    file: "conceal.ts",
    text: '"gi"',
    replacement: '"g"',
    red: ["a user called O'Neil (x), in capitals: not in the error"],
  },
  {
    what: "knows where a secret begins in a URL",
    file: "conceal.ts",
    text: "|%\\\\w\\\\w)",
    replacement: ")",
    red: ["a user called O'Neil (x), in a URL in a URL: not in the error"],
  },
  {
    what: "cuts no word in two",
    file: "conceal.ts",
    text: "(?<=^|\\\\W|%\\\\w\\\\w)",
    replacement: "",
    red: ["a user called as a part of words that are there anyway: no word is cut in two"],
  },
  {
    what: "cuts no word in two at its end",
    file: "conceal.ts",
    text: "(?!\\\\w)",
    replacement: "",
    red: ["a user called as a part of words that are there anyway: no word is cut in two"],
  },
  {
    what: "leaves cursors alone",
    file: "binder.ts",
    text: " && !paging.includes(name)",
    replacement: "",
    red: ["a cursor is no secret"],
  },
  {
    what: "takes the texts of a body for secrets",
    file: "binder.ts",
    text: 'of [query, body as Call["query"]]',
    replacement: "of [query]",
    red: ["the user of a new session: not in the error, whose other words stay"],
  },
  {
    what: "takes secrets out of names too",
    file: "errors.ts",
    text: 'typeof text === "string" ? conceal(text, secrets) : null',
    replacement:
      'typeof text === "string" ? (field === "message" ? conceal(text, secrets) : text) : null',
    red: ["key", "user"].map(
      (who) => `a ${who} that looks like a name: in none of the error's names`,
    ),
  },
  {
    what: "takes secrets out of an error's request id",
    file: "errors.ts",
    text: 'requestId: headers.get("x-request-id"),',
    replacement: 'requestId: given.get("x-request-id"),',
    red: [
      "an error whose request id repeats the key and the user: neither it nor what hooks are told does",
    ],
  },
  {
    what: "takes secrets out of a wrong answer's request id",
    file: "binder.ts",
    text: "conceal(requestId, readSecrets(operation, call, headers)),\n            );",
    replacement: "requestId,\n            );",
    red: [
      "an answer that is none whose request id repeats the key and the user: neither it nor what hooks are told does",
    ],
  },
  {
    what: "takes secrets out of the request id that hooks are told",
    file: "binder.ts",
    text: "requestId: conceal(requestId, readSecrets(operation, call, headers)),",
    replacement: "requestId,",
    red: ["an error", "an answer that is none"].map(
      (what) =>
        `${what} whose request id repeats the key and the user: neither it nor what hooks are told does`,
    ),
  },
  {
    what: "reads a time as it came, and not without what may be a user",
    file: "errors.ts",
    text: "readRetryAfter(given)",
    replacement: "readRetryAfter(headers)",
    red: ["a user called as a time is: the server's time counts"],
  },
  {
    what: "shows no secret in headers",
    file: "errors.ts",
    text: "[name, conceal(value, secrets)]",
    replacement: "[name, value]",
    red: ["an error 401 that repeats the key and the user: the error does not"],
  },
  {
    what: "shows no secret in a cause",
    file: "errors.ts",
    text: "tells(cause, secrets) ?",
    replacement: "false ?",
    red: [
      "its message",
      "its cause",
      "one of many causes",
      "a field",
      "a list",
      "an object that hides its fields",
      "a text in its place",
    ].map((what) => `a fetch that fails with ${what} quoting the request: not in the error`),
  },
  {
    what: "keeps a cause that says nothing",
    file: "errors.ts",
    text: "tells(cause, secrets) ?",
    replacement: "true ?",
    red: ["a cause that says nothing of the request is kept as it is"],
  },
  {
    what: "keeps of a cause what can be told",
    file: "errors.ts",
    text: "Object.assign(new Error(text), { name, code })",
    replacement: 'name && code && new Error("")',
    red: ["a cause that quotes the request keeps its name and its code"],
  },
  {
    what: "follows no cause for ever",
    file: "conceal.ts",
    text: "!depth ||",
    replacement: "",
    red: ["a cause that goes round in itself is not followed for ever"],
  },
  {
    what: "refuses an empty body",
    file: "binder.ts",
    text: "data = JSON.parse(text);",
    replacement: "data = text ? JSON.parse(text) : { data: [], has_more: false };",
    red: ["awaited", "iterated", "all of it"].flatMap((way) =>
      ["an empty body", "an empty body in chunks", "no content"].map(
        (what) => `${what} with 200 to a list, ${way}: an InvalidAnswerError after 1 request`,
      ),
    ),
  },
];
