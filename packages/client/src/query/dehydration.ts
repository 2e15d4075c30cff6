import { UNKNOWN } from "../unknown.ts";

/** What stands for {@link UNKNOWN} where a symbol cannot: it is the name that the symbol is registered under. */
const STAND_IN = UNKNOWN.description as string;

/**
 * Makes data of the cache fit for JSON and for structured clones, which drop or refuse symbols: each case that is newer
 * than the client keeps a name in the place of `UNKNOWN`. For `dehydrate.serializeData` of a `QueryClient`, or the
 * `serialize` of a persister. The data is left as it is.
 */
export function serializeData<Data>(data: Data): Data {
  return mapCases(data, UNKNOWN, STAND_IN) as Data;
}

/** Undoes {@link serializeData}. For `hydrate.deserializeData`, or the `deserialize` of a persister. */
export function deserializeData<Data>(data: Data): Data {
  return mapCases(data, STAND_IN, UNKNOWN) as Data;
}

function mapCases(value: unknown, from: unknown, to: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => mapCases(element, from, to));
  }
  // A cache holds more than this client's answers, such as dates, which are left alone.
  if (typeof value !== "object" || value === null || !isPlain(value)) {
    return value;
  }
  const fields = Object.entries(value);
  // What is raw stays so: it is the server's.
  const isCase =
    fields.length === 2 && "raw" in value && fields.some(([, field]) => field === from);
  return Object.fromEntries(
    fields.map(([name, field]) => [
      name,
      isCase ? (field === from ? to : field) : mapCases(field, from, to),
    ]),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
