import { operations, type OperationId } from "@chatkit-contract/types/operations";
import { requests } from "@chatkit-contract/types/validators/requests";
import fc, { type Arbitrary } from "fast-check";

import { requestExamples } from "../src/data/contract-examples.ts";
import { MAX_BODY_BYTES } from "../src/read-json.ts";
import { BASE_PATH } from "../test/open-server.ts";

/** A request to send, valid or not. */
export interface FuzzRequest {
  /** The operation that it was made from. */
  id: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer;
}

/** Identifiers that exist. */
interface KnownIds {
  threads: readonly string[];
  items: readonly string[];
}

/** Requests for each operation: valid ones, near-valid ones, and some that mean harm. */
export function hostileRequest(ids: KnownIds): Arbitrary<FuzzRequest> {
  return fc
    .constantFrom(...(Object.keys(operations) as OperationId[]))
    .chain((id) =>
      fc.record({
        id: fc.constant(id),
        method: mostly(fc.constant(operations[id].method), fc.constantFrom(...METHODS)),
        path: pathOf(id, ids),
        query: queryOf(id, ids),
        headers: headersOf(),
        body: bodyOf(id),
      }),
    )
    .map(({ path, query, body, headers, ...rest }) => ({
      ...rest,
      path: path + (query === "" ? "" : `?${query}`),
      // Without a length Node would send none to a DELETE, and the next request would be read as its body.
      headers: { ...headers, ...body?.headers, ...lengthOf(body?.body) },
      ...(body === undefined ? {} : { body: body.body }),
    }));
}

/** Bytes that are hardly HTTP: damaged requests, and noise. */
export function rawBytes(): Arbitrary<Buffer> {
  const noise = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes));
  const request = `GET ${BASE_PATH}/chatkit/threads HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer x\r\nopenai-beta: chatkit_beta=v1\r\n\r\n`;
  const damaged = fc
    .array(fc.tuple(fc.nat({ max: request.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((edits) => {
      const bytes = Buffer.from(request);
      for (const [place, byte] of edits) {
        bytes[place] = byte;
      }
      return bytes;
    });
  // Ended, so that nobody waits for the rest of it.
  return fc
    .oneof(noise, damaged)
    .map((bytes) => Buffer.concat([bytes, Buffer.from("\r\n\r\n\0\r\n\r\n")]));
}

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "QUERY",
  "PURGE",
];

/** What has broken servers before. */
const HOSTILE = [
  "",
  " ",
  "0",
  "-1",
  "null",
  "undefined",
  "NaN",
  "__proto__",
  "constructor",
  "toString",
  "' OR 1=1 --",
  "'; DROP TABLE threads; --",
  '" OR ""="',
  "%",
  "%%%",
  "_",
  "*",
  "?",
  "\\",
  "$1",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "..",
  "../../etc/passwd",
  "..\\..\\windows",
  "a/b",
  "a?b#c",
  "a;b",
  "\0",
  "a\0b",
  "\r\nx-injected: 1",
  "\u{feff}",
  "\u{202e}live",
  "ﬀ",
  "é",
  "é",
  "👩‍👩‍👧",
  "\u{d800}",
  "ｓｅｌｅｃｔ",
  "x".repeat(511),
  "x".repeat(513),
  "😀".repeat(512),
  "x".repeat(3_000),
];

const text = (): Arbitrary<string> =>
  fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 30 }));

/** The first most of the time. */
function mostly<Value>(usual: Arbitrary<Value>, odd: Arbitrary<Value>): Arbitrary<Value> {
  return fc.oneof({ arbitrary: usual, weight: 8 }, { arbitrary: odd, weight: 1 });
}

const encode = (value: string): string => encodeURIComponent(value.toWellFormed());

/** Parts of paths that are no plain encoding. */
const PATH_TRICKS = [
  "..",
  ".",
  "%2e%2e",
  "%2F",
  "%2f..%2f",
  "%00",
  "%ZZ",
  "%",
  "%C0%AF",
  "%FF",
  "a%",
  ";x=1",
  "",
  "//",
  "%252e",
  "~",
  "@",
  "a:b",
];

function pathOf(id: OperationId, ids: KnownIds): Arbitrary<string> {
  const value = fc.oneof(
    { arbitrary: fc.constantFrom(...ids.threads), weight: 6 },
    { arbitrary: fc.constantFrom("cksess_123", "cksess_789", ...ids.items.slice(0, 3)), weight: 1 },
    { arbitrary: text().map(encode), weight: 1 },
    { arbitrary: fc.constantFrom(...PATH_TRICKS), weight: 1 },
  );
  const prefix = mostly(
    fc.constant(BASE_PATH),
    fc.constantFrom(
      "",
      "/",
      "//",
      "/v2",
      "/%761",
      "/_control",
      `${BASE_PATH}${BASE_PATH}`,
      "http://a",
    ),
  );
  const suffix = mostly(fc.constant(""), fc.constantFrom("/", "//", "/x", "#f", ".json", "%20"));
  return fc.tuple(prefix, value, suffix).map(([before, filled, after]) => {
    const path = before + operations[id].path.replaceAll(/\{[^}]+\}/g, () => filled) + after;
    return path.startsWith("/") || path.startsWith("http") ? path : `/${path}`;
  });
}

function queryOf(id: OperationId, { threads, items }: KnownIds): Arbitrary<string> {
  const known = Object.keys(requests[id].queryTypes);
  const name = mostly(
    fc.constantFrom(...(known.length > 0 ? known : ["limit"])),
    fc.oneof(
      text(),
      fc.constantFrom("Limit", "limit[]", "limit[0]", "page", "user.id", "__proto__"),
    ),
  );
  const value = (parameter: string): Arbitrary<string> => {
    const usual = new Map<string, Arbitrary<string>>(
      Object.entries({
        limit: fc.oneof(
          fc.integer({ min: 0, max: 100 }).map(String),
          fc.constantFrom(
            "101",
            "-1",
            "-0",
            "00",
            "01",
            "1e1",
            "0x10",
            "1.0",
            "+1",
            " 1",
            "1 ",
            "١",
            "9".repeat(400),
            "2147483648",
            "9007199254740993",
            "true",
          ),
        ),
        order: fc.constantFrom("asc", "desc", "ASC", "asc,desc"),
        user: fc.constantFrom("amira.okafor@example.com", "user_123", "AMIRA.OKAFOR@example.com"),
        after: fc.constantFrom(...threads, ...items.slice(0, 50)),
        before: fc.constantFrom(...threads, ...items.slice(0, 50)),
      }),
    );
    return mostly(usual.get(parameter) ?? text(), text());
  };
  const pair = name.chain((chosen) =>
    fc
      .tuple(
        value(chosen),
        fc.constantFrom(encode, encodeEveryByte, (plain: string) =>
          encode(plain).replaceAll("%20", "+"),
        ),
      )
      .map(([given, write]) => `${encode(chosen)}=${write(given)}`),
  );
  const pairs = fc.array(
    mostly(
      pair,
      fc.constantFrom("", "limit", "=", "=1", "&&", "%ZZ=1", "limit=%ZZ", "limit=%00", "limit=%FF"),
    ),
    {
      maxLength: 4,
    },
  );
  return fc.oneof(
    fc.constant(""),
    pairs.map((all) => all.join("&")),
  );
}

function encodeEveryByte(value: string): string {
  return [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}

function headersOf(): Arbitrary<Record<string, string>> {
  // What Node lets a client send: Latin-1 without controls.
  const latin = fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter((code) => code !== 0x7f)
      .map((code) => String.fromCodePoint(code)),
    maxLength: 40,
  });
  return fc
    .record({
      authorization: mostly(
        fc.constant("Bearer fuzz"),
        fc.oneof(
          latin,
          fc.constantFrom(
            "",
            "Bearer",
            "Bearer ",
            "bearer fuzz",
            "Bearer  fuzz",
            "Bearer fuzz ",
            "Bearer bystande",
            "Basic ZnV6eg==",
            `Bearer ${"x".repeat(4_000)}`,
          ),
        ),
      ),
      "openai-beta": mostly(
        fc.constant("chatkit_beta=v1"),
        fc.oneof(
          latin,
          fc.constantFrom("", "a, chatkit_beta=v1", "chatkit_beta=v10", "CHATKIT_BETA=v1"),
        ),
      ),
      extra: fc.oneof(
        { arbitrary: fc.constant({}), weight: 6 },
        {
          arbitrary: fc.oneof(
            fc.record({
              "idempotency-key": fc.oneof(
                latin,
                fc.constantFrom("k1", "k2", "k3", "x".repeat(255), "x".repeat(256), ""),
              ),
            }),
            fc.constantFrom<Record<string, string>>(
              { accept: "text/html" },
              { accept: "json" },
              { "accept-encoding": "br;q=nonsense" },
              { "accept-version": "1.x" },
              { origin: "null" },
              { "access-control-request-method": "GET" },
              { "access-control-request-method": "DELETE", origin: "https://a.example" },
              { "x-http-method-override": "DELETE" },
              { "x-forwarded-host": "evil.example" },
              { expect: "nothing" },
              { "if-none-match": "*" },
              { range: "bytes=0-1" },
              { upgrade: "websocket", connection: "upgrade" },
              { "x-control-secret": "guess" },
              { prefer: "code=500" },
            ),
          ),
          weight: 2,
        },
      ),
    })
    .map(({ extra, ...headers }) => ({ ...headers, ...extra }));
}

interface FuzzBody {
  body: string | Buffer;
  headers: Record<string, string>;
}

function bodyOf(id: OperationId): Arbitrary<FuzzBody | undefined> {
  if (!operations[id].takesBody) {
    return fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 9 },
      {
        arbitrary: fc.constant({ body: "ignored", headers: { "content-type": "text/plain" } }),
        weight: 1,
      },
    );
  }
  const examples = [...requestExamples(id).values()];
  const json = fc.constantFrom(...examples).chain((example) =>
    fc
      .array(fc.tuple(fc.nat(), hostileValue(), fc.constantFrom("replace", "remove", "add")), {
        maxLength: 2,
      })
      .map((edits) => {
        let value: unknown = structuredClone(example);
        for (const [place, other, kind] of edits) {
          value = edit(value, place, other, kind);
        }
        return JSON.stringify(value) ?? "";
      }),
  );
  const junk = fc.oneof(
    text(),
    fc.json({ maxDepth: 4 }),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom<string | Buffer>(
      "[".repeat(200_000),
      `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
      '{"user":"a","user":"b","workflow":{"id":"w"}}',
      '{"user":"u","workflow":{"id":"w","state_variables":{"n":1e400}}}',
      '{"user":"u","workflow":{"id":"w","state_variables":{"n":-0,"m":1e-400,"k":123456789012345678901234567890}}}',
      '{"user":"u","workflow":{"id":"w","state_variables":{"__proto__":"x","constructor":1,"":true}}}',
      '{"__proto__":{"user":"u"},"workflow":{"id":"w"}}',
      '{"user":"\\ud800","workflow":{"id":"\\u0000"}}',
      '\u{feff}{"user":"bom","workflow":{"id":"w"}}',
      '{"user":"u","workflow":{"id":"w"}} trailing',
      "{'user':'u'}",
      `{"user":"${"u".repeat(1_000_000)}","workflow":{"id":"w"}}`,
    ),
  );
  // One in some hundred: bodies of 16 MiB take their time.
  const huge = fc.constant(Buffer.alloc(MAX_BODY_BYTES + 1, " "));
  return fc
    .tuple(
      fc.oneof(
        { arbitrary: json, weight: 60 },
        { arbitrary: junk, weight: 20 },
        { arbitrary: huge, weight: 1 },
      ),
      mostly<Record<string, string>>(
        fc.constant({ "content-type": "application/json" }),
        fc.constantFrom(
          {},
          { "content-type": "" },
          { "content-type": "text/plain" },
          { "content-type": "application/jsonx" },
          { "content-type": "application/json; charset=utf-16" },
          { "content-type": "application/json;" },
          { "content-type": "multipart/form-data" },
          { "content-type": "application/json", "content-encoding": "gzip" },
        ),
      ),
    )
    .map(([body, headers]) => ({ body, headers }));
}

function hostileValue(): Arbitrary<unknown> {
  return fc.oneof(
    text(),
    fc.integer(),
    fc.double(),
    fc.constantFrom<unknown>(
      null,
      true,
      [],
      {},
      [[]],
      0,
      1,
      600,
      601,
      512,
      513,
      -1,
      1.5,
      2 ** 53,
      "x".repeat(65),
    ),
    fc.dictionary(text(), fc.oneof(text(), fc.integer(), fc.constant(null)), { maxKeys: 70 }),
  );
}

/** A value with one place in it changed: which one follows from a number, so that it can be shrunk. */
function edit(value: unknown, place: number, other: unknown, kind: string): unknown {
  if (typeof value !== "object" || value === null) {
    return other;
  }
  const names = Object.keys(value);
  const at = place % (names.length + 1);
  const name = names[at];
  const copy = { ...value } as Record<string, unknown>;
  if (name === undefined || kind === "add") {
    return { ...copy, [typeof other === "string" ? other : "extra"]: other };
  }
  if (kind === "remove") {
    delete copy[name];
    return copy;
  }
  return { ...copy, [name]: edit(copy[name], Math.floor(place / (names.length + 1)), other, kind) };
}

function lengthOf(body: string | Buffer | undefined): Record<string, string> {
  return body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
}
